import { z } from 'zod';
import type { AnyButton, Block, View } from './view.ts';

/** A view as plain text, for a terminal. Buttons are left out, except addresses. */
export function viewText(view: View): string {
  return view.blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

/** A button as text, where it cannot be drawn. */
export function describeButton(button: AnyButton): string {
  return button.opens === 'address' ? `${button.label}: ${button.url}` : button.label;
}

const anyTexts = z.object({
  title: z.string().optional(),
  label: z.string().optional(),
  text: z.string().optional(),
  alt: z.string().optional(),
});

/** A block as plain text, for when it cannot be drawn. Empty when it has no text. */
export function describeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      return block.text;
    case 'buttons':
      return block.buttons.map(describeButton).join('\n');
    case 'select':
      return [block.label, ...block.options.map((option) => option.label)].join('\n');
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${fact.value}`).join('\n');
    case 'picture':
      return [block.title, block.alt].filter((text) => text !== '').join('\n');
    case 'link':
      return `${block.label}: ${block.url}`;
    case 'divider':
      return '';
    default:
      return describeUnknown(block satisfies never);
  }
}

/** The texts in a block of a kind that this version does not know, written by a newer one. */
function describeUnknown(block: unknown): string {
  const texts = anyTexts.safeParse(block);
  if (!texts.success) return '';
  const { title, label, text, alt } = texts.data;
  return [title, label, text, alt].filter((part) => part !== undefined && part !== '').join('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value.replaceAll('\n', '; ')}`).join('\n');
    case 'picture':
      return block.alt;
    case 'buttons':
      return block.buttons
        .filter(({ opens }) => opens === 'address')
        .map(describeButton)
        .join('\n');
    case 'select':
      return '';
    default:
      return describeBlock(block);
  }
}
