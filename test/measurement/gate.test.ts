import { describe, expect, it } from '@jest/globals';
import type { ScaleScore } from '../../src/measurement/estimate.ts';
import { gateFigure } from '../../src/measurement/gate.ts';

/**
 * Attacker A here knows everything but the others' answers, this rule included, and is told even the exact mean behind a
 * figure with step 0.1. All answers that lead to what is seen are counted out, so that nothing is left to an argument.
 */
describe('the gate, against counting out every combination of answers', () => {
  it.each([5, 6, 7, 8, 9])('keeps every answer within a range of 2 or more, for %i people', (people) => {
    for (const shift of [0, 1.3, -1.7]) {
      const narrowest = narrowestRange(combinations(people, 0), (values) => outcomeOf(values, shift));
      if (shift === 0) console.log(`${people} people: narrowest range ${narrowest}`);
      expect(narrowest).toBeGreaterThanOrEqual(2);
    }
  });

  // From 14 points off both ends on, no two people can be the only ones; with 16 people or more, extra ones are at the end.
  it('keeps it near the ends for any number of people', () => {
    for (let people = 10; people <= 16; people += 1) {
      const nearTop = nearTheTop(people, 13, 6);
      expect(narrowestRange(nearTop, (values) => outcomeOf(values, 0))).toBeGreaterThanOrEqual(2);
      const nearBottom = nearTop.map((values) => values.map((value) => 6 - value).reverse());
      expect(narrowestRange(nearBottom, (values) => outcomeOf(values, 0))).toBeGreaterThanOrEqual(2);
    }
  });

  it('would fail if the step were chosen by the answers of the week alone', () => {
    const naive = (values: readonly number[]) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      const [lowest = 0, second = 0] = values;
      const [third = 0, highest = 0] = values.slice(-2);
      const safe = total - third - highest >= 2 && 6 * values.length - total - (12 - lowest - second) >= 2;
      return safe ? `exact ${total}` : null;
    };
    expect(narrowestRange(combinations(5, 0), naive)).toBe(0);
  });

  it.each([
    [4, 1],
    [3, 2],
    [0, 5],
  ])('keeps it for %i people with one answer and %i with three', (single, triple) => {
    const narrowest = narrowestRangeOfMixed(single, triple);
    console.log(`${single} with one answer, ${triple} with three: narrowest range ${narrowest}`);
    expect(narrowest).toBeGreaterThanOrEqual(2);
  });

  it.each([
    [8, 1],
    [5, 4],
    [0, 9],
    [14, 2],
  ])('keeps it for every sum of %i people with one answer and %i with three', (single, triple) => {
    expect(narrowestRangeOfSums(single, triple)).toBeGreaterThanOrEqual(2);
  });
});

