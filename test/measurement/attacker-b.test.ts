import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Highs } from 'highs';
import { scorePeople } from '../../src/measurement/estimate.ts';
import { gateFigure } from '../../src/measurement/gate.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { answerWeek, codesOf, instrument, makeTeachers, rotation, usualCorrections } from './fixtures.ts';

const WEEKS = 300;
/** The step in which numbers of weeks are tried. */
const GRAIN = 5;
const NONRESPONSE = 0.3;
const loadHighs: () => Promise<Highs> = createRequire(import.meta.url)('highs');
let highs: Highs;

beforeAll(async () => {
  highs = await loadHighs();
});

/**
 * Attacker B assumes that a person answers an item the same in all weeks, and adds the weeks up, knowing who answered
 * what each week. The gate promises nothing against that; this test shows how long it takes, for one scale of a circle
 * with 30 % non-response in which two colleagues collude. Sums are taken as integers; a single answer may be any number
 * from 0 to 6, so an attacker who tries only integers may be faster.
 */
describe('attacker B', () => {
  it('narrows an answer to less than 2 after a number of weeks, later in larger circles', () => {
    const [small = 0, middle = 0, large = 0] = [14, 23, 40].map((size) => {
      const weeks = weeksUntilBelow(2, size, weeklyRows(size));
      console.log(
        `${size} teachers: an answer is confined to less than 2 points after about ${weeks === WEEKS ? `${WEEKS} or more` : weeks} weeks`,
      );
      return weeks;
    });
    expect(small).toBeGreaterThan(GRAIN);
    expect(middle).toBeGreaterThan(small);
    expect(large).toBeGreaterThan(middle);
  });
});

/** What each week's figure reveals about the sum of that week's answers. */
function weeklyRows(size: number): string[][] {
  const random = seededRandom(size);
  const teachers = makeTeachers(size, true, random);
  return Array.from({ length: WEEKS }, (_, week) => {
    const answers = answerWeek(teachers, rotation(teachers, week, random), NONRESPONSE, random);
    const people = [...scorePeople(answers, instrument, usualCorrections).values()];
    const scores = people.map((person) => person.scores.get('vigour')).filter((score) => score !== undefined);
    const figure = gateFigure(scores);
    if (figure === null) return [];
    const shift = scores.reduce((sum, score) => sum + score.corrected - score.raw, 0);
    const asked = answers.filter(({ item }) => codesOf('vigour').includes(item));
    const known = asked.filter(({ person }) => isColluder(person)).reduce((sum, { value }) => sum + value, 0);
    const sum = asked
      .filter(({ person }) => !isColluder(person))
      .map(({ person, item }) => nameOf(person, item))
      .join(' + ');
    const edge = (side: number) => (figure.mean + (side * figure.step) / 2) * scores.length - shift - known;
    return [`${sum} >= ${Math.ceil(edge(-1) - 1e-6)}`, `${sum} <= ${Math.floor(edge(1) + 1e-6)}`];
  });
}

/** More weeks never widen a range, so bisection finds the first. */
function weeksUntilBelow(range: number, size: number, rows: readonly string[][]): number {
  let [low, high] = [0, WEEKS / GRAIN];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isNarrower(range, size, rows.slice(0, middle * GRAIN))) high = middle;
    else low = middle;
  }
  return high * GRAIN;
}

/** Whether the answer of one of four people to one item is limited to less than this range. */
function isNarrower(range: number, size: number, rows: readonly string[][]): boolean {
  const people = Array.from({ length: size - 2 }, (_, index) => `Noord-${index + 2}`);
  const [item = ''] = codesOf('vigour');
  return people.slice(0, 4).some((person) => rangeOf(nameOf(person, item), people, rows.flat()) < range);
}

function rangeOf(target: string, people: readonly string[], rows: readonly string[]): number {
  const variables = people.flatMap((person) => codesOf('vigour').map((item) => nameOf(person, item)));
  const bounds = variables.map((name) => `0 <= ${name} <= 6`).join('\n');
  const solve = (goal: 'Minimize' | 'Maximize') => {
    const program = `${goal}\n goal: ${target}\nSubject To\n any: ${target} >= 0\n${rows.join('\n')}\nBounds\n${bounds}\nEnd`;
    const solution = highs.solve(program);
    if (solution.Status !== 'Optimal') throw new Error(`the program is ${solution.Status}`);
    return solution.ObjectiveValue;
  };
  return solve('Maximize') - solve('Minimize');
}

function isColluder(person: string): boolean {
  return person === 'Noord-0' || person === 'Noord-1';
}

function nameOf(person: string, item: string): string {
  return `${person.replace('-', '')}_${item}`;
}
