import type { HomeView, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Block, View } from '../../chat/view.ts';
import { describeBlock } from '../../chat/view-text.ts';
import { cutEscaped, plain } from './escape.ts';
import { LIMITS } from './limits.ts';
import { createNumbering, drawControls } from './render-buttons.ts';
import { drawText, drawToRead } from './render-text.ts';

/** A message in the format of chat.postMessage, chat.update and response addresses. */
interface SlackMessage {
  /** Escaped mark-up, used by notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Draws a view as a message of 1 to 50 blocks. */
export function renderMessage(view: View): SlackMessage {
  return {
    text: cutEscaped(view.summary, LIMITS.messageText),
    blocks: renderBlocks(view, LIMITS.messageBlocks),
  };
}

/** Draws a view as a home tab of 1 to 100 blocks. */
export function renderHome(view: View): HomeView {
  return { type: 'home', blocks: renderBlocks(view, LIMITS.viewBlocks) };
}

/** Draws a view as at most this many blocks, and at least one. */
export function renderBlocks(view: View, most: number): KnownBlock[] {
  const number = createNumbering();
  const spacious = view.blocks.flatMap((block) => drawBlock(block, false, number));
  const blocks = spacious.length <= most ? spacious : fitBlocks(drawCompact(view.blocks), most);
  if (blocks.length > 0) return blocks;
  const said = drawText(view.summary);
  return said.length > 0 ? said : drawText('…');
}

/** @param compact puts stacked buttons in rows, to save blocks */
function drawBlock(block: Block, compact: boolean, number: ReturnType<typeof createNumbering>): KnownBlock[] {
  return block.kind === 'buttons' || block.kind === 'select' ? drawControls(block, compact, number) : drawToRead(block);
}

function drawCompact(blocks: readonly Block[]): Drawn[] {
  const number = createNumbering();
  return blocks.map((block) => ({ blocks: drawBlock(block, true, number), inWords: block }));
}

/** Blocks that belong together, with their text for when there is no room; the text is only made then. */
interface Drawn {
  readonly blocks: KnownBlock[];
  readonly inWords: string | Block;
}

/** Limits blocks to `most`: what does not fit becomes text in the last one. */
export function fitBlocks(drawn: readonly Drawn[], most: number): KnownBlock[] {
  const all = drawn.flatMap(({ blocks }) => blocks);
  if (all.length <= most) return all;
  let room = most - 1;
  const firstLeft = drawn.findIndex(({ blocks }) => {
    room -= blocks.length;
    return room < 0;
  });
  const left = drawn
    .slice(firstLeft)
    .map(({ inWords }) => (typeof inWords === 'string' ? inWords : describeBlock(inWords)));
  const rest = left.filter((text) => text.trim() !== '').join('\n');
  const kept = drawn.slice(0, firstLeft).flatMap(({ blocks }) => blocks);
  return [...kept, { type: 'section', text: plain(rest, LIMITS.sectionText) }];
}

/* The notification's key travels in the message's metadata, so that Slack can be asked later whether it has it. */

const EVENT_TYPE = 'polsslag_notification';
const metadataSchema = z.object({
  event_type: z.literal(EVENT_TYPE),
  event_payload: z.object({ key: z.string() }),
});

/** Metadata for chat.postMessage and for a replaced message. */
export function writeKey(key: string) {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

/** The key in a message's metadata, or null when it has none of ours. */
export function readNotificationKey(metadata: unknown): string | null {
  const parsed = metadataSchema.safeParse(metadata);
  return parsed.success ? parsed.data.event_payload.key : null;
}
