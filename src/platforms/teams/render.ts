import { z } from 'zod';
import type { Block, View } from '../../chat/view.ts';
import { type AdaptiveCard, type CardPart, cardBytes, MOST_CARD_BYTES, makeCard, toAttachment } from './card.ts';
import type { Json } from './connector.ts';
import { escapeMarkdown } from './markdown.ts';
import { renderButtons, renderSelect } from './render-buttons.ts';
import { webAddress } from './web-address.ts';

/** The message activity that shows this view: its card, and its summary as the text of the notification. */
export function renderMessage(view: View): Json {
  return { type: 'message', summary: view.summary, attachments: [toAttachment(renderCard(view))] };
}

/**
 * Draws a view as an Adaptive Card 1.5 of at most 76,000 bytes: a view that is larger loses its pictures first, then
 * everything but its summary.
 */
export function renderCard(view: View): AdaptiveCard {
  const whole = drawCard(view);
  if (cardBytes(whole) <= MOST_CARD_BYTES) return whole;
  const withoutPictures = drawCard({ ...view, blocks: view.blocks.map(pictureAsText) });
  if (cardBytes(withoutPictures) <= MOST_CARD_BYTES) return withoutPictures;
  // A character is at most three bytes, its escape a few more; the summary stands in the card twice.
  const summary = view.summary.slice(0, 5_000);
  return drawCard({ summary, blocks: [{ kind: 'text', text: summary }] });
}

function drawCard(view: View): AdaptiveCard {
  const body: CardPart[] = [];
  let divided = false;
  for (const block of view.blocks) {
    if (block.kind === 'divider') {
      divided = true;
      continue;
    }
    const [first, ...rest] = renderBlock(block, view.summary).filter(isFilled);
    if (first === undefined) continue;
    body.push(divided ? { ...first, separator: true, spacing: 'Medium' } : first, ...rest);
    divided = false;
  }
  if (body.length === 0) body.push(textBlock(view.summary));
  const wide = view.blocks.some((block) => block.kind === 'picture');
  return makeCard(view.summary, { body, ...(wide && { msteams: { width: 'Full' } }) });
}

/** Teams refuses a text or list with nothing in it. */
function isFilled(part: CardPart): boolean {
  return part['text'] !== '' && !(Array.isArray(part['facts']) && part['facts'].length === 0);
}

/** @param summary what to say in the place of a block that is unknown here */
function renderBlock(block: Exclude<Block, { kind: 'divider' }>, summary: string): CardPart[] {
  switch (block.kind) {
    case 'heading':
      return [textBlock(block.text, { style: 'heading', size: 'Large', weight: 'Bolder' })];
    case 'text':
      return [textBlock(block.text)];
    case 'note':
      return [textBlock(block.text, { size: 'Small', isSubtle: true })];
    case 'buttons':
      return renderButtons(block);
    case 'select':
      return renderSelect(block);
    case 'facts':
      return [factSet(block.facts)];
    case 'picture':
      return picture(block);
    case 'link':
      return [link(block)];
    default:
      return [textBlock(textOfUnknown(block) ?? summary)];
  }
}

function textBlock(text: string, look: { readonly [property: string]: unknown } = {}): CardPart {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...look };
}

function factSet(facts: Extract<Block, { kind: 'facts' }>['facts']): CardPart {
  const rows = facts.map((fact) => ({ title: escapeMarkdown(fact.label), value: escapeMarkdown(fact.value) }));
  return { type: 'FactSet', facts: rows };
}

function picture(block: Extract<Block, { kind: 'picture' }>): CardPart[] {
  const title = textBlock(block.title, { weight: 'Bolder' });
  if (webAddress(block.url) === null) return [title, textBlock(block.alt)];
  return [
    title,
    { type: 'Image', url: block.url, altText: block.alt, size: 'Stretch', msteams: { allowExpand: true } },
  ];
}

/** A link in small print; its texts when it leads to no web page. */
function link({ label, url }: Extract<Block, { kind: 'link' }>): CardPart {
  const look = { size: 'Small', isSubtle: true };
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return textBlock(`${label}: ${url}`, look);
  const address = new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29');
  const name = label.replaceAll(/\s+/g, ' ').trim() || url;
  return { type: 'TextBlock', text: `[${escapeMarkdown(name)}](${address})`, wrap: true, ...look };
}

function pictureAsText(block: Block): Block {
  return block.kind === 'picture' ? { kind: 'text', text: `${block.title}\n${block.alt}` } : block;
}

/** A block of a later version of the views: the compiler sees none, a queue may hold one. */
function textOfUnknown(block: never): string | null {
  const parsed = z.object({ text: z.string().min(1) }).safeParse(block);
  return parsed.success ? parsed.data.text : null;
}
