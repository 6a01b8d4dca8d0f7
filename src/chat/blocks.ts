import type { AnyButton, Block } from './view.ts';

/** A block of plain text; renderers escape mark-up. */
export function textBlock(text: string): Block {
  return { kind: 'text', text };
}

/** Buttons beside each other, as far as there is room. */
export function buttonRow(buttons: readonly AnyButton[]): Block {
  return { kind: 'buttons', layout: 'row', buttons };
}
