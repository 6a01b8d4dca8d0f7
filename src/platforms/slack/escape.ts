import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import { LIMITS } from './limits.ts';

const ELLIPSIS = '…';

/** The text, or as much of it as fits in `max` characters with an ellipsis behind it. */
export function cut(text: string, max: number): string {
  return shorten(withoutBidiControls(text), max);
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${wholeCharacters(text, max - 1).trimEnd()}${ELLIPSIS}`;
}

/** The text in pieces of at most `max` characters, broken at the end of a line or between words where there is one. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = withoutBidiControls(text).trim();
  while (rest.length > max) {
    const piece = wholeCharacters(rest, breakingPoint(rest, max));
    pieces.push(piece.trimEnd());
    rest = rest.slice(piece.length).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** Plain text as Slack's mark-up must have it, so that nothing in it becomes a link or a mention. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaped and at most `max` characters, the escapes counted and never broken. */
export function cutEscaped(given: string, max: number): string {
  const text = withoutBidiControls(given);
  const escaped = escapeMarkup(text);
  if (escaped.length <= max) return escaped;
  let length = Math.min(text.length, max - 1);
  while (escapeMarkup(wholeCharacters(text, length)).length > max - 1) length -= 1;
  return `${escapeMarkup(wholeCharacters(text, length)).trimEnd()}${ELLIPSIS}`;
}

/** A plain text object; `:names:` in it stay what they are. Slack takes no empty text: an ellipsis stands for it. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(orEllipsis(text), max), emoji: false };
}

/** The text, and an ellipsis where there would be nothing left of it. */
export function orEllipsis(text: string): string {
  return withoutBidiControls(text).trim() || ELLIPSIS;
}

/** A mark-up object whose mark-up we wrote ourselves; addresses in it stay text. */
export function markup(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** The address as Slack takes it for a page or a picture; null when it does not. */
export function webAddress(url: string): string | null {
  if (url.length > LIMITS.imageUrl || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) ? href : null;
}

function breakingPoint(text: string, max: number): number {
  const window = text.slice(0, max + 1);
  const line = window.lastIndexOf('\n');
  // A break in the first half would make many short pieces.
  if (line > max / 2) return line;
  const space = window.lastIndexOf(' ');
  return space > 0 ? space : max;
}

/** The first `length` characters, one less when that would halve a character outside the basic plane. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const halves = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, halves ? length - 1 : length);
}
