import type { AnyButton, Block } from './view.ts';

/** Plain text: renderers escape what would be mark-up. */
export function textBlock(text: string): Block {
  return { kind: 'text', text };
}

/** Beside each other, as far as there is room. */
export function buttonRow(buttons: readonly AnyButton[]): Block {
  return { kind: 'buttons', layout: 'row', buttons };
}
