import { describe, expect, it } from '@jest/globals';
import type { ScaleScore } from '../../src/measurement/estimate.ts';
import { rangeOf, type SteppedFigure } from '../../src/measurement/figure-range.ts';
import { gateFigure } from '../../src/measurement/gate.ts';

/**
 * Attacker A knows everything but the others' answers, including this rule, and even gets the exact sum behind a figure
 * with step 0.1. All answers that lead to the same observation are enumerated, so that nothing depends on an argument.
 */
describe('the gate, against counting out every combination of answers', () => {
  it.each([5, 6, 7, 8, 9, 10])(
    'leaves every answer a range of 2 or more, and three values, for %i people',
    (people) => {
      for (const shift of [0, 0.9 * people, -0.9 * people]) {
        const { range, values } = narrowestOf(combinations(people, 0), (answers) => outcomeOf(answers, shift));
        if (shift === 0) console.log(`${people} people: narrowest range ${range}, fewest values ${values}`);
        expect(range).toBeGreaterThanOrEqual(2);
        expect(values).toBeGreaterThanOrEqual(3);
      }
    },
  );

  // From 15 points off both ends on, two people are not the only ones; with 17 people or more, extra ones are at the end.
  it('leaves them near the ends for any number of people', () => {
    for (let people = 11; people <= 17; people += 1) {
      const nearTop = nearTheTop(people, 15, 6);
      const { range, values } = narrowestOf(nearTop, (answers) => outcomeOf(answers, 0));
      const nearBottom = nearTop.map((answers) => answers.map((value) => 6 - value).reverse());
      expect(narrowestOf(nearBottom, (answers) => outcomeOf(answers, 0))).toEqual({ range, values });
      expect([range, values]).toEqual([2, 3]);
    }
  });

  it('would fail if the week were shown wherever two others could be the cause of it', () => {
    const naive = (values: readonly number[]) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      const [lowest = 0, second = 0] = values;
      const [third = 0, highest = 0] = values.slice(-2);
      const safe = total - third - highest >= 2 && 6 * values.length - total - (12 - lowest - second) >= 2;
      return safe ? `exact ${total}` : 'withheld';
    };
    expect(narrowestOf(combinations(5, 0), naive).range).toBe(0);
  });

  it('would fail if uneven weeks near the end were shown as fine', () => {
    const bold = (values: readonly number[]) => {
      const seen = outcomeOf(values, 0);
      return seen === outcomeOf([0, 0, 0, 0, 0, 0, 0, 6], 0) ? `exact ${total(values)}` : seen;
    };
    expect(narrowestOf(combinations(8, 0), bold).range).toBe(0);
  });

  it.each([
    [4, 0, 1],
    [3, 0, 2],
    [2, 1, 2],
    [0, 0, 5],
  ])('leaves them for %i people with one answer, %i with two and %i with three', (one, two, three) => {
    const { range, values } = narrowestOfSums([one, two, three]);
    console.log(`${one} with one answer, ${two} with two, ${three} with three: narrowest range ${range}`);
    expect(range).toBeGreaterThanOrEqual(2);
    expect(values).toBeGreaterThanOrEqual(3);
  });

  it.each([
    [5, 1, 2],
    [7, 0, 1],
    [1, 6, 1],
    [0, 4, 5],
    [14, 1, 1],
  ])('leaves them too for %i, %i and %i', (one, two, three) => {
    expect(narrowestOfSums([one, two, three]).range).toBeGreaterThanOrEqual(2);
  });
});

