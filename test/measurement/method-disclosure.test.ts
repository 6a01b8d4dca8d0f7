import { describe, expect, it } from '@jest/globals';
import { discloseMethod } from '../../src/measurement/disclosure/method.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import type { CycleSummary, cronbachAlpha } from '../../src/measurement/statistics.ts';
import { codesOf, makeTeachers, variancesOf } from './fixtures.ts';

type Variances = Parameters<typeof cronbachAlpha>[0];

const ordinary: Variances = { items: [1, 1, 1], sum: 6 };

function summary(vigour: Variances, cycles = 30, teachers = 10, ofTwo = 10): CycleSummary {
  return { cycles, teachers, ofTwo, scales: { vigour, dedication: ordinary, absorption: ordinary } };
}

describe("what is told of Cronbach's alpha", () => {
  it('is two decimals, cycles in tens and teachers in a band', () => {
    expect(discloseMethod(summary({ items: [1, 1, 1.1], sum: 6.7 }, 137, 23))).toEqual({
      alpha: { vigour: 0.81, dedication: 0.75, absorption: 0.75 },
      cycles: 130,
      teachers: '20-49',
    });
  });

  it('is nothing below 30 cycles or ten teachers', () => {
    expect(discloseMethod(summary(ordinary, 29, 29))).toBeNull();
    expect(discloseMethod(summary(ordinary, 90, 9))).toBeNull();
    expect(discloseMethod({ cycles: 0, teachers: 0, ofTwo: 0, scales: null })).toBeNull();
  });

  it('is nothing when two made more than a third of the cycles', () => {
    expect(discloseMethod(summary(ordinary, 30, 10, 10))).not.toBeNull();
    expect(discloseMethod(summary(ordinary, 30, 10, 11))).toBeNull();
  });

  it('is no more than that it is high where it is very high', () => {
    expect(discloseMethod(summary({ items: [1, 1, 1], sum: 9 }))?.alpha.vigour).toBe(0.95);
  });

  it('is no more than that it is low where it is, and where the answers do not differ', () => {
    for (const vigour of [
      { items: [3, 3, 3], sum: 9.01 },
      { items: [3, 3, 3], sum: 0.01 },
      { items: [3, 3, 3], sum: 0 },
      { items: [0, 0, 0], sum: 0 },
    ]) {
      expect(discloseMethod(summary(vigour))?.alpha.vigour).toBe(0.5);
    }
  });
});

/** The answers of one cycle on one scale. */
interface Row {
  readonly teacher: number;
  readonly values: number[];
}

/** What is published about a partnership's answers on one scale. */
const told = (rows: readonly Row[]) =>
  discloseMethod(summary(variancesOf(rows.map(({ values }) => values)), rows.length))?.alpha.vigour;

/** Ways in which people answer; most are worse than reality. */
const WAYS: Record<string, (random: Random) => (teacher: number) => number[]> = {
  'as simulated teachers': (random) => {
    const truths = makeTeachers(40, false, random).map(({ truth }) => truth);
    return (teacher) => codesOf('vigour').map((code) => truths[teacher]?.(code) ?? 0);
  },
  'at random': (random) => () => [0, 1, 2].map(() => Math.floor(7 * random())),
  'all 6, hardly ever 5': (random) => () => [0, 1, 2].map(() => (random() < 0.03 ? 5 : 6)),
  'all 6': () => () => [6, 6, 6],
};

function partnership(answer: (teacher: number) => number[], random: Random): Row[] {
  const teachers = 10 + Math.floor(15 * random());
  const first = Array.from({ length: teachers }, (_, teacher) => teacher);
  const more = Array.from({ length: Math.max(0, 30 - teachers) + Math.floor(10 * random()) }, () =>
    Math.floor(teachers * random()),
  );
  return [...first, ...more].map((teacher) => ({ teacher, values: answer(teacher) }));
}

