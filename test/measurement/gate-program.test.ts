import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Highs } from 'highs';
import { discloseWeek, publishedWeekJson } from '../../src/measurement/disclosure/week.ts';
import type { WeekAnswer } from '../../src/measurement/estimate.ts';
import type { SteppedFigure } from '../../src/measurement/figure-range.ts';
import type { PublishedWeek } from '../../src/measurement/published-week.ts';
import { type Random, seededRandom, shuffled } from '../../src/measurement/random.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import { answerWeek, codesOf, instrument, makeTeachers, rotation, type Teacher, usualCorrections } from './fixtures.ts';

const PARTNERSHIPS = 100;
// Its types say CommonJS; an import of them would be typed as a module that holds the loader.
const loadHighs: () => Promise<Highs> = createRequire(import.meta.url)('highs');
let highs: Highs;

beforeAll(async () => {
  highs = await loadHighs();
});

/**
 * Two people in an invented partnership know everything but the others' answers. An integer program searches for the
 * lowest and the highest answer that one of the others can have given. A solution is disclosed, and counts only when
 * the whole published week is the same, to the byte; so neither the program nor its knowledge of the rule has to be
 * trusted.
 */
describe('the whole week, against a whole-number program', () => {
  it('leaves every answer a range of 2 or more in partnerships of 3 to 60 teachers', () => {
    const random = seededRandom(42);
    const weeks = Array.from({ length: PARTNERSHIPS }, () => randomWeek(random));
    const targets = weeks.flatMap((answers) => targetsIn(answers, random));
    const ranges = targets.map(rangeOf);
    const coarse = targets.filter(({ figure }) => figure.step > 0.1).length;
    const several = targets.filter(({ people }) => people.some(({ codes }) => codes.length > 1)).length;
    console.log(
      `${targets.length} pairs (${coarse} see a range, ${several} an import): narrowest range ${Math.min(...ranges)}`,
    );
    expect(targets.length).toBeGreaterThan(2 * PARTNERSHIPS);
    expect(Math.min(...ranges)).toBeGreaterThanOrEqual(2);
  });
});

/**
 * Some circles in one of their first weeks, after people joined and left, with ordinary, extreme, uniform or imported
 * answers.
 */
function randomWeek(random: Random): WeekAnswer[] {
  const size = 3 + Math.floor(random() * 58);
  const circles = 1 + Math.floor((random() * size) / 12);
  const mood = Math.floor(random() * 5) - 2;
  const uniform = random() < 0.1;
  const imported = random() < 0.25;
  const nonresponse = random() * 0.5;
  return Array.from({ length: circles }, (_, circle) => {
    let teachers = makeTeachers(Math.ceil(size / circles), true, random, `Circle ${circle}`);
    rotation(teachers, 0, random);
    teachers = teachers.filter(() => random() > 0.1);
    if (random() < 0.5) teachers.push(...makeTeachers(2, true, random, `Circle ${circle} new`));
    const answers = answerWeek(teachers, rotation(teachers, 1, random), nonresponse, random);
    const all = imported ? [...answers, ...questionnaires(teachers, random)] : answers;
    return all.map((answer) => ({
      ...answer,
      circle: `Circle ${circle}`,
      value: uniform ? 3 + mood : Math.min(6, Math.max(0, answer.value + mood)),
    }));
  }).flat();
}

function questionnaires(teachers: readonly Teacher[], random: Random): WeekAnswer[] {
  return teachers
    .filter(() => random() < 0.3)
    .flatMap(({ id, circle, truth }) =>
      instrument.items.map(({ code }) => ({ person: id, circle, item: code, value: truth(code) })),
    );
}

/** Somebody's answers on one scale. */
interface Given {
  readonly person: string;
  readonly circle: string;
  readonly codes: readonly string[];
  readonly values: readonly number[];
}

interface Target {
  readonly answers: readonly WeekAnswer[];
  readonly scale: Scale;
  /** Everybody in the cell who answered on the scale. The first two collude; the third one's answer is attacked. */
  readonly people: readonly Given[];
  readonly figure: SteppedFigure;
}

/** For each published cell, one scale and the two pairs that leave the others the least room. */
function targetsIn(answers: readonly WeekAnswer[], random: Random): Target[] {
  const { scopes } = disclose(answers);
  const own = scopes.flatMap(({ scope, published }) =>
    published && scope.startsWith('circle:') ? [scope.slice('circle:'.length)] : [],
  );
  return scopes.flatMap((scope) => {
    if (!scope.published || scope.scope === 'partnership') return [];
    const scale = shuffled(SCALES, random)[0] ?? 'vigour';
    const isHere = (circle: string) =>
      scope.scope === 'other circles' ? !own.includes(circle) : scope.scope === `circle:${circle}`;
    const people = givenOn(scale, answers).filter(({ circle }) => isHere(circle));
    const byScore = people.toSorted((a, b) => meanOf(a.values) - meanOf(b.values));
    return [byScore, byScore.toReversed()].map(([first, second, ...others]) => ({
      answers,
      scale,
      people: [first, second, ...others.toSorted((a, b) => a.codes.length - b.codes.length)].filter(
        (person) => person !== undefined,
      ),
      figure: scope[scale],
    }));
  });
}

