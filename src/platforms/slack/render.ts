import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Block, View } from '../../chat/view.ts';
import { writeModalMemory } from './control.ts';
import { describeBlock } from './describe-block.ts';
import { drawBlock } from './draw-block.ts';
import { createNumbering } from './draw-controls.ts';
import { drawText } from './draw-text.ts';
import { type Drawn, fitBlocks } from './fit-blocks.ts';
import { LIMITS } from './limits.ts';
import type { Frame } from './payload.ts';
import { cutEscaped, plain } from './plain-text.ts';

/** A message as chat.postMessage, chat.update and response addresses take it. */
export interface SlackMessage {
  /** Mark-up, escaped: what a notification and a screen reader say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A view as a message of 1 to 50 blocks. */
export function renderMessage(view: View): SlackMessage {
  return {
    text: cutEscaped(view.summary, LIMITS.messageText),
    blocks: renderBlocks(view, LIMITS.messageBlocks),
  };
}

/** A view as the App Home's home tab, 1 to 100 blocks. */
export function renderHome(view: View): HomeView {
  return { type: 'home', blocks: renderBlocks(view, LIMITS.viewBlocks) };
}

/**
 * A view as a modal that can only be read and tapped in.
 * @param frame its title, the close button's label (null leaves Slack's own), and the channel that it was opened from
 */
export function renderModal(view: View, frame: Frame): ModalView {
  const memory = frame.channel === null ? null : writeModalMemory({ data: {}, channel: frame.channel });
  return {
    type: 'modal',
    title: plain(frame.title, LIMITS.viewTitle),
    ...(frame.close !== null && { close: plain(frame.close, LIMITS.viewButton) }),
    blocks: renderBlocks(view, LIMITS.viewBlocks),
    ...(memory !== null && { private_metadata: memory }),
  };
}

function renderBlocks(view: View, most: number): KnownBlock[] {
  const spacious = drawAll(view.blocks, false);
  const fits = spacious.flatMap(({ blocks }) => blocks).length <= most;
  const blocks = fitBlocks(fits ? spacious : drawAll(view.blocks, true), most);
  return blocks.length > 0 ? blocks : drawText(view.summary || '…');
}

function drawAll(blocks: readonly Block[], compact: boolean): Drawn[] {
  const number = createNumbering();
  return blocks.map((block) => ({ blocks: drawBlock(block, number, compact), text: describeBlock(block) }));
}
