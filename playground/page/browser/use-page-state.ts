import { useEffect, useState } from 'react';
import type { PageState } from '../page-state.ts';
import { loadState } from './server.ts';

/**
 * The state of what is shown, kept up to date; `online` is false while the server does not answer.
 * @param slack whose Slack, as `workspace/user`; null for the first person's
 */
export function usePageState(slack: string | null, teams: string | null): { state: PageState | null; online: boolean } {
  const [state, setState] = useState<PageState | null>(null);
  const [online, setOnline] = useState(true);

  useEffect(() => {
    let asked = 0;
    const load = async () => {
      asked += 1;
      const mine = asked;
      try {
        const loaded = await loadState(slack, teams);
        // An answer that was overtaken by a later question is old news.
        if (mine === asked) setState(loaded);
        setOnline(true);
      } catch {
        setOnline(false);
      }
    };
    const changes = new EventSource('/playground/changes');
    changes.addEventListener('change', load);
    // What happened while the line was down is in the next state.
    changes.addEventListener('open', load);
    changes.addEventListener('error', () => setOnline(false));
    return () => {
      asked += 1;
      changes.close();
    };
  }, [slack, teams]);

  return { state, online };
}
