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
 * A block that is only read; one of an unknown kind as its texts.
 * @param summary what to say in the place of a block that says nothing here
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

/** Text in as many lines as it takes. */
export function drawText(text: string, look: TextLook = {}): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...look };
}

/** Small print: what may be overlooked. */
export function drawNote(text: string): TextBlock {
  return drawText(text, SMALL_PRINT);
}

function drawFacts(facts: Extract<Block, { kind: 'facts' }>['facts']): CardElement {
  const rows = facts.map((fact) => ({ title: escapeMarkdown(fact.label), value: escapeMarkdown(fact.value) }));
  return { type: 'FactSet', facts: rows };
}

/** A picture below its title; its texts when Teams would not load it from such an address. */
function drawPicture({ url, title, alt }: Extract<Block, { kind: 'picture' }>): CardElement[] {
  const heading = drawText(title, { weight: 'Bolder' });
  if (webAddress(url) === null) return [heading, drawText(alt)];
  return [
    heading,
    { type: 'Image', url, altText: withoutBidiControls(alt), size: 'Stretch', msteams: { allowExpand: true } },
  ];
}

/** A link in small print; its texts when it leads to no web page. */
function drawLink({ label, url }: Extract<Block, { kind: 'link' }>): TextBlock {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return drawNote(`${label}: ${url}`);
  const address = new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29');
  const name = label.replaceAll(/\s+/g, ' ').trim() || url;
  return { type: 'TextBlock', text: `[${escapeMarkdown(name)}](${address})`, wrap: true, ...SMALL_PRINT };
}
