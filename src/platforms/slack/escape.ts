import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import { LIMITS } from './limits.ts';

const ELLIPSIS = '…';

/** Shortens a text to `max` characters, with an ellipsis when something is cut off. */
export function cut(text: string, max: number): string {
  return shorten(withoutBidiControls(text), max);
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${wholeCharacters(text, max - 1).trimEnd()}${ELLIPSIS}`;
}

/** Splits a text into pieces of at most `max` characters, at line ends or between words where possible. */
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

/** Escapes plain text for Slack's mark-up, so that nothing in it becomes a link or a mention. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes a text and shortens it to `max` characters, counting escapes and never cutting through one. */
export function cutEscaped(given: string, max: number): string {
  const text = withoutBidiControls(given);
  const escaped = escapeMarkup(text);
  if (escaped.length <= max) return escaped;
  let length = Math.min(text.length, max - 1);
  while (escapeMarkup(wholeCharacters(text, length)).length > max - 1) length -= 1;
  return `${escapeMarkup(wholeCharacters(text, length)).trimEnd()}${ELLIPSIS}`;
}

/**
 * Makes a plain text object, in which `:names:` are not replaced. Slack does not accept an empty text, so an ellipsis
 * takes its place.
 */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(orEllipsis(text), max), emoji: false };
}

/** The text, or an ellipsis when nothing would be left of it. */
export function orEllipsis(text: string): string {
  return withoutBidiControls(text).trim() || ELLIPSIS;
}

/** Makes a mark-up object from mark-up that we wrote; addresses in it stay text. */
export function markup(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** The address in the form that Slack accepts for a page or a picture; null when it does not. */
export function webAddress(url: string): string | null {
  if (url.length > LIMITS.imageUrl || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) ? href : null;
}

function breakingPoint(text: string, max: number): number {
  const window = text.slice(0, max + 1);
  const line = window.lastIndexOf('\n');
  // Breaking in the first half would make many short pieces.
  if (line > max / 2) return line;
  const space = window.lastIndexOf(' ');
  return space > 0 ? space : max;
}

/** The first `length` characters, or one less so as not to cut through a surrogate pair. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const halves = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, halves ? length - 1 : length);
}
