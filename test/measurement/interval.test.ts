import { describe, expect, it } from '@jest/globals';
import { intervalOf } from '../../src/measurement/interval.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { mean } from './fixtures.ts';
import { partnershipFigure, simulateYears } from './simulated-years.ts';

describe('an interval', () => {
  it('is 1.96 SDs from week to week to either side, and more for a coarse figure', () => {
    expect(intervalOf({ mean: 3.5, step: 0.1 }, 0.04)).toEqual([3.1, 3.9]);
    expect(intervalOf({ mean: 5, step: 2 }, 0.04)).toEqual([3.8, 6]);
    expect(intervalOf({ mean: 0.2, step: 0.1 }, 0.04)).toEqual([0, 0.6]);
  });

  // As in change.test.ts; with the true spread an interval would be 1.96 of its SDs.
  it.each([
    { size: 23, circles: [12, 11], runs: 30 },
    { size: 60, circles: [12, 12, 12, 12, 12], runs: 14 },
  ])(
    'covers the mean of all $size who take part in 93 to 98 % of weeks, and is not much wider than need be',
    ({ size, circles, runs }) => {
      const weeks = Array.from({ length: runs }, (_, run) => [...simulateYears({ circles, weeks: 40, seed: 60 + run })])
        .flat()
        .map((week) => ({ week, truth: week.truth() }));
      for (const name of ['total', ...SCALES] as const) {
        const shown = weeks.flatMap(({ week, truth: truths }) => {
          const figure = partnershipFigure(week, name);
          const [low, high] = figure?.interval ?? [0, 0];
          const truth = truths[name];
          return figure
            ? [{ width: high - low, covers: low <= truth && truth <= high, error: figure.mean - truth }]
            : [];
        });
        const coverage = shown.filter(({ covers }) => covers).length / shown.length;
        const oracle = 2 * 1.96 * Math.sqrt(mean(shown.map(({ error }) => error ** 2)));
        const width = mean(shown.map((each) => each.width));
        console.log(
          `${size} teachers, ${name}: covers ${(100 * coverage).toFixed(1)} %, ${width.toFixed(2)} wide, ${(width / oracle).toFixed(2)} of the oracle's`,
        );
        expect(coverage).toBeGreaterThanOrEqual(0.93);
        expect(coverage).toBeLessThanOrEqual(0.98);
        expect(width / oracle).toBeLessThanOrEqual(1.4);
      }
    },
  );
});
