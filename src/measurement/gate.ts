import { groupMean, type ScaleScore } from './estimate.ts';
import { STEPS, type Step } from './published-week.ts';

/** A figure that gives nobody away: the true one, held within 0 to 6, lies within mean ± step/2. */
export interface GatedFigure {
  readonly mean: number;
  readonly step: Step;
}

/** An end of the scale: all answers within so many points of it, added up over the people, make one figure together. */
const END = 8;
/** The same where some people gave several answers: then sums need not be whole, and the end is taken wider. */
const WIDE_END = 16;
/** Below this many people a wide end does not fit into the coarsest step. */
const PEOPLE_FOR_WIDE_END = 9;
const ROUNDING = 1e-9;
/** Keeps the cases that count on a third clear of its very border. */
const EDGE = 0.01;

/** How far people are from one end of the scale, in points: together, the farthest one, the farthest two. */
interface Distance {
  readonly all: number;
  readonly farthest: number;
  readonly farthestTwo: number;
}

/**
 * The figure that may be shown of these people's scores on one scale, or null when none may.
 *
 * The promise: whoever knows who answered which item, the corrections, this whole rule, and the answers of two of these
 * people, cannot confine one answer of anybody else to a range narrower than 2 points. Choosing the step by looking at
 * the answers would itself tell something (a fine step says "nobody is in danger here"), so that the rule is made such
 * that all answers that lead to the same outcome, taken together, keep the promise:
 *
 * - D, the sum of distances to 6, is at most END: one figure for all such weeks, [6 - step, 6]. Its step depends on the
 *   number of people only. Shown when nobody is more than END - 4 away and no two more than END - 2 together: then both
 *   "everybody else answered 6" and "one answered 4, the others 6" lead to the same figure. The same near 0.
 * - Otherwise to the nearest 0.1, when nobody accounts for more than D - 4 and no two for more than D - 2, and likewise
 *   from 0. These weeks keep the promise even if the exact mean were shown (proof by cases: from D = 14 on the
 *   conditions are always met; up to 13 the test goes through every combination for every number of people).
 * - Otherwise withheld.
 *
 * For a cell in which somebody gave several answers see severalAnswers.
 */
export function gateFigure(scores: readonly ScaleScore[]): GatedFigure | null {
  const people = scores.length;
  if (scores.some((score) => score.answers > 1)) return severalAnswers(scores);
  const fromTop = distance(scores.map((score) => 6 - score.raw));
  const fromBottom = distance(scores.map((score) => score.raw));
  if (fromTop.all <= END) return hides(fromTop, END) ? topFigure(people, END - shift(scores)) : null;
  if (fromBottom.all <= END) return hides(fromBottom, END) ? bottomFigure(people, END + shift(scores)) : null;
  return hides(fromTop, fromTop.all) && hides(fromBottom, fromBottom.all) ? fineFigure(scores) : null;
}

/**
 * With several answers a person (an imported questionnaire) a score is a mean of whole numbers. From nine people on:
 * ends of WIDE_END points, which no two people can fill, and otherwise the nearest 0.1: two people account for 12 points
 * at most, so that 4 remain to be divided, of which at most 2 can be bound by fractions. With fewer people: thirds.
 */
function severalAnswers(scores: readonly ScaleScore[]): GatedFigure | null {
  if (scores.length < PEOPLE_FOR_WIDE_END) return third(scores);
  const fromTop = distance(scores.map((score) => 6 - score.raw));
  const fromBottom = distance(scores.map((score) => score.raw));
  if (fromTop.all < WIDE_END - ROUNDING) return topFigure(scores.length, WIDE_END - shift(scores));
  if (fromBottom.all < WIDE_END - ROUNDING) return bottomFigure(scores.length, WIDE_END + shift(scores));
  return fineFigure(scores);
}

/** The lower, middle or upper third of the scale. The outer ones are ends as above, of whatever width they have. */
function third(scores: readonly ScaleScore[]): GatedFigure | null {
  const people = scores.length;
  const mean = groupMean(scores);
  const low = 2 * people - shift(scores);
  const high = 4 * people - shift(scores);
  const fromTop = distance(scores.map((score) => 6 - score.raw));
  const fromBottom = distance(scores.map((score) => score.raw));
  if (mean >= 4) return hides(fromTop, 6 * people - high - EDGE) ? { mean: 5, step: 2 } : null;
  if (mean < 2) return hides(fromBottom, low - EDGE) ? { mean: 1, step: 2 } : null;
  // Two people hold 0 to 12 points: 3 more must fit in below the highest sum, and above the lowest.
  return high >= 15 && low <= 6 * people - 15 ? { mean: 3, step: 2 } : null;
}

/** True when no two people are the only ones who can account for the distance, up to `limit`. */
function hides(distances: Distance, limit: number): boolean {
  return distances.farthest <= limit - 4 && distances.farthestTwo <= limit - 2;
}

function fineFigure(scores: readonly ScaleScore[]): GatedFigure {
  const mean = Math.min(6, Math.max(0, groupMean(scores)));
  return { mean: Math.round(mean * 10) / 10, step: 0.1 };
}

/** `points` from the end, corrections included, divided over the people. */
function topFigure(people: number, points: number): GatedFigure | null {
  const step = finestStep(points / people);
  return step === null ? null : { mean: 6 - step / 2, step };
}

function bottomFigure(people: number, points: number): GatedFigure | null {
  const step = finestStep(points / people);
  return step === null ? null : { mean: step / 2, step };
}

function finestStep(width: number): Step | null {
  return STEPS.find((step) => step >= width - ROUNDING) ?? null;
}

/** What the corrections add to the sum of scores. */
function shift(scores: readonly ScaleScore[]): number {
  return scores.reduce((sum, score) => sum + score.corrected - score.raw, 0);
}

function distance(each: readonly number[]): Distance {
  let all = 0;
  let farthest = 0;
  let second = 0;
  for (const points of each) {
    all += points;
    if (points > farthest) {
      second = farthest;
      farthest = points;
    } else if (points > second) {
      second = points;
    }
  }
  return { all, farthest, farthestTwo: farthest + second };
}
