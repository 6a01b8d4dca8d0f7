import type { KnownBlock } from '@slack/types';
import { LIMITS } from './limits.ts';
import { plain } from './plain-text.ts';

/** Blocks that belong together, and what they say when there is no room for them. */
export interface Drawn {
  readonly blocks: KnownBlock[];
  readonly text: string;
}

/** At most `most` blocks: what does not fit stands as text in the last one. */
export function fitBlocks(drawn: readonly Drawn[], most: number): KnownBlock[] {
  const all = drawn.flatMap(({ blocks }) => blocks);
  if (all.length <= most) return all;
  let room = most - 1;
  const firstLeft = drawn.findIndex(({ blocks }) => {
    room -= blocks.length;
    return room < 0;
  });
  const left = drawn.slice(firstLeft).map(({ text }) => text);
  const rest = left.filter((text) => text.trim() !== '').join('\n');
  const kept = drawn.slice(0, firstLeft).flatMap(({ blocks }) => blocks);
  return [...kept, { type: 'section', text: plain(rest, LIMITS.sectionText) }];
}
