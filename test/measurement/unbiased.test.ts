import { describe, expect, it } from '@jest/globals';
import { type Corrections, correctionsFrom } from '../../src/measurement/corrections.ts';
import { groupMean, scorePeople, type WeekAnswer } from '../../src/measurement/estimate.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import {
  answerWeek,
  codesOf,
  type Forms,
  fixedGroups,
  instrument,
  makeTeachers,
  mean,
  noCorrections,
  rotation,
  sameForm,
  standardError,
  type Teacher,
  usualCorrections,
} from './fixtures.ts';

const RUNS = 200;
/** Fewer than RUNS, because each run takes years of weeks. */
const RHYTHM_RUNS = 80;
const NONRESPONSE = 0.3;

interface Week {
  /** The group's figure minus the true mean of those who answered, by scale. */
  readonly error: Record<Scale, number>;
  /** How much easier than usual the answered items were. */
  readonly ease: Record<Scale, number>;
}

type CorrectionsFor = (teachers: readonly Teacher[]) => Corrections;

/**
 * Teachers whose true answers never change: item means as in the study, SD between people about 1.1, 30 % random
 * non-response. Mean errors are computed for the same teachers over RUNS random draws.
 */
describe.each([23, 60])('the estimate for %i teachers', (size) => {
  it('is right on average in every week', () => {
    expect(worstWeek(size, rotation, usualCorrections)).toBeLessThanOrEqual(3);
  });

  it('would be wrong in some weeks if forms were fixed groups', () => {
    expect(worstWeek(size, fixedGroups, usualCorrections)).toBeGreaterThan(3);
  });

  it('is right whether the items that were answered were easy or hard, and would follow them without the correction', () => {
    const [corrected, left] = worstByEase(size, [ownCorrections, () => noCorrections]);
    expect(corrected).toBeLessThanOrEqual(3);
    expect(left).toBeGreaterThan(3);
  });

  it('has no rhythm of three weeks', () => {
    const [rejected = 1] = rejectedShares(size, RHYTHM_RUNS, rotation, [() => usualCorrections]);
    console.log(`${size} teachers: phase test rejects ${percent(rejected)} of ${RHYTHM_RUNS} runs`);
    expect(rejected).toBeLessThanOrEqual(0.08);
  });

  it('would have a rhythm if forms were fixed groups', () => {
    const [rejected] = rejectedShares(size, 40, fixedGroups, [() => usualCorrections]);
    expect(rejected).toBeGreaterThan(0.08);
  });

  // Even if everybody got the same form, corrections from the group's own answers remove the rhythm.
  it('would have a rhythm if uneven forms were not corrected', () => {
    const [corrected, left] = rejectedShares(size, 40, sameForm, [ownCorrections, () => noCorrections]);
    expect(corrected).toBeLessThanOrEqual(0.08);
    expect(left).toBeGreaterThan(0.08);
  });
});

/** The largest mean error of a week and scale, in standard errors over the runs. */
function worstWeek(size: number, forms: Forms, corrections: Corrections): number {
  const weeks = 9;
  const runs = Array.from({ length: RUNS }, (_, run) => {
    const teachers = makeTeachers(size, true, seededRandom(size));
    return judge(teachers, askWeeks(teachers, weeks, forms, seededRandom(1000 + run)), corrections);
  });
  const each = SCALES.flatMap((scale) =>
    Array.from({ length: weeks }, (_, week) => standardised(runs.map((run) => run[week]?.error[scale] ?? 0))),
  );
  return Math.max(...each);
}

/** The same with easy and hard items apart, and new teachers in each run, for each of the corrections. */
function worstByEase(size: number, choices: readonly CorrectionsFor[]): number[] {
  const runs = Array.from({ length: RUNS }, (_, run) => {
    const random = seededRandom(5000 + run);
    const teachers = makeTeachers(size, true, random);
    const weeks = askWeeks(teachers, 9, rotation, random);
    return choices.map((correctionsFor) => judge(teachers, weeks, correctionsFor(teachers)));
  });
  return choices.map((_, choice) => {
    const weeks = runs.flatMap((run) => run[choice] ?? []);
    const halves = SCALES.flatMap((scale) => {
      const sorted = weeks.toSorted((a, b) => a.ease[scale] - b.ease[scale]).map((week) => week.error[scale]);
      const middle = sorted.length / 2;
      return [standardised(sorted.slice(0, middle)), standardised(sorted.slice(middle))];
    });
    return Math.max(...halves);
  });
}

