import type { PageState } from '../page-state.ts';

/**
 * The newer state, with what looks as it did as the same objects, so that it is not drawn again: while the clock moves there is
 * news of dozens of people, and of hardly anybody who is shown.
 */
export function keepUnchanged(before: PageState | null, newer: PageState): PageState {
  if (before === null) return newer;
  return {
    ...newer,
    words: either(before.words, newer.words),
    slack: either(before.slack, newer.slack),
    teams: either(before.teams, newer.teams),
    channels: either(before.channels, newer.channels),
  };
}

function either<Part>(before: Part, newer: Part): Part {
  return JSON.stringify(before) === JSON.stringify(newer) ? before : newer;
}
