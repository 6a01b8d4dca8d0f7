import type { PageState } from '../page-state.ts';

/**
 * The newer state, but with the earlier objects for the parts that did not change, so that React does not draw them
 * again. While the clock moves, dozens of people get messages, but hardly anybody who is shown.
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
