import { groupMean, type ScaleScore } from './estimate.ts';
import type { SteppedFigure } from './figure-range.ts';
import { type Distance, distance, nearnessOf } from './near-end.ts';
import { ceilToTenth, exactSum, floorToTenth, roundToTenth } from './tenths.ts';

/** The fewest people for whom anything is shown, whatever the deployer sets. */
export const FEWEST_PEOPLE = 5;
/**
 * The fewest people for whom anything is shown beside other groups: with fewer a figure is almost always a wide range.
 */
export const FEWEST_BESIDE_OTHERS = 8;
/**
 * A week is fine when this many of the points to an end are left without the person farthest from it, or without the
 * two farthest.
 */
const LEFT_WITHOUT_ONE = 5;
const LEFT_WITHOUT_TWO = 3;
/** Two people are at most 12 points from an end, and less than LEFT_WITHOUT_TWO is left for the others. */
const UNEVEN_UP_TO = 14;
/** With several answers for each person, sums need not be whole; the ends are then this many points wide. */
const WIDE_END = 15;
const ROUNDING = 1e-9;

/** The visible range near one end of the scale: how many points the mean answer is from it. */
interface Seen {
  readonly fewest: number;
  readonly most: number;
}

/**
 * The figure that is shown of these people's scores on one scale; null below FEWEST_PEOPLE, and only then.
 *
 * The promise: whoever knows who answered which item, the corrections, this whole rule, and the answers of two of these
 * people, cannot confine one answer of anybody else to a range narrower than 2 points. There are three outcomes near an
 * end of the scale, and each keeps the promise together with all answers that lead to it. With D, the points from that
 * end added up, and `close`, 6 points (9 for few people):
 *
 * - close: D is at most `close`, nobody is more than close - 4 away and no two more than close - 2. Whatever two know of
 *   themselves, everybody else may be at the end, or any one of them 2 points off.
 * - fine, to the nearest 0.1: D is more than that (with few people at least 12), and without the farthest one at least 5 of
 *   it are left, without two at least 3.
 *   These weeks keep the promise even if the exact sum were shown. From D = 15 on this is always so, for two people are
 *   12 points away at most and 3 have to be divided among the others. No rule with these ends can call more weeks fine.
 * - uneven: all other weeks; D is at most 14 in them. Where two are far from the end themselves, everybody else may be at
 *   it, or any one 2 points off: then at most 2 are left without the farthest two, so that the week cannot be fine.
 *   Where they are not, somebody else is far from it, and that may be anybody.
 *
 * Nothing is hidden because of answers: an uneven week is shown as a range. The tests go through every week of few people.
 * When somebody gave several answers, see severalAnswers.
 */
export function gateFigure(scores: readonly ScaleScore[]): SteppedFigure | null {
  const people = scores.length;
  if (people < FEWEST_PEOPLE) return null;
  const see = scores.some((score) => score.answers > 1) ? severalAnswers : oneAnswerEach;
  const mean = groupMean(scores);
  // The effect of the corrections, which whoever knows the items can compute.
  const shift = mean - exactSum(scores.map(({ raw }) => raw)) / people;
  const fromTop = see(distance(scores.map(({ raw }) => 6 - raw)), people);
  if (fromTop) return figureOfRange(6 - fromTop.most + shift, 6 - fromTop.fewest + shift);
  const fromBottom = see(distance(scores.map(({ raw }) => raw)), people);
  if (fromBottom) return figureOfRange(fromBottom.fewest + shift, fromBottom.most + shift);
  return { mean: Math.min(6, Math.max(0, roundToTenth(mean))), step: 0.1 };
}

/** Null when the week is fine as seen from this end. */
function oneAnswerEach(from: Distance, people: number): Seen | null {
  // With few people there is less room to divide points among the others.
  const [close, fineFrom] = people < FEWEST_BESIDE_OTHERS ? [9, 12] : [6, 7];
  const rule = { close, fineFrom, withoutOne: LEFT_WITHOUT_ONE, withoutTwo: LEFT_WITHOUT_TWO };
  const nearness = nearnessOf(from, rule);
  if (nearness === 'fine') return null;
  // A week that is not close has a person more than close - 4 away, two more than close - 2 together, or a larger sum.
  return nearness === 'close' ? perPerson(0, close, people) : perPerson(close - 3, UNEVEN_UP_TO, people);
}

/**
 * With several answers for each person (an imported questionnaire) a score is a mean of whole numbers. Less than
 * WIDE_END points from an end nothing else is shown; otherwise the nearest 0.1. Two people account for at most 12
 * points, so that 3 remain for the others, of which less than 1 can be bound by fractions.
 */
function severalAnswers({ all }: Distance, people: number): Seen | null {
  return all < WIDE_END - ROUNDING ? perPerson(0, WIDE_END, people) : null;
}

/** The numbers of people that the width of a range distinguishes: the published bands, and the few. */
const CLASSES = [50, 20, 10, FEWEST_BESIDE_OTHERS, FEWEST_PEOPLE];

/** Divides points by people such that the result holds for the whole class of sizes and reveals no exact number. */
function perPerson(fewest: number, most: number, people: number): Seen {
  const place = CLASSES.findIndex((from) => people >= from);
  const above = CLASSES[place - 1];
  return { fewest: above === undefined ? 0 : fewest / (above - 1), most: most / (CLASSES[place] ?? people) };
}

/** The figure for a range, rounded outwards to 0.1 within 0 to 6; never narrower than 0.1. */
function figureOfRange(low: number, high: number): SteppedFigure {
  const from = Math.min(5.9, Math.max(0, floorToTenth(low)));
  const to = Math.max(from + 0.1, Math.min(6, ceilToTenth(high)));
  return { mean: Math.round(50 * (from + to)) / 100, step: roundToTenth(to - from) };
}