/** By the rules of scorePeople: the last of several answers to an item counts, and so does the last circle. */
function givenOn(scale: Scale, answers: readonly WeekAnswer[]): Given[] {
  const people = new Map<string, { circle: string; values: Map<string, number> }>();
  for (const { person, circle, item, value } of answers) {
    const given = people.get(person) ?? { circle, values: new Map<string, number>() };
    given.circle = circle;
    if (codesOf(scale).includes(item)) given.values.set(item, value);
    people.set(person, given);
  }
  return [...people]
    .filter(([, { values }]) => values.size > 0)
    .map(([person, { circle, values }]) => ({
      person,
      circle,
      codes: [...values.keys()],
      values: [...values.values()],
    }));
}

/** The range of the third one's first answer over all weeks found that look the same. */
function rangeOf(target: Target): number {
  const [, , sought] = target.people;
  const original = publishedWeekJson(disclose(target.answers));
  const found = [...nearAnEnd(target), ...programmed(target)].filter(
    (others) => publishedWeekJson(disclose(replaced(target, others))) === original,
  );
  const values = [...found.map((others) => others[0]?.[0] ?? 0), sought?.values[0] ?? 0];
  return Math.max(...values) - Math.min(...values);
}

/**
 * Weeks in which all others are at an end of the scale, except for one answer of the attacked person or of somebody
 * else.
 */
function nearAnEnd({ people }: Target): number[][][] {
  const others = people.slice(2);
  return [0, 6].flatMap((end) =>
    [0, 2, 3, 4, 6].flatMap((off) =>
      [0, 1].map((who) =>
        others.map(({ codes }, place) =>
          codes.map((_, answer) => (place === who && answer === 0 ? Math.abs(end - off) : end)),
        ),
      ),
    ),
  );
}

/** The weeks with the lowest and the highest answer and the same sum, without two people who are far off alone. */
function programmed({ people }: Target): number[][][] {
  const [first, second, ...others] = people;
  const names = others.map(({ codes }, person) => codes.map((_, answer) => `x${person}_${answer}`));
  const sum = (of: readonly string[][]) =>
    of.flatMap((each) => each.map((name) => `${6 / each.length} ${name}`)).join(' + ');
  const rest = others.reduce((all, { values }) => all + 6 * meanOf(values), 0);
  const rows = [
    `${sum(names)} = ${Math.round(rest)}`,
    ...(people.every(({ codes }) => codes.length === 1) ? evenRows() : []),
  ];

  /** From both ends: without one person 5 points are left, without two 3 (see gate.ts). */
  function evenRows(): string[] {
    const known = [first, second].map((person) => meanOf(person?.values ?? [0]));
    const here = rest / 6 + (known[0] ?? 0) + (known[1] ?? 0);
    if (Math.min(here, 6 * people.length - here) >= 15) return [];
    const most = (all: number) => Math.min(all - 5, all - 3 - Math.max(...known));
    const fromBottom = names.map((name) => `${name[0]} <= ${most(here)}`);
    const offTop = 6 * people.length - here;
    const fromTop = names.map(
      (name) => `${name[0]} >= ${6 - Math.min(offTop - 5, offTop - 3 - Math.max(...known.map((each) => 6 - each)))}`,
    );
    const two = pairsOf(names).flatMap(([one, other]) => [
      `${one} + ${other} <= ${here - 3}`,
      `${one} + ${other} >= ${12 - (offTop - 3)}`,
    ]);
    return [...fromBottom, ...fromTop, ...two];
  }

  return ['Minimize', 'Maximize'].flatMap((goal) => {
    const variables = names.flat();
    const bounds = variables.map((name) => `0 <= ${name} <= 6`).join('\n');
    const program = `${goal}\n goal: x0_0\nSubject To\n${rows.join('\n')}\nBounds\n${bounds}\nGeneral\n${variables.join('\n')}\nEnd`;
    const { Status, Columns } = highs.solve(program);
    return Status === 'Optimal'
      ? [names.map((each) => each.map((name) => Math.round(Columns[name]?.Primal ?? 0)))]
      : [];
  });
}

function pairsOf(names: readonly string[][]): [string | undefined, string | undefined][] {
  return names
    .flatMap(([first], index) => names.slice(index + 1).map(([second]) => [first, second] as const))
    .map(([a, b]) => [a, b]);
}

/** The same week with other answers of the others on that scale. */
function replaced({ answers, scale, people }: Target, others: readonly number[][]): WeekAnswer[] {
  const values = new Map(
    people
      .slice(2)
      .flatMap(({ person, codes }, place) =>
        codes.map((code, answer) => [`${person} ${code}`, others[place]?.[answer]]),
      ),
  );
  return answers.map((answer) => {
    const value = codesOf(scale).includes(answer.item) ? values.get(`${answer.person} ${answer.item}`) : undefined;
    return value === undefined ? answer : { ...answer, value };
  });
}

function disclose(answers: readonly WeekAnswer[]): PublishedWeek {
  const circles = [...new Set(answers.map(({ circle }) => circle))];
  const input = { week: '2026-W47', answers, circles, instrument, minimum: 5, previous: [] };
  return discloseWeek({ ...input, corrections: usualCorrections });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
