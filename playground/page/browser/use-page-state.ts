import { useEffect, useState } from 'react';
import type { PageState } from '../page-state.ts';
import { coalesce } from './coalesce.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { loadState } from './server.ts';

/**
 * The state of what is shown, kept up to date; `online` is false while the server does not answer.
 * @param slack the person whose Slack to show, as `workspace/user`; null for the first person
 * @param teams the same for Teams
 */
export function usePageState(slack: string | null, teams: string | null): { state: PageState | null; online: boolean } {
  const [state, setState] = useState<PageState | null>(null);
  const [online, setOnline] = useState(true);

  useEffect(() => {
    let left = false;
    // While the clock moves there are more changes than a page can draw, and only the latest state matters.
    const load = coalesce(async () => {
      if (left) return;
      const loaded = await loadState(slack, teams).catch(() => null);
      if (left) return;
      if (loaded) setState((before) => keepUnchanged(before, loaded));
      setOnline(loaded !== null);
    });
    const changes = new EventSource('/playground/changes');
    changes.addEventListener('change', load);
    // After a lost connection, changes that happened meanwhile are in the next state.
    changes.addEventListener('open', load);
    changes.addEventListener('error', () => setOnline(false));
    return () => {
      left = true;
      changes.close();
    };
  }, [slack, teams]);

  return { state, online };
}
