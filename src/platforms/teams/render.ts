import type { Block, View } from '../../chat/view.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import { type AdaptiveCard, type CardElement, makeCard, toAttachment } from './card.ts';
import { renderControls } from './render-buttons.ts';
import { drawText, drawToRead } from './render-text.ts';

/** A message activity. */
interface TeamsMessage {
  readonly type: 'message';
  /** The text of the platform's notification. */
  readonly summary: string;
  readonly attachments: readonly ReturnType<typeof toAttachment>[];
}

/** Teams refuses messages above 80 KB; the rest is for the activity around the card. */
const MAX_CARD_BYTES = 76_000;

/** Draws a view as a message activity: its card, and its summary as the text of the notification. */
export function renderMessage(view: View): TeamsMessage {
  return { type: 'message', summary: withoutBidiControls(view.summary), attachments: [toAttachment(renderCard(view))] };
}

/**
 * Draws a view as an Adaptive Card 1.5 of at most 76,000 bytes. A larger view loses its pictures first, and then
 * everything but its summary.
 */
export function renderCard(view: View): AdaptiveCard {
  const whole = drawCard(view);
  if (fits(whole)) return whole;
  const withoutPictures = drawCard({ ...view, blocks: view.blocks.map(pictureAsText) });
  if (fits(withoutPictures)) return withoutPictures;
  // A character takes at most three bytes, its escape a few more, and the summary occurs twice in the card.
  const summary = view.summary.slice(0, 5_000);
  return drawCard({ summary, blocks: [{ kind: 'text', text: summary }] });
}

function drawCard(view: View): AdaptiveCard {
  const body: CardElement[] = [];
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
  if (body.length === 0) body.push(drawText(view.summary));
  const wide = view.blocks.some((block) => block.kind === 'picture');
  return makeCard(view.summary, { body, ...(wide && { msteams: { width: 'Full' } }) });
}

/** Size on the wire. */
function fits(card: AdaptiveCard): boolean {
  return Buffer.byteLength(JSON.stringify(card)) <= MAX_CARD_BYTES;
}

/** Teams refuses a text or list with nothing in it. */
function isFilled(element: CardElement): boolean {
  if (element.type === 'TextBlock') return element.text !== '';
  return element.type !== 'FactSet' || element.facts.length > 0;
}

function renderBlock(block: Exclude<Block, { kind: 'divider' }>, summary: string): CardElement[] {
  return block.kind === 'buttons' || block.kind === 'select' ? renderControls(block) : drawToRead(block, summary);
}

function pictureAsText(block: Block): Block {
  return block.kind === 'picture' ? { kind: 'text', text: `${block.title}\n${block.alt}` } : block;
}
