import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { discloseInterventions, parsePublishedInterventions } from '../../src/measurement/disclosure/interventions.ts';
import { effectCells } from '../../src/measurement/effect-cells.ts';
import { gateEffect } from '../../src/measurement/effect-gate.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';

/** Every combination of effects of this many people, in ascending order. */
function* combinations(people: number, step = 1, from = 1): Generator<number[]> {
  if (people === 0) yield [];
  else
    for (let value = from; value <= 5; value += step)
      for (const rest of combinations(people - 1, step, value)) yield [value, ...rest];
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const once = (effects: readonly number[]) => ({ effects, isOnce: true });
const often = (effects: readonly number[]) => ({ effects, isOnce: false });

/** What an attacker sees, with the exact sum instead of a figure to 0.1. */
function outcomeOf(values: readonly number[]): string {
  const figure = gateEffect(once(values));
  return figure?.step === 0.1 ? `exact ${sumOf(values)}` : JSON.stringify(figure);
}

const pairs = (people: number) =>
  Array.from({ length: people }, (_, first) =>
    Array.from({ length: people - first - 1 }, (_, ahead) => [first, first + 1 + ahead] as const),
  ).flat();

/** The narrowest range to which somebody's effect can be limited by an attacker who knows those of two others. */
function narrowest(people: number, outcome: (values: readonly number[]) => string, step = 1): number {
  const possible = new Map<string, Set<number>>();
  for (const values of combinations(people, step)) {
    const seen = outcome(values);
    for (const [first, second] of pairs(people)) {
      const key = `${seen} ${values[first]} ${values[second]}`;
      const others = values.filter((_, place) => place !== first && place !== second);
      const known = possible.get(key);
      if (known) for (const other of others) known.add(other);
      else possible.set(key, new Set(others));
    }
  }
  return Math.min(...[...possible.values()].map((values) => Math.max(...values) - Math.min(...values)));
}

describe('the gate of effects, against counting out every combination', () => {
  it.each([5, 6, 7, 8, 9, 10])('leaves everybody a range of 2 points, for %i people who answered once', (people) => {
    expect(narrowest(people, outcomeOf)).toBeGreaterThanOrEqual(2);
  });

  it('leaves everybody more than a third of the scale where somebody gave several answers', () => {
    const outcome = (values: readonly number[]) => {
      const figure = gateEffect(often(values));
      return figure?.step === 0.1 ? `exact ${sumOf(values)}` : JSON.stringify(figure);
    };
    expect(narrowest(6, outcome, 0.5)).toBeGreaterThanOrEqual(4 / 3);
  });

  it('would fail if the sum were always told', () => {
    expect(narrowest(6, (values) => `exact ${sumOf(values)}`)).toBe(0);
  });

  it('shows tenths between the ends, and a range near them or where answers are uneven; it holds the truth', () => {
    expect(gateEffect(once([3, 3, 3, 3]))).toBeNull();
    expect(gateEffect(often([3, 3, 3, 3, 3]))).toBeNull();
    expect(gateEffect(once([3, 3, 3, 3, 4]))).toEqual({ mean: 3.2, step: 0.1 });
    expect(gateEffect(once([5, 5, 5, 5, 5]))).toEqual({ mean: 4.3, step: 1.4 });
    expect(gateEffect(once([1, 5, 5, 5, 5]))).toEqual({ mean: 3, step: 4 });
    // The same range for five and seven people, so it does not reveal their number.
    expect(gateEffect(once([5, 5, 5, 5, 5, 5, 5]))).toEqual({ mean: 4.3, step: 1.4 });
    expect(gateEffect(once([1, 5, 5, 5, 5, 5, 5]))).toEqual({ mean: 3.75, step: 1.5 });
    expect(gateEffect(once([1, 1, 1, 1, 1, 1, 1, 1]))).toEqual({ mean: 1.4, step: 0.8 });
    expect(gateEffect(once([3, 3, 3, 3, 3, 4, 4, 4]))).toEqual({ mean: 3.4, step: 0.1 });
    for (const gate of [once, often]) {
      for (const people of [6, 7, 8, 9, 11]) {
        for (const values of combinations(people)) {
          const { mean, step } = gateEffect(gate(values)) ?? { mean: 0, step: 0 };
          expect(Math.abs(mean - sumOf(values) / people)).toBeLessThanOrEqual(step / 2 + 1e-9);
        }
      }
    }
  });

  it('tells more than a range of five in half of all cases, and hardly ever nothing', () => {
    const random = seededRandom(5);
    const shown = Array.from({ length: 2_000 }, () => gateEffect(once(drawn(5, 3.5, random)))?.step ?? 4);
    const share = (is: (step: number) => boolean) => shown.filter(is).length / shown.length;
    expect(share((step) => step === 0.1)).toBeGreaterThan(0.45);
    expect(share((step) => step === 4)).toBeLessThan(0.03);
  });
});

const felt = (supervisor: string | null, teacher: string, sum: number, answers = 1) => ({
  supervisor,
  teacher,
  sum,
  answers,
});
const teachers = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `t${first + index}`);
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Effects around a mean, with the study's standard deviation (0.95). */
const drawn = (people: number, mean: number, random: Random) =>
  Array.from({ length: people }, () => Math.min(5, Math.max(1, Math.round(mean + 0.95 * normal(random)))));

