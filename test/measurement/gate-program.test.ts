import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Highs } from 'highs';
import { discloseWeek } from '../../src/measurement/disclosure.ts';
import { type PersonScores, type ScaleScore, scorePeople, type WeekAnswer } from '../../src/measurement/estimate.ts';
import { type GatedFigure, gateFigure } from '../../src/measurement/gate.ts';
import { type Random, seededRandom, shuffled } from '../../src/measurement/random.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { answerWeek, instrument, makeTeachers, rotation, type Teacher, usualCorrections } from './fixtures.ts';

const PARTNERSHIPS = 200;
// Its types say CommonJS; an import of them would be typed as a module that holds the loader.
const loadHighs: () => Promise<Highs> = createRequire(import.meta.url)('highs');
let highs: Highs;

beforeAll(async () => {
  highs = await loadHighs();
});

/**
 * A whole-number program in the attacker's hands: unknown are the answers of everybody but two; known are the published
 * figure, the items and corrections, and what a person of the rule knows besides: which answers lead to such a figure.
 */
describe('the gate, against a whole-number program', () => {
  it('is stricter than, or equal to, it in partnerships of 3 to 60 teachers', () => {
    const random = seededRandom(42);
    const cells = Array.from({ length: PARTNERSHIPS }, () => publishedCells(randomWeek(random))).flat();
    const figures = cells.map((cell) => {
      const scale = shuffled(SCALES, random)[0] ?? 'vigour';
      const scores = cell.map((person) => person.scores.get(scale)).filter((score) => score !== undefined);
      return { scores, figure: shownFigure(scores) };
    });
    const ranges = figures.flatMap(({ scores, figure }) =>
      worstPairs(scores).map((pair) => rangeOf(scores, figure, pair, ruleRows)),
    );
    const coarse = figures.filter(({ figure }) => figure.step > 0.1).length;
    const narrowest = Math.min(...ranges);
    console.log(
      `${cells.length} cells (${coarse} coarse), ${ranges.length} pairs: narrowest range ${narrowest.toFixed(2)}`,
    );
    expect(cells.length).toBeGreaterThan(PARTNERSHIPS / 2);
    expect(narrowest).toBeGreaterThanOrEqual(2 - 1e-6);
  }, 180_000);

  it('notices a figure that should not have been shown', () => {
    const scores = [6, 6, 6, 6, 5].map((raw) => ({ raw, corrected: raw, answers: 1 }));
    expect(rangeOf(scores, { mean: 5.8, step: 0.1 }, [0, 1], () => [])).toBeLessThan(2);
  });
});

/** Some circles in one of their first weeks, after people joined and left; ordinary, extreme, uniform or imported. */
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

/** The people of each cell that was published. */
function publishedCells(answers: readonly WeekAnswer[]): PersonScores[][] {
  const people = [...scorePeople(answers, instrument, usualCorrections).values()];
  const circles = [...new Set(answers.map(({ circle }) => circle))];
  const { scopes } = discloseWeek({
    week: '2026-W47',
    answers,
    circles,
    instrument,
    corrections: usualCorrections,
    minimum: 5,
    previous: [],
  });
  const own = scopes.filter(({ scope, published }) => published && scope.startsWith('circle:'));
  const names = own.map(({ scope }) => scope.slice('circle:'.length));
  const cells = names.map((name) => people.filter(({ circle }) => circle === name));
  const pool = scopes.some(({ scope, published }) => published && scope === 'other circles');
  return pool ? [...cells, people.filter(({ circle }) => !names.includes(circle))] : cells;
}

function shownFigure(scores: readonly ScaleScore[]): GatedFigure {
  const figure = gateFigure(scores);
  if (figure === null) throw new Error('a published cell must have a figure');
  return figure;
}

/** The two lowest and the two highest: what they leave to the others is nearest to an end. */
function worstPairs(scores: readonly ScaleScore[]): [number, number][] {
  const places = scores.map((_, place) => place);
  const sorted = places.toSorted((a, b) => (scores[a]?.raw ?? 0) - (scores[b]?.raw ?? 0));
  return [sorted, sorted.toReversed()].map(([first = 0, second = 1]) => [first, second]);
}