describe('the gate', () => {
  it('shows an ordinary week to 0.1', () => {
    expect(gateFigure(scores([4, 5, 3, 4, 2]))).toEqual({ mean: 3.6, step: 0.1 });
    expect(gateFigure(scores([4, 5, 3, 4, 4, 2, 5, 4, 3]))).toEqual({ mean: 3.8, step: 0.1 });
    expect(gateFigure(scores([6, 6, 6, 6, 5, 5, 5, 4, 4, 3]))).toEqual({ mean: 5, step: 0.1 });
  });

  it('shows one and the same range near an end, whose width tells no more of the number of people than its band', () => {
    for (const people of [10, 13, 19]) {
      expect(gateFigure(scores(Array.from({ length: people }, () => 6)))).toEqual({ mean: 5.7, step: 0.6 });
    }
    expect(gateFigure(scores([6, 6, 6, 6, 6]))).toEqual({ mean: 5.1, step: 1.8 });
    expect(gateFigure(scores([5, 4, 5, 4, 6]))).toEqual({ mean: 5.1, step: 1.8 });
    expect(gateFigure(scores([0, 0, 1, 0, 0]))).toEqual({ mean: 0.9, step: 1.8 });
    expect(gateFigure(scores(Array.from({ length: 100 }, () => 0)))).toEqual({ mean: 0.1, step: 0.2 });
  });

  it('shows another range when few could be the only ones who are not at the end', () => {
    for (const uneven of [
      [6, 6, 6, 6, 6, 6, 6, 1],
      [6, 6, 6, 6, 6, 6, 0, 0],
      [6, 6, 6, 6, 6, 5, 2, 2],
    ]) {
      expect(gateFigure(scores(uneven))).toEqual({ mean: 4.95, step: 1.5 });
    }
    expect(gateFigure(scores([0, 0, 0, 0, 0, 0, 1, 6]))).toEqual({ mean: 1.05, step: 1.5 });
  });

  it('shows nothing of four', () => {
    expect(gateFigure(scores([3, 3, 3, 3]))).toBeNull();
  });

  it('shows a range that holds the truth, whatever the answers and corrections', () => {
    for (const people of [5, 7, 8, 9, 11]) {
      for (const values of combinations(people, 0)) {
        const shift = ((total(values) % 7) - 3) * 0.3 * people;
        const truth = Math.min(6, Math.max(0, (total(values) + shift) / people));
        if (!holds(gateFigure(scores(values, shift)), truth)) expect(values).toBe('held');
      }
    }
  });

  it('holds a figure that the corrections push over an end within 0 to 6', () => {
    const pushed = Array.from({ length: 60 }, (_, index) => ({ raw: index < 10 ? 5 : 6, corrected: 6.5, answers: 1 }));
    expect(gateFigure(pushed)).toEqual({ mean: 6, step: 0.1 });
    expect(gateFigure(pushed.map(({ corrected }) => ({ raw: 6, corrected, answers: 1 })))).toEqual({
      mean: 5.95,
      step: 0.1,
    });
  });

  it('rounds a tie upwards, in whatever order the answers come', () => {
    const answers = [4.1, 4.1, 4.4, 4.4, 4.2, 4.3, 4.2, 4.3, 4.25, 4.25].map((corrected) => ({
      raw: 4,
      corrected,
      answers: 1,
    }));
    expect(gateFigure(answers)).toEqual({ mean: 4.3, step: 0.1 });
    expect(gateFigure(answers.toReversed())).toEqual({ mean: 4.3, step: 0.1 });
  });
});

/** Whether the range of a figure contains the truth; a fine figure was rounded. */
function holds(figure: SteppedFigure | null, truth: number): boolean {
  if (figure === null) return false;
  const slack = figure.step === 0.1 ? 0.05 : 0;
  const [low, high] = rangeOf(figure);
  return truth > low - slack - 1e-6 && truth < high + slack + 1e-6;
}

function scores(values: readonly number[], shift = 0): ScaleScore[] {
  return values.map((raw) => ({ raw, corrected: raw + shift / values.length, answers: 1 }));
}

