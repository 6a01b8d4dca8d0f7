import { expect, it } from '@jest/globals';
import { correctionsFrom } from '../../src/measurement/corrections.ts';
import { itemsOfScale } from '../../src/measurement/instrument.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { instrument } from './fixtures.ts';

/** Means of answers, with more digits than can be added without noise. */
const past = instrument.items.map(({ code }, index) => ({
  item: code,
  answers: 207 + index,
  mean: (811 + 37 * index) / (207 + index),
}));

it('is made of grains that add up exactly with answers, so that no last digit tells them', () => {
  for (const corrections of [correctionsFrom(instrument, past), correctionsFrom(instrument, [])]) {
    for (const correction of corrections.values()) {
      expect(Number.isInteger(correction * 2 ** 20)).toBe(true);
      for (let answer = 0; answer <= 6; answer += 1) expect(answer + correction - answer).toBe(correction);
    }
  }
});

it('adds up to zero over the items of a scale, and lies next to what it stands for', () => {
  const corrections = correctionsFrom(instrument, past);
  for (const scale of SCALES) {
    const of = itemsOfScale(instrument, scale).map(({ code }) => {
      const mean = past.find(({ item }) => item === code)?.mean ?? Number.NaN;
      return { correction: corrections.get(code) ?? Number.NaN, mean };
    });
    expect(Math.abs(of.reduce((sum, { correction }) => sum + correction, 0))).toBeLessThan(2 ** -18);
    const [first, second] = of;
    expect((first?.mean ?? 0) + (first?.correction ?? 0)).toBeCloseTo(
      (second?.mean ?? 0) + (second?.correction ?? 0),
      5,
    );
  }
});
