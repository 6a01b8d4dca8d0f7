import type { AnyButton, Block, View } from './view.ts';

/** A view as plain text, for a terminal. What can be tapped is left out, but for addresses. */
export function viewText(view: View): string {
  return view.blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

/** What a button says, where it cannot be drawn as one. */
export function describeButton(button: AnyButton): string {
  return button.opens === 'address' ? `${button.label}: ${button.url}` : button.label;
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
    case 'buttons':
      return block.buttons
        .filter(({ opens }) => opens === 'address')
        .map(describeButton)
        .join('\n');
    case 'divider':
    case 'select':
      return '';
  }
}
