import { describe, expect, it } from '@jest/globals';
import { pictureFault } from '../../playground/teams/picture-limits.ts';
import { drawChart } from '../../src/chart/draw-chart.ts';
import type { Rows } from '../../src/chart/rows.ts';

const rowsOf = (count: number): Rows => ({
  names: { filled: 'Wat leerkrachten merkten', open: 'Wat begeleiders verwachtten' },
  rows: Array.from({ length: count }, (_, index) => ({
    label: `Soort hulp ${index + 1}`,
    filled: { range: [2.1, 3.4], figure: '2,1 tot 3,4' },
    open: { range: [4, 4], figure: '4,0' },
    instead: 'nog te weinig antwoorden',
  })),
});

const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

describe('rows as a picture', () => {
  it('have as many pixels as telephones when they are few', async () => {
    expect(sizeOf(await drawChart(rowsOf(3)))).toMatchObject({ width: 720 });
  });

  it('stay within the platforms’ limits, however many they are', async () => {
    for (const count of [12, 30]) {
      const png = await drawChart(rowsOf(count));
      expect(pictureFault(png)).toBeNull();
      expect(sizeOf(png).height).toBeGreaterThan(1_000);
    }
  });
});