describe('an ordinary month', () => {
  const study: Record<string, [number, number]> = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../fixtures/study-interventions.json'), 'utf8'),
  );

  const codes = Object.keys(study);
  type Answer = ReturnType<typeof felt> & { readonly code: string };

  /** The answers in a month in which every teacher has four interventions. */
  const monthOf = (people: number, answering: number, random: Random): Answer[] =>
    teachers(people).flatMap((teacher) =>
      codes
        .filter(() => random() < (4 / codes.length) * answering)
        .map((code) => {
          const [value = 3] = drawn(1, study[code]?.[1] ?? 3, random);
          return { code, ...felt(`s${Math.floor(random() * 3)}`, teacher, value) };
        }),
    );

  /**
   * Simulates ten months, twenty times.
   * @returns the share of cells with a figure, and of those the share of fine figures
   */
  function tableOf(people: number, answering: number): string {
    const random = seededRandom(people);
    const steps: number[] = [];
    let waiting: Answer[] = [];
    for (let month = 0; month < 200; month += 1) {
      waiting = [...(month % 10 === 0 ? [] : waiting), ...monthOf(people, answering, random)];
      const rows = codes.map((code) => {
        return { code, share: 0.5, felt: waiting.filter((each) => each.code === code), expected: new Map() };
      });
      const { team, told } = discloseInterventions('2026-10', rows, 5);
      waiting = waiting.filter(({ code }) => !told.includes(code));
      steps.push(...team.interventions.flatMap((each) => ('felt' in each ? [each.felt.step] : [])));
    }
    const percent = (part: number, all: number) => `${Math.round((100 * part) / all)} %`;
    const fine = steps.filter((step) => step <= 0.3).length;
    return `${percent(steps.length, 200 * codes.length)} (${percent(fine, steps.length)})`;
  }

  it('shows as much of the table as docs/figures.md says', () => {
    const file = readFileSync(path.resolve(import.meta.dirname, '../../docs/figures.md'), 'utf8');
    const line = (people: number) => `| ${people} | ${tableOf(people, 0.4)} | ${tableOf(people, 0.6)} |`;
    const written = file.replaceAll(/ +/g, ' ');
    expect([12, 23, 60].map(line).filter((each) => !written.includes(each))).toEqual([]);
  });
});

const one = (rows: readonly ReturnType<typeof felt>[]) => [
  { code: 'ADVICE', share: 0.5, felt: rows, expected: new Map() },
];

