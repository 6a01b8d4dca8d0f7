import { readFileSync } from 'node:fs';
import { type Corrections, correctionsFrom } from '../../src/measurement/corrections.ts';
import type { WeekAnswer } from '../../src/measurement/estimate.ts';
import { type Instrument, itemsOfScale, parseInstrument } from '../../src/measurement/instrument.ts';
import type { Random } from '../../src/measurement/random.ts';
import { assignItems } from '../../src/measurement/rotation.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import { drawTruth, type Truth } from '../../src/measurement/simulated-truth.ts';
import type { cronbachAlpha } from '../../src/measurement/statistics.ts';

/** The unparsed file, for tests that corrupt it. */
export function readInstrumentJson(language: 'nl' | 'en'): unknown {
  const file = new URL(`../../src/measurement/instruments/polsslag-${language}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

export const instrument: Instrument = parseInstrument(readInstrumentJson('nl'), 'polsslag-nl.json');
export const usualCorrections: Corrections = correctionsFrom(instrument, []);
export const noCorrections: Corrections = new Map(instrument.items.map((item) => [item.code, 0]));

export interface Teacher {
  readonly id: string;
  readonly circle: string;
  readonly truth: Truth;
  readonly asked: Record<Scale, string[]>;
}

/** @param constant whether each teacher always gives the same answer to an item while nothing changes */
export function makeTeachers(count: number, constant: boolean, random: Random, circle = 'Noord'): Teacher[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${circle}-${index}`,
    circle,
    truth: drawTruth(instrument, constant, random),
    asked: { vigour: [], dedication: [], absorption: [] },
  }));
}

/** A way to choose the three items of each teacher of a circle in a week. */
export type Forms = (
  teachers: readonly Teacher[],
  week: number,
  random: Random,
) => ReadonlyMap<string, readonly string[]>;

/** The product's own way. */
export const rotation: Forms = (teachers, _week, random) => {
  const assigned = assignItems(teachers, instrument, random);
  for (const teacher of teachers) rememberAsked(teacher, assigned.get(teacher.id) ?? []);
  return assigned;
};

/** Three fixed groups, each with the three forms in the same order forever. */
export const fixedGroups: Forms = (teachers, week) =>
  new Map(teachers.map((teacher, index) => [teacher.id, formOf(index + week)]));

/** Everybody gets the same form in the same week. */
export const sameForm: Forms = (teachers, week) => new Map(teachers.map((teacher) => [teacher.id, formOf(week)]));

/** Records the asked items, so that the rotation continues next week. */
export function rememberAsked(teacher: Teacher, items: readonly string[]): void {
  for (const scale of SCALES) {
    const codes = codesOf(scale);
    if (teacher.asked[scale].length === codes.length) teacher.asked[scale].length = 0;
    teacher.asked[scale].push(...items.filter((item) => codes.includes(item)));
  }
}

const CODES = new Map(SCALES.map((scale) => [scale, itemsOfScale(instrument, scale).map((item) => item.code)]));

/** The codes of a scale's items, in the instrument's order. */
export function codesOf(scale: Scale): readonly string[] {
  return CODES.get(scale) ?? [];
}

/** The answers of one week. @param nonresponse the chance that a teacher does not answer */
export function answerWeek(
  teachers: readonly Teacher[],
  forms: ReadonlyMap<string, readonly string[]>,
  nonresponse: number,
  random: Random,
): WeekAnswer[] {
  return teachers.flatMap(({ id, circle, truth }) =>
    random() < nonresponse
      ? []
      : (forms.get(id) ?? []).map((item) => ({ person: id, circle, item, value: truth(item) })),
  );
}

/** The mean; NaN of no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard error of the mean of these values. */
export function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

const FORMS = [0, 1, 2].map((place) => SCALES.flatMap((scale) => codesOf(scale).slice(place, place + 1)));

function formOf(number: number): readonly string[] {
  return FORMS[number % 3] ?? [];
}

/** The sample variances of each item, and of the rows' sums, for rows with one value per item. */
export function variancesOf(rows: readonly (readonly number[])[]): Parameters<typeof cronbachAlpha>[0] {
  const items = rows[0]?.map((_, item) => variance(rows.map((row) => row[item] ?? 0))) ?? [];
  return { items, sum: variance(rows.map((row) => row.reduce((sum, value) => sum + value, 0))) };
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
