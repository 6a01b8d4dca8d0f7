import type { ContextBlock, HeaderBlock, ImageBlock, KnownBlock, MrkdwnElement, SectionBlock } from '@slack/types';
import type { Block } from '../../chat/view.ts';
import { describeBlock } from '../../chat/view-text.ts';
import { cut, cutEscaped, markup, orEllipsis, plain, splitText, webAddress } from './escape.ts';
import { LIMITS } from './limits.ts';

const LABEL_TEXT = 200;

/** Draws a block without controls; a block of an unknown kind as its texts. */
export function drawToRead(block: Exclude<Block, { kind: 'buttons' | 'select' }>): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.text);
    case 'text':
      return drawText(block.text);
    case 'note':
      return drawNote(block.text);
    case 'facts':
      return drawFacts(block.facts);
    case 'picture':
      return drawPicture(block);
    case 'link':
      return drawLink(block);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return drawText(describeBlock(block satisfies never));
  }
}

/** Draws a text in as many sections as it needs; none for an empty text. */
export function drawText(text: string): SectionBlock[] {
  return splitText(text, LIMITS.sectionText).map((piece) => ({
    type: 'section',
    text: plain(piece, LIMITS.sectionText),
  }));
}

/** Draws small print in as many blocks as it needs. */
export function drawNote(text: string): ContextBlock[] {
  return splitText(text, LIMITS.contextText).map((piece) => ({
    type: 'context',
    elements: [plain(piece, LIMITS.contextText)],
  }));
}

/** Draws a heading, shortened to Slack's limit. */
function drawHeading(text: string): HeaderBlock[] {
  return text.trim() === '' ? [] : [{ type: 'header', text: plain(text, LIMITS.headerText) }];
}

/** Draws facts as fields with the label in bold, ten in a section. */
function drawFacts(facts: Extract<Block, { kind: 'facts' }>['facts']): SectionBlock[] {
  const fields = facts.map(drawFact).filter((field) => field.text !== '');
  const sections = Math.ceil(fields.length / LIMITS.sectionFields);
  return Array.from({ length: sections }, (_, index) => ({
    type: 'section',
    fields: fields.slice(index * LIMITS.sectionFields, (index + 1) * LIMITS.sectionFields),
  }));
}

/** Draws a picture, or its title and alternative text when Slack could not fetch it from its address. */
function drawPicture(picture: Extract<Block, { kind: 'picture' }>): (ImageBlock | SectionBlock)[] {
  const { url, title, alt } = picture;
  if (webAddress(url) === null) return drawText(`${title}\n${alt}`);
  return [
    {
      type: 'image',
      image_url: url,
      alt_text: cut(orEllipsis(alt.trim() || title), LIMITS.altText),
      ...(title.trim() !== '' && { title: plain(title, LIMITS.imageTitle) }),
    },
  ];
}

/** Draws a link in small print, or its texts when Slack would not accept the address. */
function drawLink({ label, url }: Extract<Block, { kind: 'link' }>): ContextBlock[] {
  const parsed = webAddress(url);
  if (parsed === null) return drawNote(`${label}: ${url}`);
  // A parsed address holds none of the characters that end one in Slack's mark-up, except the one before a label.
  const address = parsed.replaceAll('|', '%7C').replaceAll('&', '&amp;');
  const name = cutEscaped(label.replaceAll(/\s+/g, ' ').trim(), LABEL_TEXT) || address;
  const text = `<${address}|${name}>`;
  if (text.length > LIMITS.contextText) return drawNote(`${label}: ${url}`);
  return [{ type: 'context', elements: [markup(text)] }];
}

function drawFact({ label, value }: { label: string; value: string }): MrkdwnElement {
  // A line break would end the bold.
  const name = cutEscaped(label.replaceAll(/\s+/g, ' ').trim(), LABEL_TEXT);
  const bold = name === '' ? '' : `*${name}*\n`;
  return markup(`${bold}${cutEscaped(value.trim(), LIMITS.fieldText - bold.length)}`.trim());
}
