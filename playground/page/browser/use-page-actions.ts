import { useCallback, useRef, useState } from 'react';
import type { PageAction } from '../page-action.ts';
import { sendPageAction } from './server.ts';

/** Performs the actions of a column's person, one at a time; `news` is the feedback to show. */
export function usePageActions() {
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [news, setNews] = useState<{ text: string; wrong: boolean } | null>(null);

  async function act(action: PageAction): Promise<void> {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setNews(null);
    const { said, problem } = await sendPageAction(action);
    underWay.current = false;
    setBusy(false);
    if (problem !== null) setNews({ text: problem, wrong: true });
    else if (said !== null) setNews({ text: said, wrong: false });
  }

  const dismiss = useCallback(() => setNews(null), []);
  return { act, busy, news, dismiss };
}

export type PageActions = ReturnType<typeof usePageActions>;
