import { useSyncExternalStore } from 'react';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

function follow(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

/**
 * Whether the system uses a dark theme. Only the libraries that draw messages need it; everything else is in the style
 * sheets.
 */
export const useDark = (): boolean => useSyncExternalStore(follow, () => dark.matches);
