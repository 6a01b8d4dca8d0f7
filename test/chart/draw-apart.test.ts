import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { drawInThread } from '../../src/chart/draw-apart.ts';
import { drawChart } from '../../src/chart/draw-chart.ts';
import { builtPath } from '../built.ts';

const PROGRAM = pathToFileURL(builtPath('draw-thread.js'));
/** A chart of one point. */
const chartOf = (name: string) => ({
  weekName: 'week',
  weeks: ['47'],
  steps: ['0', '1', '2', '3', '4', '5', '6'],
  lines: [{ name, figure: '4,0', points: [{ mean: 4, range: null }] }],
  connected: false,
  band: [null],
  resting: { weeks: [false], name: '' },
  turns: [],
});
const [dutch, english] = [chartOf('Totaal'), chartOf('Total')];

describe('a thread that draws', () => {
  it('draws several pictures at a time, the same as in this thread', async () => {
    const draw = drawInThread(PROGRAM);
    const [one, other] = await Promise.all([draw(dutch), draw(english)]);
    expect(one.equals(await drawChart(dutch))).toBe(true);
    expect(other.equals(await drawChart(english))).toBe(true);
    expect(one.equals(other)).toBe(false);
  });

  it('that cannot run rejects every waiting request, and is started again for the next drawing', async () => {
    const draw = drawInThread(pathToFileURL(builtPath('no-such-thread.js')));
    const both = await Promise.allSettled([draw(dutch), draw(english)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(draw(dutch)).rejects.toThrow('the thread that draws ended');
  });
});