describe('the gate', () => {
  it('shows an ordinary week to 0.1', () => {
    expect(gateFigure(scores([4, 5, 3, 4, 4]))).toEqual({ mean: 4, step: 0.1 });
    expect(gateFigure(scores([4, 5, 3, 4, 4, 2, 5, 4, 3]))).toEqual({ mean: 3.8, step: 0.1 });
  });

  it('shows one and the same coarse figure near an end', () => {
    expect(gateFigure(scores([6, 6, 6, 6, 6]))).toEqual({ mean: 5, step: 2 });
    expect(gateFigure(scores([5, 4, 5, 4, 6]))).toEqual({ mean: 5, step: 2 });
    expect(gateFigure(scores([0, 0, 1, 0, 0]))).toEqual({ mean: 1, step: 2 });
    expect(gateFigure(scores(Array.from({ length: 20 }, () => 6)))).toEqual({ mean: 5.75, step: 0.5 });
    expect(gateFigure(scores(Array.from({ length: 100 }, () => 0)))).toEqual({ mean: 0.05, step: 0.1 });
  });

  it('shows nothing when one or two people could be the only ones who are not at the end', () => {
    expect(gateFigure(scores([6, 6, 6, 6, 1]))).toBeNull();
    expect(gateFigure(scores([6, 6, 6, 2, 3]))).toBeNull();
    expect(gateFigure(scores([6, 6, 5, 0, 0]))).toBeNull();
    expect(gateFigure(scores([0, 0, 1, 6, 6]))).toBeNull();
  });

  it('holds a figure that the corrections push over an end within 0 to 6', () => {
    const pushed = Array.from({ length: 60 }, (_, index) => ({ raw: index < 10 ? 5 : 6, corrected: 6.5, answers: 1 }));
    expect(gateFigure(pushed)).toEqual({ mean: 6, step: 0.1 });
  });

  it('shows thirds when few people gave several answers, and 0.1 when many did', () => {
    const few = scores([4, 4, 3, 5, 3]).map((score) => ({ ...score, answers: 3 }));
    expect(gateFigure(few)).toEqual({ mean: 3, step: 2 });
    const many = scores([4, 4, 3, 5, 3, 4, 3, 3, 4]).map((score) => ({ ...score, answers: 3 }));
    expect(gateFigure(many)).toEqual({ mean: 3.7, step: 0.1 });
    expect(gateFigure(many.map((score) => ({ ...score, raw: 5, corrected: 5 })))).toEqual({ mean: 5, step: 2 });
    expect(gateFigure(many.map((score) => ({ ...score, raw: 1, corrected: 1 })))).toEqual({ mean: 1, step: 2 });
  });

  it('shows nothing when the corrections leave an end no room within the coarsest step', () => {
    const hard = [6, 6, 6, 6, 6].map((raw) => ({ raw, corrected: raw - 0.8, answers: 1 }));
    expect(gateFigure(hard)).toBeNull();
  });
});

function scores(values: readonly number[], shift = 0): ScaleScore[] {
  return values.map((raw) => ({ raw, corrected: raw + shift / values.length, answers: 1 }));
}

/** What an attacker sees, with the exact sum in place of a figure with step 0.1; null when withheld. */
function outcomeOf(values: readonly number[], shift: number): string | null {
  const figure = gateFigure(scores(values, shift));
  if (figure === null) return null;
  const isEnd = Math.min(figure.mean, 6 - figure.mean) < figure.step / 2 + 1e-9 && figure.mean % figure.step !== 0;
  const exact = figure.step === 0.1 && !isEnd;
  return exact ? `exact ${values.reduce((sum, value) => sum + value, 0)}` : `${figure.mean} ${figure.step}`;
}

/** All answers of some people, in ascending order. */
function combinations(people: number, lowest: number): number[][] {
  if (people === 0) return [[]];
  return range(lowest, 6).flatMap((value) => combinations(people - 1, value).map((others) => [value, ...others]));
}

/** All answers that are together at most so many points below 6, in ascending order. */
function nearTheTop(people: number, points: number, farthest: number): number[][] {
  if (people === 0) return [[]];
  return range(0, Math.min(points, farthest)).flatMap((below) =>
    nearTheTop(people - 1, points - below, below).map((others) => [6 - below, ...others]),
  );
}

/** The narrowest range that any two people can give to somebody else's answer, over everything that is shown. */
function narrowestRange(all: readonly number[][], outcome: (values: readonly number[]) => string | null): number {
  const ranges = new Map<string, { low: number; high: number }>();
  for (const values of all) {
    const seen = outcome(values);
    if (seen !== null) for (const pair of pairsOf(values)) widen(ranges, `${seen}|${pair.known}`, pair.low, pair.high);
  }
  return narrowest(ranges);
}

function pairsOf(values: readonly number[]) {
  return range(0, values.length - 1).flatMap((first) =>
    range(first + 1, values.length - 1).map((second) => {
      const others = values.filter((_, place) => place !== first && place !== second);
      const known = [values[first], values[second]].sort().join();
      return { known, low: Math.min(...others), high: Math.max(...others) };
    }),
  );
}

function widen(ranges: Map<string, { low: number; high: number }>, key: string, low: number, high: number): void {
  const known = ranges.get(key);
  ranges.set(key, { low: Math.min(low, known?.low ?? low), high: Math.max(high, known?.high ?? high) });
}

