import type { SteppedFigure } from './figure-range.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from './respondent-band.ts';
import { ceilToTenth, exactSum, floorToTenth, roundToTenth } from './tenths.ts';

/** Fewest people of whom an effect is shown: of five, no rule that keeps the promise below tells more than "1 to 5". */
export const FEWEST_RATERS = 6;

/** The ends of the scale. */
const [LOWEST, HIGHEST] = [1, 5];
/** Less than so many points from an end, nothing else is told: two people account for 8, and 3 are left for the others. */
const WIDE_END = 11;
const ROUNDING = 1e-9;

/**
 * The figure that is shown of effects from 1 to 5, one a person (the mean of theirs); null for fewer than FEWEST_RATERS.
 *
 * The promise: whoever knows this rule and what two of these people answered cannot confine the effect that anybody else
 * felt to less than a third of the scale. There are three outcomes: near the top, near the bottom, and the mean to 0.1.
 * Near an end two people may account for 8 of at most 11 points, so that everybody else may be at that end or 2 points
 * off; otherwise at least 3 points to either side are left for the others, whoever the two are. The tests count out every
 * combination of few people.
 */
export function gateEffect(effects: readonly number[]): SteppedFigure | null {
  const people = effects.length;
  if (people < FEWEST_RATERS) return null;
  const sum = exactSum(effects);
  const [fromTop, fromBottom] = [HIGHEST * people - sum, sum - LOWEST * people];
  // What the widest of the ends can be for anybody of the same band, so that its width tells no number of people.
  const end = WIDE_END / leastOfClass(people);
  if (fromTop < WIDE_END - ROUNDING) return rangeFigure(HIGHEST - end, HIGHEST);
  if (fromBottom < WIDE_END - ROUNDING) return rangeFigure(LOWEST, LOWEST + end);
  return { mean: roundToTenth(sum / people), step: 0.1 };
}

/** Of cells that share no answer: reckoned from what is shown of each, so that it tells nothing more. */
export function combineEffects(
  cells: readonly { readonly figure: SteppedFigure; readonly raters: RespondentBand }[],
): SteppedFigure {
  const [only] = cells;
  if (only && cells.length === 1) return only.figure;
  const weight = (value: (figure: SteppedFigure) => number) =>
    exactSum(cells.map(({ figure, raters }) => TYPICAL_PEOPLE[raters] * value(figure)));
  const all = weight(() => 1);
  return {
    mean: Math.round((weight(({ mean }) => mean) / all) * DIGITS) / DIGITS,
    step: ceilToTenth(weight(({ step }) => step) / all),
  };
}

/** Means of published figures are rounded far below what anybody reads. */
const DIGITS = 1_000;
const CLASSES = [50, 20, 10, 8, FEWEST_RATERS];

function leastOfClass(people: number): number {
  return CLASSES.find((least) => people >= least) ?? people;
}

function rangeFigure(low: number, high: number): SteppedFigure {
  const [from, to] = [Math.max(LOWEST, floorToTenth(low)), Math.min(HIGHEST, ceilToTenth(high))];
  return { mean: Math.round(50 * (from + to)) / 100, step: roundToTenth(to - from) };
}
