import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { drawInThread } from '../../../src/features/trends/draw-apart.ts';
import { drawWeeks } from '../../../src/features/trends/week-chart.ts';
import { parsePublishedWeek } from '../../../src/measurement/disclosure.ts';
import { built } from '../../built.ts';

const PROGRAM = pathToFileURL(built('draw-thread.js'));
const weeks = ['2026-W46', '2026-W47'].map((week) =>
  parsePublishedWeek(
    JSON.stringify({ week, scopes: [{ scope: 'partnership', published: false, reason: 'too_few_respondents' }] }),
  ),
);

describe('a thread that draws', () => {
  it('draws, several at a time, what would be drawn here', async () => {
    const draw = drawInThread(PROGRAM);
    const [dutch, english] = await Promise.all([draw(weeks, 'nl'), draw(weeks, 'en')]);
    expect(dutch.equals(await drawWeeks(weeks, 'nl'))).toBe(true);
    expect(english.equals(await drawWeeks(weeks, 'en'))).toBe(true);
    expect(dutch.equals(english)).toBe(false);
  });

  it('that cannot run fails whoever waits for it, and is tried anew with the next drawing', async () => {
    const draw = drawInThread(pathToFileURL(built('no-such-thread.js')));
    const both = await Promise.allSettled([draw(weeks, 'nl'), draw(weeks, 'en')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(draw(weeks, 'nl')).rejects.toThrow('the thread that draws ended');
  });
});
