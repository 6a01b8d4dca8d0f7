import type { Block, View } from './view.ts';

/** A view as plain text, for a terminal. Buttons and selects are left out: there is nothing to tap. */
export function viewText(view: View): string {
  return view.blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      return block.text;
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value.replaceAll('\n', '; ')}`).join('\n');
    case 'picture':
      return block.alt;
    case 'link':
      return `${block.label}: ${block.url}`;
    case 'divider':
    case 'buttons':
    case 'select':
      return '';
  }
}
