import { createContext } from 'react';
import type { PageState } from '../page-state.ts';

/** The words that people can type to the app, for every composer on the page. */
export const SuggestedWords = createContext<PageState['words']>([]);
