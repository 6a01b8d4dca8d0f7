import { createContext } from 'react';
import type { PageState } from '../page-state.ts';

/** What people can say to the app, for every place where they write to it. */
export const SuggestedWords = createContext<PageState['words']>([]);