/** The two with most cycles collude, because then most is known about the rest. */
function colluders(rows: readonly Row[]): number[] {
  const counts = new Map<number, number>();
  for (const { teacher } of rows) counts.set(teacher, (counts.get(teacher) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([teacher]) => teacher);
}

/**
 * Searches for other answers of the people who do not collude, with the same publication, while one of them is `value`.
 * Goes downhill from the real answers, and from random ones when that leads nowhere.
 */
function canBe(rows: readonly Row[], place: { row: number; item: number; value: number }, random: Random): boolean {
  const shown = told(rows);
  const known = new Set(colluders(rows));
  const free = rows.flatMap(({ teacher }, row) => (known.has(teacher) ? [] : [row]));
  for (let start = 0; start < 6; start += 1) {
    const other = rows.map(({ teacher, values }) => ({
      teacher,
      values: start > 1 && !known.has(teacher) ? values.map(() => Math.floor(7 * random())) : [...values],
    }));
    const set = (row: number, item: number, value: number) => {
      const values = other[row]?.values;
      if (values) values[item] = value;
    };
    set(place.row, place.item, place.value);
    const distance = () => Math.abs((told(other) ?? -1) - (shown ?? -1));
    let best = distance();
    for (let step = 0; step < 1_500 && best > 1e-9; step += 1) {
      const row = free[Math.floor(free.length * random())] ?? 0;
      const item = Math.floor(3 * random());
      if (row === place.row && item === place.item) continue;
      const before = other[row]?.values[item] ?? 0;
      set(row, item, Math.floor(7 * random()));
      const now = distance();
      if (now <= best) best = now;
      else set(row, item, before);
    }
    if (best <= 1e-9) return true;
  }
  return false;
}

/** Two people with the most cycles that two may have, and eight others. */
function dominated(two: (random: Random) => number[], others: (teacher: number) => number[], random: Random): Row[] {
  return Array.from({ length: 30 }, (_, cycle) => {
    const teacher = cycle < 20 ? (cycle % 8) + 2 : cycle % 2;
    return { teacher, values: teacher < 2 ? two(random) : others(teacher) };
  });
}

const alike = (value: number) => [value, value, value];
const chance = (random: Random) => [0, 1, 2].map(() => Math.floor(7 * random()));
const ends = (random: Random) => alike(random() < 0.5 ? 0 : 6);
const alternately = (teacher: number) => alike(teacher % 2 === 0 ? 0 : 6);
const apart = (teacher: number) => [0, 1, 2].map((item) => (item === teacher % 3 ? 6 : 0));

const PARTNERSHIPS: Record<string, (random: Random) => Row[]> = {
  ...Object.fromEntries(
    Object.entries(WAYS).map(([way, answer]) => [way, (random: Random) => partnership(answer(random), random)]),
  ),
  'by ends beside two who do the same': (random) => dominated(ends, alternately, random),
  'against each other beside two who answer at random': (random) => dominated(chance, apart, random),
  'against each other beside two who answer by ends': (random) => dominated(ends, apart, random),
  'all 6 beside two who answer at random': (random) => dominated(chance, () => alike(6), random),
};

/**
 * What no rule can hide: two people answer against everybody else for months, and all others happen to answer only 0 or
 * 6.
 */
const BY_PLAN = (random: Random) => dominated((more) => apart(Math.floor(3 * more())), alternately, random);

function narrowestRange(make: (random: Random) => Row[], runs: number): number {
  let narrowest = 6;
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = seededRandom(seed);
    const rows = make(random);
    const known = colluders(rows);
    const row = rows.findIndex(({ teacher }) => !known.includes(teacher));
    const item = Math.floor(3 * random());
    const given = rows[row]?.values[item] ?? 0;
    const far = [0, 1, 2, 3, 4, 5, 6].filter((value) => Math.abs(value - given) >= 2);
    const found = far.filter((value) => canBe(rows, { row, item, value }, random));
    const range = [given, ...found];
    narrowest = Math.min(narrowest, Math.max(...range) - Math.min(...range));
  }
  return narrowest;
}

describe('an answer', () => {
  it.each(Object.keys(PARTNERSHIPS))('given %s can lie 2 points or more elsewhere', (way) => {
    const narrowest = narrowestRange(PARTNERSHIPS[way] ?? (() => []), 25);
    console.log(`Answers ${way}: the narrowest range found is ${narrowest} points.`);
    expect(narrowest).toBeGreaterThanOrEqual(2);
  });

  it('is not hidden from two who answer by plan when all others answer by ends', () => {
    const narrowest = narrowestRange(BY_PLAN, 3);
    console.log(`Two answer by plan: the narrowest range found is ${narrowest} points.`);
    expect(narrowest).toBeLessThan(2);
  });
});