/**
 * The share of runs in which the three phases of a cycle differ at the 5 % level on a scale, over 120 weeks, for each
 * of the corrections.
 */
function rejectedShares(size: number, runs: number, forms: Forms, choices: readonly CorrectionsFor[]): number[] {
  const rejected = choices.map(() => 0);
  for (let run = 0; run < runs; run += 1) {
    const random = seededRandom(9000 + run);
    const teachers = makeTeachers(size, true, random);
    const answers = askWeeks(teachers, 120, forms, random);
    choices.forEach((correctionsFor, choice) => {
      const corrections = correctionsFor(teachers);
      const weeks = answers.map((week) => figuresOf(week, corrections));
      const found = SCALES.filter((scale) => hasRhythm(weeks.map((figure) => figure[scale]))).length;
      rejected[choice] = (rejected[choice] ?? 0) + found;
    });
  }
  return rejected.map((found) => found / (runs * SCALES.length));
}

/**
 * F test of a two-way analysis of variance without interaction: 3 phases in 40 cycles, critical value F(2, 78) = 3.114 at
 * 5 %. Cycles are blocks, because within a cycle everybody's items add up to the whole scale: a high week makes the
 * others low.
 */
function hasRhythm(figures: readonly number[]): boolean {
  const centre = mean(figures);
  const phases = [0, 1, 2].map((phase) => mean(figures.filter((_, week) => week % 3 === phase)) - centre);
  const cycles = figures.length / 3;
  const between = (cycles * phases.reduce((sum, phase) => sum + phase ** 2, 0)) / 2;
  const within = figures.reduce((sum, figure, week) => {
    const cycle = 3 * Math.floor(week / 3);
    return sum + (figure - mean(figures.slice(cycle, cycle + 3)) - (phases[week % 3] ?? 0)) ** 2;
  }, 0);
  return between / (within / (2 * (cycles - 1))) > 3.114;
}

/** The answers in each of this many weeks. */
function askWeeks(teachers: readonly Teacher[], weeks: number, forms: Forms, random: Random): WeekAnswer[][] {
  return Array.from({ length: weeks }, (_, week) =>
    answerWeek(teachers, forms(teachers, week, random), NONRESPONSE, random),
  );
}

function judge(teachers: readonly Teacher[], weeks: readonly WeekAnswer[][], corrections: Corrections): Week[] {
  return weeks.map((answers) => {
    const figure = figuresOf(answers, corrections);
    const people = new Set(answers.map(({ person }) => person));
    const answered = teachers.filter((teacher) => people.has(teacher.id));
    const truth = byScale((scale) =>
      mean(answered.map((teacher) => mean(codesOf(scale).map((item) => teacher.truth(item))))),
    );
    return {
      error: byScale((scale) => figure[scale] - truth[scale]),
      ease: byScale((scale) => -mean(answers.map(({ item }) => easeOf(item, scale)))),
    };
  });
}

function figuresOf(answers: readonly WeekAnswer[], corrections: Corrections): Record<Scale, number> {
  const people = [...scorePeople(answers, instrument, corrections).values()];
  return byScale((scale) =>
    groupMean(people.map((person) => person.scores.get(scale)).filter((score) => score !== undefined)),
  );
}

function easeOf(item: string, scale: Scale): number {
  return codesOf(scale).includes(item) ? (usualCorrections.get(item) ?? 0) : 0;
}

function ownCorrections(teachers: readonly Teacher[]): Corrections {
  const past = instrument.items.map(({ code }) => ({
    item: code,
    answers: 200,
    mean: mean(teachers.map(({ truth }) => truth(code))),
  }));
  return correctionsFrom(instrument, past);
}

function byScale(figure: (scale: Scale) => number): Record<Scale, number> {
  return { vigour: figure('vigour'), dedication: figure('dedication'), absorption: figure('absorption') };
}

function standardised(errors: readonly number[]): number {
  return Math.abs(mean(errors)) / standardError(errors);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