/** The range of the answer of somebody else who gave the fewest answers, which is the easiest to confine. */
function rangeOf(
  scores: readonly ScaleScore[],
  figure: GatedFigure,
  pair: readonly [number, number],
  rule: typeof ruleRows,
): number {
  const others = scores.filter((_, place) => !pair.includes(place)).toSorted((a, b) => a.answers - b.answers);
  const known = pair.map((place) => scores[place]).filter((score) => score !== undefined);
  const names = others.map(({ answers }, person) =>
    Array.from({ length: answers }, (_, answer) => `x${person}_${answer}`),
  );
  const rows = [...seen(scores, figure, known, names), ...rule(scores, figure, known, names)];
  const solve = (goal: 'Minimize' | 'Maximize') => {
    const variables = names.flat();
    const bounds = variables.map((name) => `0 <= ${name} <= 6`).join('\n');
    const program = `${goal}\n goal: x0_0\nSubject To\n${rows.join('\n')}\nBounds\n${bounds}\nGeneral\n${variables.join('\n')}\nEnd`;
    const solution = highs.solve(program);
    if (solution.Status !== 'Optimal') throw new Error(`the program is ${solution.Status}`);
    return solution.ObjectiveValue;
  };
  return solve('Maximize') - solve('Minimize');
}

/** The sum of everybody's scores, as far as the published figure tells it. */
function seen(
  scores: readonly ScaleScore[],
  { mean, step }: GatedFigure,
  known: readonly ScaleScore[],
  names: readonly string[][],
): string[] {
  const shift = scores.reduce((sum, score) => sum + score.corrected - score.raw, 0) + total(known);
  const [low, high] = [mean - step / 2, mean + step / 2].map((edge) => edge * scores.length - shift);
  const sum = sumOf(names);
  return [
    ...(mean - step / 2 > 1e-9 ? [`${sum} >= ${(low ?? 0) - 1e-6}`] : []),
    ...(mean + step / 2 < 6 - 1e-9 ? [`${sum} <= ${(high ?? 0) + 1e-6}`] : []),
  ];
}

/** What the rule tells besides, where everybody gave one answer: see gate.ts. */
function ruleRows(
  scores: readonly ScaleScore[],
  { mean, step }: GatedFigure,
  known: readonly ScaleScore[],
  names: readonly string[][],
): string[] {
  if (scores.some(({ answers }) => answers > 1)) return [];
  const near = (end: number) => Math.abs(end - mean) < step / 2 + 1e-9 && step > 0.1;
  const fromTop = { sign: -1, distances: known.map(({ raw }) => 6 - raw), end: 6 };
  const fromBottom = { sign: 1, distances: known.map(({ raw }) => raw), end: 0 };
  if (near(6)) return endRows(fromTop, names);
  if (near(0)) return endRows(fromBottom, names);
  const all = total(scores);
  return [
    ...(6 * scores.length - all < 20 ? fineRows(fromTop, names) : []),
    ...(all < 20 ? fineRows(fromBottom, names) : []),
  ];
}

interface Side {
  /** Distance of an unknown answer x: end + sign · x. */
  readonly sign: number;
  readonly end: number;
  /** Distances of the two who are known. */
  readonly distances: readonly number[];
}

/** D <= 8, nobody more than 4 away, no two more than 6. */
function endRows({ sign, end, distances }: Side, names: readonly string[][]): string[] {
  const term = (people: readonly string[][]) => signed(sign, people);
  const knownAll = distances.reduce((sum, each) => sum + each, 0);
  return [
    `${term(names)} <= ${8 - knownAll - end * names.length}`,
    ...names.map((name) => `${term([name])} <= ${Math.min(4, 6 - Math.max(...distances)) - end}`),
    ...pairsOf(names).map((pair) => `${term(pair)} <= ${6 - 2 * end}`),
  ];
}

/** D >= 9, nobody more than D - 4 away, no two more than D - 2: as sums over all the others. */
function fineRows({ sign, end, distances }: Side, names: readonly string[][]): string[] {
  const knownAll = distances.reduce((sum, each) => sum + each, 0);
  const rest = (left: number) => names.length * end - left * end;
  const without = (people: readonly string[][]) => names.filter((name) => !people.includes(name));
  const atLeast = (people: readonly string[][], bound: number) =>
    `${signed(sign, without(people))} >= ${bound - rest(people.length)}`;
  const farthest = Math.max(...distances);
  return [
    atLeast([], Math.max(9 - knownAll, 2, 4 - (knownAll - farthest))),
    ...names.map((name) => atLeast([name], Math.max(4 - knownAll, 2 - (knownAll - farthest)))),
    ...pairsOf(names).map((pair) => atLeast(pair, 2 - knownAll)),
  ];
}

function pairsOf(names: readonly string[][]): string[][][] {
  return names.flatMap((first, index) => names.slice(index + 1).map((second) => [first, second]));
}

function sumOf(names: readonly string[][]): string {
  return names.map((answers) => answers.map((name) => `${1 / answers.length} ${name}`).join(' + ')).join(' + ');
}

function signed(sign: number, people: readonly string[][]): string {
  return people
    .flat()
    .map((name) => `${sign < 0 ? '-' : '+'} ${name}`)
    .join(' ');
}

function total(scores: readonly ScaleScore[]): number {
  return scores.reduce((sum, score) => sum + score.raw, 0);
}
