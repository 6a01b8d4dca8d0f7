import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, cutEscaped, plain, splitText } from '../../../src/platforms/slack/escape.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const anyMax = fc.integer({ min: 2, max: 40 });

/** No half characters, which UTF-8 cannot encode. */
function isWhole(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

describe('plain text within a limit', () => {
  it('is kept when it fits, and cut with an ellipsis when it does not', () => {
    expect(cut('precies', 7)).toBe('precies');
    expect(cut('net te lang', 7)).toBe('net te…');
  });

  it('never passes the limit and never halves a character', () => {
    fc.assert(
      fc.property(anyText.filter(isWhole), anyMax, (text, max) => {
        for (const piece of [cut(text, max), cutEscaped(text, max), ...splitText(text, max)]) {
          expect(piece.length).toBeLessThanOrEqual(max);
          expect(isWhole(piece)).toBe(true);
        }
      }),
    );
  });

  it('is split without losing a word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
        const pieces = splitText(words.join(' '), 20);
        expect(pieces.join(' ').split(' ')).toEqual(words);
      }),
    );
  });

  it('is split at the end of a line where there is one', () => {
    expect(splitText('Eerste regel hier.\nTweede regel.', 24)).toEqual(['Eerste regel hier.', 'Tweede regel.']);
  });

  it('is escaped whole', () => {
    expect(cutEscaped('a & b', 9)).toBe('a &amp; b');
    expect(cutEscaped('a & b', 8)).toBe('a &amp;…');
    expect(cutEscaped('a & b', 7)).toBe('a…');
  });

  it('is an ellipsis when there is nothing to say', () => {
    for (const nothing of ['  ', '\u200e', '\u202e \u2069']) {
      expect(plain(nothing, 24)).toEqual({ type: 'plain_text', text: '…', emoji: false });
    }
  });
});
