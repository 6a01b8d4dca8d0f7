import type { Block, View } from '../../chat/view.ts';

/**
 * The view as plain lines, for the short-lived notice that Teams shows after a tap.
 * @returns null when the view asks for a tap itself: a notice has no buttons
 */
export function noticeText(view: View): string | null {
  if (view.blocks.some((block) => block.kind === 'buttons' || block.kind === 'select')) return null;
  const lines = view.blocks.flatMap(blockLines);
  return lines.length === 0 ? view.summary : lines.join('\n');
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      return [block.text];
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${fact.value}`);
    case 'picture':
      return [block.title, block.alt];
    case 'link':
      return [`${block.label}: ${block.url}`];
    default:
      return [];
  }
}
