import { describe, expect, it } from '@jest/globals';
import { escapeMarkdown } from '../../../src/platforms/teams/escape.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['*vet* en _schuin_', '\\*vet\\* en \\_schuin\\_'],
    ['[klik](https://example.org)', '\\[klik\\](https://example.org)'],
    ['# kop', '\\# kop'],
    ['- een\n- twee', '\\- een\n\n\\- twee'],
    ['+ een', '\\+ een'],
    ['---', '\\---'],
    ['1. een', '1\\. een'],
    ['> citaat', '\\> citaat'],
    ['<b>x</b>', '\\<b>x\\</b>'],
    ['&lt;', '\\&lt;'],
    ['~~weg~~', '\\~~weg\\~~'],
    ['`code` \\', '\\`code\\` \\\\'],
    ['{{DATE(2026-11-24T08:00:00Z,SHORT)}}', '\\{{DATE(2026-11-24T08:00:00Z,SHORT)}}'],
    ['    ingesprongen', 'ingesprongen'],
  ])('escapes the mark-up in %j', (plain, escaped) => {
    expect(escapeMarkdown(plain)).toBe(escaped);
  });

  it.each(['Fijn dat je er bent', 'R&D: 4,2 - dat is meer dan 3.9', 'a < b', 'ab-er #1'])(
    'leaves %j as it is, for a client that shows backslashes',
    (plain) => {
      expect(escapeMarkdown(plain)).toBe(plain);
    },
  );

  it('keeps each line a separate line', () => {
    expect(escapeMarkdown('een\ntwee\r\ndrie')).toBe('een\n\ntwee\n\ndrie');
  });
});
