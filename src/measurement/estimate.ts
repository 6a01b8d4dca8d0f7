import { PolsslagError } from '../errors.ts';
import type { Corrections } from './corrections.ts';
import type { Instrument } from './instrument.ts';
import type { Scale } from './scale.ts';
import { exactSum } from './tenths.ts';

/** An answer that counts in a week. */
export interface WeekAnswer {
  readonly person: string;
  readonly circle: string;
  /** Item code. */
  readonly item: string;
  /** 0 to 6, whole. */
  readonly value: number;
}

/** The score of one person on one scale in one week. */
export interface ScaleScore {
  /** The mean of the answers as given, 0 to 6. */
  readonly raw: number;
  /** Mean of the corrected answers. */
  readonly corrected: number;
  /** The number of answers in the mean, 1 to 3. */
  readonly answers: number;
}

interface PersonScores {
  readonly circle: string;
  readonly scores: ReadonlyMap<Scale, ScaleScore>;
}

/**
 * Computes each person's score by scale: the mean over the person's answers of that week of (answer +
 * correction(item)). Of several answers to one item the last in the list counts; a person counts in one circle, that of
 * their last answer. It is unbiased for those who answered: a person's item is a fair draw out of three, and the three
 * corrections c of a scale add up to zero, so that E[a(i) + c(i)] = (a1 + a2 + a3) / 3 whatever the corrections are.
 * @throws PolsslagError BAD_INPUT for an unknown item or a value that is not a whole number from 0 to 6
 */
export function scorePeople(
  answers: readonly WeekAnswer[],
  instrument: Instrument,
  corrections: Corrections,
): ReadonlyMap<string, PersonScores> {
  const scaleOf = itemScales(instrument);
  const people = new Map<string, { circle: string; given: Map<string, number> }>();
  for (const { person, circle, item, value } of answers) {
    checkedScale(item, value, instrument, scaleOf);
    const known = people.get(person) ?? { circle, given: new Map<string, number>() };
    known.circle = circle;
    known.given.set(item, value);
    people.set(person, known);
  }
  return new Map(
    [...people].map(([person, { circle, given }]) => [
      person,
      { circle, scores: scoresOf(given, scaleOf, corrections) },
    ]),
  );
}

/** Scores a person by their only answer on its scale. @throws PolsslagError BAD_INPUT as scorePeople */
export function scorerOfOne(
  instrument: Instrument,
  corrections: Corrections,
): (item: string, value: number) => { readonly scale: Scale; readonly score: ScaleScore } {
  const scaleOf = itemScales(instrument);
  return (item, value) => {
    const scale = checkedScale(item, value, instrument, scaleOf);
    return { scale, score: { raw: value, corrected: value + (corrections.get(item) ?? 0), answers: 1 } };
  };
}

/** The scale of each item, by item code. */
function itemScales(instrument: Instrument): ReadonlyMap<string, Scale> {
  return new Map(instrument.items.map((item) => [item.code, item.scale]));
}

function checkedScale(item: string, value: number, instrument: Instrument, scaleOf: ReadonlyMap<string, Scale>): Scale {
  const scale = scaleOf.get(item);
  if (scale === undefined)
    throw new PolsslagError('BAD_INPUT', `Item ${item} is not in instrument ${instrument.code}.`);
  if (!Number.isInteger(value) || value < 0 || value > 6) {
    throw new PolsslagError('BAD_INPUT', 'An answer is a whole number from 0 to 6.');
  }
  return scale;
}

/** The figure of a group: the plain mean over the people who answered, independent of their order. NaN for nobody. */
export function groupMean(scores: readonly ScaleScore[]): number {
  return exactSum(scores.map(({ corrected }) => corrected)) / scores.length;
}

function scoresOf(
  given: ReadonlyMap<string, number>,
  scaleOf: ReadonlyMap<string, Scale>,
  corrections: Corrections,
): ReadonlyMap<Scale, ScaleScore> {
  const scores = new Map<Scale, ScaleScore>();
  for (const [item, value] of given) {
    const scale = scaleOf.get(item);
    if (scale === undefined) continue;
    const { raw, corrected, answers } = scores.get(scale) ?? { raw: 0, corrected: 0, answers: 0 };
    const total = answers + 1;
    scores.set(scale, {
      raw: (raw * answers + value) / total,
      corrected: (corrected * answers + value + (corrections.get(item) ?? 0)) / total,
      answers: total,
    });
  }
  return scores;
}
