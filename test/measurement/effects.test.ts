import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { discloseInterventions, parsePublishedInterventions } from '../../src/measurement/disclosure.ts';
import { effectCells } from '../../src/measurement/effect-cells.ts';
import { gateEffect } from '../../src/measurement/effect-gate.ts';

/** Every combination of effects of so many people, in order. */
function* combinations(people: number, from = 1): Generator<number[]> {
  if (people === 0) yield [];
  else
    for (let value = from; value <= 5; value += 1)
      for (const rest of combinations(people - 1, value)) yield [value, ...rest];
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** What is seen, with the exact sum in place of a figure to 0.1. */
function outcomeOf(values: readonly number[]): string {
  const figure = gateEffect(values);
  return figure?.step === 0.1 ? `exact ${sumOf(values)}` : JSON.stringify(figure);
}

const pairs = (people: number) =>
  Array.from({ length: people }, (_, first) =>
    Array.from({ length: people - first - 1 }, (_, ahead) => [first, first + 1 + ahead] as const),
  ).flat();

/** The narrowest range to which somebody's effect can be confined by who knows those of two others. */
function narrowest(people: number, outcome: (values: readonly number[]) => string): number {
  const possible = new Map<string, Set<number>>();
  for (const values of combinations(people)) {
    const seen = outcome(values);
    for (const [first, second] of pairs(people)) {
      const key = `${seen} ${values[first]} ${values[second]}`;
      const others = values.filter((_, place) => place !== first && place !== second);
      possible.set(key, new Set([...(possible.get(key) ?? []), ...others]));
    }
  }
  return Math.min(...[...possible.values()].map((values) => Math.max(...values) - Math.min(...values)));
}

describe('the gate of effects, against counting out every combination', () => {
  it.each([6, 7, 8, 9, 10])('leaves everybody a range of more than a third of the scale, for %i people', (people) => {
    expect(narrowest(people, outcomeOf)).toBeGreaterThanOrEqual(4 / 3);
  });

  it('would fail if the sum were always told', () => {
    expect(narrowest(6, (values) => `exact ${sumOf(values)}`)).toBe(0);
  });

  it('shows nothing of five, a range near the ends, and tenths between; it holds the truth', () => {
    expect(gateEffect([3, 3, 3, 3, 3])).toBeNull();
    expect(gateEffect([5, 5, 5, 5, 5, 5])).toEqual({ mean: 4.05, step: 1.9 });
    expect(gateEffect([1, 1, 1, 1, 1, 1, 1, 1])).toEqual({ mean: 1.7, step: 1.4 });
    expect(gateEffect([3, 3, 3, 3, 3, 4, 4, 4])).toEqual({ mean: 3.4, step: 0.1 });
    for (const people of [6, 7, 8, 9, 11]) {
      for (const values of combinations(people)) {
        const { mean, step } = gateEffect(values) ?? { mean: 0, step: 0 };
        expect(Math.abs(mean - sumOf(values) / people)).toBeLessThanOrEqual(step / 2 + 1e-9);
      }
    }
  });
});

const felt = (supervisor: string | null, teacher: string, sum: number, answers = 1) => ({
  supervisor,
  teacher,
  sum,
  answers,
});
const teachers = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `t${first + index}`);
const one = (rows: readonly ReturnType<typeof felt>[]) => [
  { code: 'ADVICE', share: 0.5, felt: rows, expected: new Map() },
];

describe('what is told of an intervention', () => {
  it('counts a teacher once, by the mean of theirs', () => {
    const [cell] = effectCells(
      [felt('a', 't0', 9, 3), felt('b', 't0', 1), ...teachers(5, 1).map((each) => felt('b', each, 4))],
      6,
    );
    expect(cell).toEqual({ supervisor: null, effects: [2.5, 4, 4, 4, 4, 4] });
  });

  it('is withheld, with the one reason, for fewer than six teachers, however often they answered', () => {
    const { team, own, told } = discloseInterventions(
      '2026-10',
      one(teachers(5).map((each) => felt('a', each, 12, 4))),
      5,
    );
    expect(team.interventions).toEqual([{ code: 'ADVICE', reason: 'withheld to protect the people in it' }]);
    expect([own.size, told]).toEqual([0, []]);
  });

  it('is never such that a supervisor can subtract their own from the team’s and be left with few', () => {
    const ofA = teachers(8).map((each, index) => felt('a', each, 3 + (index % 2)));
    const alone = discloseInterventions('2026-10', one([...ofA, felt('b', 't9', 1)]), 5);
    // One teacher of another supervisor: then the first has no figure of their own.
    expect(alone.own.size).toBe(0);
    expect(alone.team.interventions).toMatchObject([{ raters: '5-9' }]);
    const ofB = teachers(8, 10).map((each) => felt('b', each, 3));
    const both = discloseInterventions('2026-10', one([...ofA, ...ofB]), 5);
    expect([...both.own.keys()].sort()).toEqual(['a', 'b']);
    // The team's is reckoned from what is shown: 3.5 and 3.0, by the bands.
    expect(both.team.interventions).toMatchObject([{ felt: { mean: 3.25, step: 0.1 } }]);
    expect(parsePublishedInterventions(JSON.stringify(both.team))).toEqual(both.team);
  });

  it('gives the rankings of the study, as teachers and as supervisors felt', () => {
    const file = path.resolve(import.meta.dirname, '../fixtures/study-interventions.json');
    const rows: Record<string, [number, number]> = JSON.parse(readFileSync(file, 'utf8'));
    const spread = (mean: number, people: number) => {
      const total = Math.round(mean * people);
      return Array.from(
        { length: people },
        (_, index) => Math.floor(total / people) + (index < total % people ? 1 : 0),
      );
    };
    const input = Object.entries(rows).map(([code, [bySupervisors, byTeachers]]) => ({
      code,
      share: 0.5,
      felt: spread(byTeachers, 21).map((value, index) => felt(`s${index % 13}`, `t${index}`, value)),
      expected: new Map(spread(bySupervisors, 13).map((value, index) => [`s${index}`, value])),
    }));
    const { team } = discloseInterventions('2026-10', input, 5);
    const shown = team.interventions.map((each) => {
      if (!('felt' in each)) throw new Error(`withheld: ${each.code}`);
      const [bySupervisors = 0, byTeachers = 0] = rows[each.code] ?? [];
      expect(Math.abs(each.felt.mean - byTeachers)).toBeLessThanOrEqual(0.08);
      if (each.expected?.step === 0.1) expect(Math.abs(each.expected.mean - bySupervisors)).toBeLessThanOrEqual(0.09);
      return { code: each.code, byTeachers };
    });
    expect(shown).toHaveLength(12);
    expect(
      shown
        .slice(-2)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['CO_TEACHING', 'VIDEO']);
    // As the study ranks them, but for what lies within a tenth.
    for (const [index, { byTeachers }] of shown.slice(1).entries()) {
      expect(byTeachers).toBeLessThanOrEqual((shown[index]?.byTeachers ?? 0) + 0.1);
    }
  });
});