describe('what is told of an intervention', () => {
  it('counts a teacher once, by the mean of theirs', () => {
    const [cell] = effectCells(
      [felt('a', 't0', 9, 3), felt('b', 't0', 1), ...teachers(5, 1).map((each) => felt('b', each, 4))],
      6,
    );
    expect(cell).toMatchObject({ supervisor: null, effects: [2.5, 4, 4, 4, 4, 4], isOnce: false });
  });

  it('is shown of five teachers who answered once, to the team and to the supervisor', () => {
    const { team, own, told } = discloseInterventions('2026-10', one(teachers(5).map((each) => felt('a', each, 3))), 5);
    expect(team.interventions).toMatchObject([{ felt: { mean: 3, step: 0.1 }, raters: '5-9' }]);
    expect([[...own.keys()], told]).toEqual([['a'], ['ADVICE']]);
  });

  it.each([
    ['four', teachers(4).map((each) => felt('a', each, 3))],
    ['five who answered more often', teachers(5).map((each) => felt('a', each, 12, 4))],
  ])('is withheld, with the one reason, for %s', (_, rows) => {
    const { team, own, told } = discloseInterventions('2026-10', one(rows), 5);
    expect(team.interventions).toEqual([{ code: 'ADVICE', reason: 'withheld to protect the people in it' }]);
    expect([own.size, told]).toEqual([0, []]);
  });

  it('is never such that a supervisor can subtract their own from the team’s and be left with few', () => {
    const ofA = teachers(8).map((each, index) => felt('a', each, 3 + (index % 2)));
    const alone = discloseInterventions('2026-10', one([...ofA, felt('b', 't9', 1)]), 5);
    // There is one teacher of another supervisor, so the first gets no own figure.
    expect(alone.own.size).toBe(0);
    expect(alone.team.interventions).toMatchObject([{ raters: '5-9' }]);
    const ofB = teachers(8, 10).map((each) => felt('b', each, 3));
    const both = discloseInterventions('2026-10', one([...ofA, ...ofB]), 5);
    expect([...both.own.keys()].sort()).toEqual(['a', 'b']);
    // The team's figure is computed from published ones: 3.5 and 3.0, weighted by their bands.
    expect(both.team.interventions).toMatchObject([{ felt: { mean: 3.25, step: 0.1 } }]);
    expect(parsePublishedInterventions(JSON.stringify(both.team))).toEqual(both.team);
  });

  it.each([
    [5, null],
    [6, { mean: 3, step: 0.1 }],
  ])('tells what %d supervisors expected, each a mean of several visits, from six of them on', (people, shown) => {
    const expected = new Map(Array.from({ length: people }, (_, index) => [`s${index}`, 3]));
    const rows = [{ code: 'ADVICE', share: 0.5, felt: teachers(5).map((each) => felt('s0', each, 3)), expected }];
    const { team, own } = discloseInterventions('2026-10', rows, 5);
    expect(team.interventions).toMatchObject([{ code: 'ADVICE', expected: shown }]);
    // A supervisor's own figures are only their own.
    expect(own.get('s0')?.interventions).toMatchObject([{ expected: { mean: 3, step: 0.1 } }]);
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
      return { code: each.code, byTeachers, bySupervisors, expected: each.expected?.mean ?? 0 };
    });
    expect(shown).toHaveLength(12);
    expect(
      shown
        .slice(-2)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['CO_TEACHING', 'VIDEO']);
    // In the study's order, except for differences of less than a tenth.
    for (const [index, { byTeachers }] of shown.slice(1).entries()) {
      expect(byTeachers).toBeLessThanOrEqual((shown[index]?.byTeachers ?? 0) + 0.1);
    }
    const expected = shown.toSorted((a, b) => b.expected - a.expected);
    for (const [index, { bySupervisors }] of expected.slice(1).entries()) {
      expect(bySupervisors).toBeLessThanOrEqual((expected[index]?.bySupervisors ?? 0) + 0.12);
    }
    expect([expected[0]?.code, expected.at(-1)?.code]).toEqual(['HGW_MEETING', 'CO_TEACHING']);
  });
});