/** What an attacker sees, with the exact sum instead of a fine figure. */
function outcomeOf(values: readonly number[], shift: number): string {
  const figure = gateFigure(scores(values, shift));
  const rest = total(values);
  const isEnd = rest <= 6 || 6 * values.length - rest <= 6;
  return figure?.step === 0.1 && !isEnd ? `exact ${rest}` : `${figure?.mean} ${figure?.step}`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** All answers of some people, in ascending order. */
function combinations(people: number, lowest: number): number[][] {
  if (people === 0) return [[]];
  return range(lowest, 6).flatMap((value) => combinations(people - 1, value).map((others) => [value, ...others]));
}

/** All answers that are together at most this many points below 6, in ascending order. */
function nearTheTop(people: number, points: number, farthest: number): number[][] {
  if (people === 0) return [[]];
  return range(0, Math.min(points, farthest)).flatMap((below) =>
    nearTheTop(people - 1, points - below, below).map((others) => [6 - below, ...others]),
  );
}

interface Narrowest {
  /** The difference between the lowest and the highest answer that somebody else can have given. */
  readonly range: number;
  /** The number of different values. */
  readonly values: number;
}

/** The most that any two people can find out about somebody else's answer, over all observations. */
function narrowestOf(all: readonly number[][], outcome: (values: readonly number[]) => string): Narrowest {
  const possible = new Map<string, number>();
  for (const values of all) {
    const seen = outcome(values);
    for (const [first, second] of differentPairs(values)) {
      const key = `${seen}|${values[first]}${values[second]}`;
      const others = values.reduce(
        (bits, value, place) => (place === first || place === second ? bits : bits | (1 << value)),
        0,
      );
      possible.set(key, (possible.get(key) ?? 0) | others);
    }
  }
  return narrowest([...possible.values()]);
}

/** The places of two people, one pair for each two different answers. Values are in ascending order. */
function differentPairs(values: readonly number[]): [number, number][] {
  const starts = range(0, values.length - 1).filter((place) => values[place] !== values[place - 1]);
  return starts.flatMap((first) => [
    ...(values[first + 1] === values[first] ? [[first, first + 1] as [number, number]] : []),
    ...starts.filter((second) => second > first).map((second) => [first, second] as [number, number]),
  ]);
}

/** @param possible the possible answers in each case, as bits */
function narrowest(possible: readonly number[]): Narrowest {
  const cases = [...new Set(possible)].map((bits) => range(0, 6).filter((value) => bits & (1 << value)));
  return {
    range: Math.min(...cases.map((values) => (values.at(-1) ?? 0) - (values[0] ?? 0))),
    values: Math.min(...cases.map((values) => values.length)),
  };
}

/** Numbers of people who gave one, two and three answers. */
type Givers = readonly [one: number, two: number, three: number];

/**
 * Like narrowestOf, when some people gave several answers: over every sum, in sixths of a point, and every pair. An end
 * is one observation, everything else the exact sum; as gate.ts says, only sums decide there.
 */
function narrowestOfSums(givers: Givers): Narrowest {
  const people = givers[0] + givers[1] + givers[2];
  const outcome = (sum: number) => {
    const mean = sum / 6 / people;
    const figure = gateFigure(Array.from({ length: people }, () => ({ raw: mean, corrected: mean, answers: 2 })));
    return figure?.step === 0.1 ? sum : `${figure?.mean}`;
  };
  const seen = new Map(range(0, 36 * people).map((sum) => [sum, outcome(sum)]));
  /** The possible answers of somebody, as bits, by attackers and observation. */
  const found: number[] = [];
  for (const pair of pairsOf(givers)) {
    for (const target of [0, 1, 2].filter((place) => (pair.others[place] ?? 0) > 0)) {
      const others = reachable(
        pair.others.map((number, place) => number - (place === target ? 1 : 0)),
        target,
      );
      for (const known of reachable(pair.known, 0)) {
        found.push(...answersBySight(others, (sum, answer) => seen.get(known + sum + (answer * 6) / (target + 1))));
      }
    }
  }
  return narrowest(found);
}

/** For each observation, the answers that lead to it together with some sum of the others, as bits. */
function answersBySight(others: Iterable<number>, see: (sum: number, answer: number) => string | number | undefined) {
  const possible = new Map<string | number | undefined, number>();
  for (const sum of others) {
    for (let answer = 0; answer <= 6; answer += 1) {
      const seen = see(sum, answer);
      possible.set(seen, (possible.get(seen) ?? 0) | (1 << answer));
    }
  }
  return possible.values();
}

/** Which two people are known, and who is left. */
function pairsOf(givers: Givers): { known: number[]; others: number[] }[] {
  return range(0, 2).flatMap((first) =>
    range(first, 2).flatMap((second) => {
      const known = [0, 1, 2].map((place) => Number(place === first) + Number(place === second));
      const others = givers.map((number, place) => number - (known[place] ?? 0));
      return others.every((number) => number >= 0) ? [{ known, others }] : [];
    }),
  );
}

/**
 * The sums, in sixths, of people who gave one, two and three answers, beside one answer of somebody who gave `besides`
 * more.
 */
function reachable(givers: readonly number[], besides: number): Set<number> {
  const rest = range(0, 6 * besides).map((sum) => (sum * 6) / (besides + 1));
  let sums = new Set(rest);
  givers.forEach((number, place) => {
    for (let person = 0; person < number; person += 1) {
      const added = range(0, 6 * (place + 1)).map((sum) => (sum * 6) / (place + 1));
      sums = new Set([...sums].flatMap((sum) => added.map((value) => sum + value)));
    }
  });
  return sums;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
