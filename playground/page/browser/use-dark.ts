import { useSyncExternalStore } from 'react';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

function follow(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

/** Whether the system is dark; the libraries that draw messages must be told, all else is in the style sheets. */
export const useDark = (): boolean => useSyncExternalStore(follow, () => dark.matches);
