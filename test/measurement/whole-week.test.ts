import { describe, expect, it } from '@jest/globals';
import type { Corrections } from '../../src/measurement/corrections.ts';
import { discloseWeek, publishedWeekJson } from '../../src/measurement/disclosure/week.ts';
import type { WeekAnswer } from '../../src/measurement/estimate.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import { codesOf, instrument } from './fixtures.ts';

/** As large as possible: the three of a scale add up to zero. */
const LARGE: Corrections = new Map(
  SCALES.flatMap((scale) => codesOf(scale).map((code, place) => [code, [0.9, -0.5, -0.4][place] ?? 0] as const)),
);

/**
 * A published week as one observation: everything that is frozen, to the byte. For one cell of 5 to 8 people, alone or
 * pooled from circles, beside others or not, every combination of answers on a scale is disclosed, and every pair of
 * people taken as colluders, whatever they answered.
 */
describe.each([
  { circles: [5] },
  { circles: [6] },
  { circles: [7] },
  { circles: [8] },
  { circles: [6, 2] },
  { circles: [5, 3], beside: 9 },
  { circles: [8], beside: 8 },
])('a week of circles of $circles, beside $beside', ({ circles, beside = 0 }) => {
  const people = circles.reduce((sum, each) => sum + each, 0);

  it('leaves every answer a range of 2 or more', () => {
    const possible = new Map<string, number>();
    const elsewhere = new Set<string>();
    let seen = '';
    for (const values of combinations(people, 0)) {
      const scale = SCALES[people % 3] ?? 'vigour';
      seen = disclosed(circles, beside, { [scale]: values });
      elsewhere.add(without(scale, seen));
      note(possible, seen, values);
    }
    // What is published about other scales and cells, and which ones, is always the same. Scale by scale and cell by
    // cell a week reveals nothing about another, so all three scales together leave each the range that it has alone.
    expect(elsewhere.size).toBe(1);
    expect(seen).toContain('"published":true');
    const ranges = [...possible.values()].map(rangeIn);
    console.log(`${circles} beside ${beside}: narrowest range ${Math.min(...ranges)}`);
    expect(Math.min(...ranges)).toBeGreaterThanOrEqual(2);
  });
});

describe('who is shown with whom', () => {
  it('depends on numbers of people only', () => {
    const sizes = [9, 8, 7, 4];
    const shapes = [
      [6, 6, 6],
      [0, 0, 0],
      [6, 0, 0],
      [3, 4, 3],
    ].map((pattern) => {
      const values = Array.from({ length: 28 }, (_, place) => pattern[place % 3] ?? 0);
      const { scopes } = JSON.parse(disclosed(sizes, 0, { vigour: values, dedication: values, absorption: values }));
      return JSON.stringify(
        scopes.map(({ scope, published, respondents }: Record<string, unknown>) => [scope, published, respondents]),
      );
    });
    expect(new Set(shapes).size).toBe(1);
  });

  // The example that caused the rule: six people, of whom two answered 2 and four 6, joined to one person alone because
  // of it.
  it('tells nothing of one teacher who is alone in a circle', () => {
    const lonely = [0, 6].map((value) => disclosed([8, 1], 9, { vigour: [2, 2, 6, 6, 6, 6, 6, 6, value] }));
    expect(lonely.map((week) => JSON.parse(week).scopes.map(({ scope }: { scope: string }) => scope))).toEqual(
      [0, 1].map(() => ['partnership', 'circle:0', 'circle:1', 'circle:beside', 'other circles']),
    );
  });
});

/** The bytes of the week. Scales that are not given have ordinary answers. */
function disclosed(
  circles: readonly number[],
  beside: number,
  given: Partial<Record<Scale, readonly number[]>>,
): string {
  const places = circles.flatMap((size, circle) => Array.from({ length: size }, () => String(circle)));
  const answers = [...places, ...Array.from({ length: beside }, () => 'beside')].flatMap((circle, person) =>
    SCALES.map((scale): WeekAnswer => {
      const value = (circle === 'beside' ? undefined : given[scale]?.[person]) ?? [4, 2, 5, 3][person % 4] ?? 4;
      return { person: String(person), circle, item: codesOf(scale)[person % 3] ?? '', value };
    }),
  );
  const names = [...circles.map((_, circle) => String(circle)), ...(beside > 0 ? ['beside'] : [])];
  const input = { week: '2026-W47', answers, circles: names, instrument, corrections: LARGE, minimum: 5, previous: [] };
  return publishedWeekJson(discloseWeek(input));
}

/**
 * The published week without one scale of those who are not beside the others, and without what is computed from it.
 */
function without(scale: Scale, week: string): string {
  const scopes: Record<string, unknown>[] = JSON.parse(week).scopes;
  return JSON.stringify(
    scopes.map((scope) => (scope['scope'] === 'circle:beside' ? scope : { ...scope, [scale]: null, total: null })),
  );
}

/** All answers of some people, in ascending order. */
function combinations(people: number, lowest: number): number[][] {
  if (people === 0) return [[]];
  return [0, 1, 2, 3, 4, 5, 6]
    .filter((value) => value >= lowest)
    .flatMap((value) => combinations(people - 1, value).map((others) => [value, ...others]));
}

/** Adds what the people other than two can have answered, for each two, as bits. */
function note(possible: Map<string, number>, seen: string, values: readonly number[]): void {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const left = (first: number, second: number) =>
    counts.reduce(
      (bits, count, value) => (count > Number(value === first) + Number(value === second) ? bits | (1 << value) : bits),
      0,
    );
  for (const first of new Set(values)) {
    for (const second of new Set(values)) {
      if (second < first || (first === second && (counts[first] ?? 0) < 2)) continue;
      const key = `${first}${second}${seen}`;
      possible.set(key, (possible.get(key) ?? 0) | left(first, second));
    }
  }
}

function rangeIn(bits: number): number {
  const values = [0, 1, 2, 3, 4, 5, 6].filter((value) => bits & (1 << value));
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}