function narrowest(ranges: ReadonlyMap<string, { low: number; high: number }>): number {
  return Math.min(...[...ranges.values()].map(({ low, high }) => high - low));
}

/** As narrowestRange, with people who gave three answers: in thirds, and the ranges are those of single answers. */
function narrowestRangeOfMixed(single: number, triple: number): number {
  const ranges = new Map<string, { low: number; high: number }>();
  const singles = single === 0 ? [[]] : combinations(single, 0);
  for (const ones of singles) {
    for (const sums of sumsOfThree(triple, 0)) {
      const people = [...ones.map((sum) => ({ sum, answers: 1 })), ...sums.map((sum) => ({ sum, answers: 3 }))];
      const figure = gateFigure(
        people.map(({ sum, answers }) => ({ raw: sum / answers, corrected: sum / answers, answers })),
      );
      if (figure !== null) widenByPairs(ranges, `${figure.mean}`, people);
    }
  }
  return narrowest(ranges);
}

function widenByPairs(
  ranges: Map<string, { low: number; high: number }>,
  seen: string,
  people: readonly { sum: number; answers: number }[],
): void {
  people.forEach((first, i) => {
    people.slice(i + 1).forEach((second, j) => {
      const others = people.filter((_, place) => place !== i && place !== i + 1 + j);
      const known = [first, second].map(({ sum, answers }) => `${sum}/${answers}`).sort();
      for (const { sum, answers } of others) {
        const low = Math.max(0, sum - 6 * (answers - 1));
        widen(ranges, `${seen}|${known}|${answers}`, low, Math.min(6, sum));
      }
    });
  });
}

function sumsOfThree(people: number, lowest: number): number[][] {
  if (people === 0) return [[]];
  return range(lowest, 18).flatMap((sum) => sumsOfThree(people - 1, sum).map((others) => [sum, ...others]));
}

/** For every exact sum that is 16 or more off both ends, and every pair: the range of a single answer, in thirds. */
function narrowestRangeOfSums(single: number, triple: number): number {
  const pairs = [
    [1, 1],
    [1, 3],
    [3, 3],
  ].filter(
    (pair) => pair.filter((each) => each === 1).length <= single && pair.filter((each) => each === 3).length <= triple,
  );
  const points = 18 * (single + triple);
  const all = pairs.flatMap((pair) => {
    const ones = single - pair.filter((each) => each === 1).length;
    const threes = triple - pair.filter((each) => each === 3).length;
    const pairSums = [...reachable(pair.filter((each) => each === 1).length, pair.filter((each) => each === 3).length)];
    const rests = pairSums.flatMap((known) => range(48, points - 48).map((total) => total - known));
    return [
      ...(ones > 0 ? rangesOf(rests, reachable(ones - 1, threes), 3) : []),
      ...(threes > 0 ? rangesOf(rests, reachableBesideOne(ones, threes - 1), 1) : []),
    ];
  });
  return Math.min(...all);
}

/** Sums in thirds that people can make together. */
function reachable(ones: number, threes: number): Set<number> {
  let sums = new Set([0]);
  for (let person = 0; person < ones + threes; person += 1) {
    const step = person < ones ? 3 : 1;
    const added = range(0, 18 / step).map((value) => value * step);
    sums = new Set([...sums].flatMap((sum) => added.map((value) => sum + value)));
  }
  return sums;
}

/** The same, beside one answer of a person with three: that person's other two count as well. */
function reachableBesideOne(ones: number, threes: number): Set<number> {
  return new Set([...reachable(ones, threes)].flatMap((sum) => range(0, 12).map((others) => sum + others)));
}

function rangesOf(rests: readonly number[], others: ReadonlySet<number>, weight: number): number[] {
  return rests.flatMap((rest) => {
    const possible = range(0, 6).filter((value) => others.has(rest - value * weight));
    return possible.length === 0 ? [] : [Math.max(...possible) - Math.min(...possible)];
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
