import { useCallback, useRef, useState } from 'react';
import type { Act } from '../act.ts';
import { sendAct } from './server.ts';

/** Lets the person of a column act, one thing at a time; `news` is what they get to see for it. */
export function useActing() {
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [news, setNews] = useState<{ text: string; wrong: boolean } | null>(null);

  async function act(what: Act): Promise<void> {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setNews(null);
    const { said, problem } = await sendAct(what);
    underWay.current = false;
    setBusy(false);
    if (problem !== null) setNews({ text: problem, wrong: true });
    else if (said !== null) setNews({ text: said, wrong: false });
  }

  const dismiss = useCallback(() => setNews(null), []);
  return { act, busy, news, dismiss };
}

export type Acting = ReturnType<typeof useActing>;
