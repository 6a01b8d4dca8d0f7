import type { Block } from '../../chat/view.ts';
import { describeBlock } from '../../chat/view-text.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import type { CardElement } from './card.ts';
import { escapeMarkdown, webAddress } from './escape.ts';

type TextBlock = Extract<CardElement, { type: 'TextBlock' }>;
/** How a text looks. */
type TextLook = Omit<TextBlock, 'type' | 'text' | 'wrap'>;

const SMALL_PRINT: TextLook = { size: 'Small', isSubtle: true };

/**
 * Draws a block without controls; a block of an unknown kind as its texts.
 * @param summary the text for a block that has none here
 */
export function drawToRead(
  block: Exclude<Block, { kind: 'buttons' | 'select' | 'divider' }>,
  summary: string,
): CardElement[] {
  switch (block.kind) {
    case 'heading':
      return [drawText(block.text, { style: 'heading', size: 'Large', weight: 'Bolder' })];
    case 'text':
      return [drawText(block.text)];
    case 'note':
      return [drawNote(block.text)];
    case 'facts':
      return [drawFacts(block.facts)];
    case 'picture':
      return drawPicture(block);
    case 'link':
      return [drawLink(block)];
    default:
      return [drawText(describeBlock(block satisfies never) || summary)];
  }
}

/** Draws a text. */
export function drawText(text: string, look: TextLook = {}): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...look };
}

/** Draws small print. */
export function drawNote(text: string): TextBlock {
  return drawText(text, SMALL_PRINT);
}

function drawFacts(facts: Extract<Block, { kind: 'facts' }>['facts']): CardElement {
  const rows = facts.map((fact) => ({ title: escapeMarkdown(fact.label), value: escapeMarkdown(fact.value) }));
  return { type: 'FactSet', facts: rows };
}

/** Draws a picture below its title, or its texts when Teams would not load it from its address. */
function drawPicture({ url, title, alt }: Extract<Block, { kind: 'picture' }>): CardElement[] {
  const heading = drawText(title, { weight: 'Bolder' });
  if (webAddress(url) === null) return [heading, drawText(alt)];
  return [
    heading,
    { type: 'Image', url, altText: withoutBidiControls(alt), size: 'Stretch', msteams: { allowExpand: true } },
  ];
}

/** Draws a link in small print, or its texts when it does not lead to a web page. */
function drawLink({ label, url }: Extract<Block, { kind: 'link' }>): TextBlock {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return drawNote(`${label}: ${url}`);
  const address = new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29');
  const name = label.replaceAll(/\s+/g, ' ').trim() || url;
  return { type: 'TextBlock', text: `[${escapeMarkdown(name)}](${address})`, wrap: true, ...SMALL_PRINT };
}
