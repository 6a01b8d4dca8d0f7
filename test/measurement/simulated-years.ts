import { discloseWeek } from '../../src/measurement/disclosure/week.ts';
import { nextWeek } from '../../src/measurement/iso-week.ts';
import type { PublishedFigure, PublishedWeek } from '../../src/measurement/published-week.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import {
  answerWeek,
  codesOf,
  instrument,
  makeTeachers,
  mean,
  rotation,
  type Teacher,
  usualCorrections,
} from './fixtures.ts';

export const SCHOOL_YEAR = 40;
const NONRESPONSE = 0.3;
/** The share of teachers who are replaced in a school year. */
const TURNOVER = 0.2;
/** The standard deviation of the weekly shock that all teachers share. */
const SHOCK = 0.1;

export interface Years {
  /** The number of teachers in each circle. */
  readonly circles: readonly number[];
  readonly weeks: number;
  readonly seed: number;
  /** Points by which things are better than usual, by week. */
  readonly better?: (week: number) => number;
  /** Points added to everybody permanently. */
  readonly level?: number;
  /** False: every answer deviates by itself (SD 0.7) every week. */
  readonly constant?: boolean;
}

export interface SimulatedWeek {
  readonly week: PublishedWeek;
  /** The mean of all participants over all items, without the shock of the week. */
  readonly truth: () => Readonly<Record<Scale | 'total', number>>;
}

/**
 * Simulates years as the product measures them: its own rotation, 30 % non-response, 20 % turnover in a school year,
 * weekly shocks of SD 0.1 that all teachers share, and every week disclosed with the earlier ones.
 */
export function* simulateYears({
  circles,
  weeks,
  seed,
  better = () => 0,
  level = 0,
  constant = true,
}: Years): Generator<SimulatedWeek> {
  const random = seededRandom(seed);
  const groups = circles.map((size, circle) => makeTeachers(size, constant, random, `Circle ${circle}`));
  const previous: PublishedWeek[] = [];
  let week = '2026-W36';
  for (let count = 0; count < weeks; count += 1) {
    for (const group of groups) replaceSome(group, count, constant, random);
    const usual = level + better(count);
    const now = usual + SHOCK * normal(random);
    const answers = groups.flatMap((group) => {
      const today = group.map((teacher) => ({ ...teacher, truth: (item: string) => teacher.truth(item, now) }));
      return answerWeek(today, rotation(group, count, random), NONRESPONSE, random);
    });
    const names = groups.map((_, circle) => `Circle ${circle}`);
    const input = { week, answers, circles: names, instrument, corrections: usualCorrections, minimum: 5 };
    const disclosed = discloseWeek({ ...input, previous });
    previous.unshift(disclosed);
    previous.splice(12);
    const then = groups.flat();
    yield { week: disclosed, truth: () => truthOf(then, usual) };
    week = nextWeek(week);
  }
}

/** The partnership's figure, or null when it was not published. */
export function partnershipFigure({ week }: SimulatedWeek, name: Scale | 'total'): PublishedFigure | null {
  const scope = week.scopes.find(({ scope: each }) => each === 'partnership');
  return scope?.published ? scope[name] : null;
}

function replaceSome(group: Teacher[], week: number, constant: boolean, random: Random): void {
  const leaving = 1 - (1 - TURNOVER) ** (1 / SCHOOL_YEAR);
  group.forEach(({ circle }, place) => {
    if (random() >= leaving) return;
    const [newcomer] = makeTeachers(1, constant, random, circle);
    if (newcomer) group[place] = { ...newcomer, id: `${circle}-${place}-${week}` };
  });
}

function truthOf(teachers: readonly Teacher[], better: number): Record<Scale | 'total', number> {
  const of = (scale: Scale) => mean(teachers.flatMap(({ truth }) => codesOf(scale).map((item) => truth(item, better))));
  const scales = { vigour: of('vigour'), dedication: of('dedication'), absorption: of('absorption') };
  return { ...scales, total: mean(SCALES.map((scale) => scales[scale])) };
}

/** A standard normal random number. Source: Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
