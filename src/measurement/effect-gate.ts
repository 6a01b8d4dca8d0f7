import type { SteppedFigure } from './figure-range.ts';
import { type Distance, distance, nearnessOf } from './near-end.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from './respondent-band.ts';
import { ceilToTenth, exactSum, floorToTenth, roundToTenth } from './tenths.ts';

/** The fewest people for whom an effect is shown. */
export const FEWEST_RATERS = 5;
/**
 * The fewest people when somebody gave several answers: for five, no rule that keeps the promise shows more than "1 to
 * 5".
 */
export const FEWEST_OF_SEVERAL = 6;

/** The ends of the scale. */
const [LOWEST, HIGHEST] = [1, 5];
/** With fewer people there is less room to divide points among the others. */
const MANY = 8;
const RULES = {
  five: { close: 7, fineFrom: 8, withoutOne: 2, withoutTwo: 2 },
  few: { close: 7, fineFrom: 8, withoutOne: 5, withoutTwo: 3 },
  many: { close: 6, fineFrom: 7, withoutOne: 5, withoutTwo: 3 },
} as const;
/** Two people are at most 8 points from an end, and at most 2 points are left for the others. */
const UNEVEN_UP_TO = 10;
/** With several answers for each person: two people account for at most 8 points, and 3 are left for the others. */
const WIDE_END = 11;
const ROUNDING = 1e-9;

/** Effects from 1 to 5, one for each person. */
interface Effects {
  readonly effects: readonly number[];
  /** Whether nobody gave several answers, so that each effect is a whole number. */
  readonly isOnce: boolean;
}

/** The fewest and most points from an end, for each person. */
type PointRange = readonly [fewest: number, most: number];

/**
 * The figure that is shown for effects; null for too few people, whatever they answered. The promise: whoever knows
 * this rule and what two of these people answered cannot narrow down the effect that anybody else reported to less than
 * a third of the scale; with single answers, to less than 2 points. As in gate.ts there are three outcomes near an end
 * of the scale (close, uneven, fine), and each keeps the promise together with all answers that lead to it. For five
 * people who are uneven at either end the figure is the whole scale. The tests check every combination for few people.
 */
export function gateEffect({ effects, isOnce }: Effects): SteppedFigure | null {
  const people = effects.length;
  if (people < (isOnce ? FEWEST_RATERS : FEWEST_OF_SEVERAL)) return null;
  const see = isOnce ? oneAnswerEach : severalAnswers;
  const fromTop = see(distance(effects.map((effect) => HIGHEST - effect)), people);
  if (fromTop) return rangeFigure(HIGHEST - fromTop[1], HIGHEST - fromTop[0]);
  const fromBottom = see(distance(effects.map((effect) => effect - LOWEST)), people);
  if (fromBottom) return rangeFigure(LOWEST + fromBottom[0], LOWEST + fromBottom[1]);
  return { mean: roundToTenth(exactSum(effects) / people), step: 0.1 };
}

/** Null when the figure is fine as seen from this end. */
function oneAnswerEach(from: Distance, people: number): PointRange | null {
  const rule = people === FEWEST_RATERS ? RULES.five : people < MANY ? RULES.few : RULES.many;
  const nearness = nearnessOf(from, rule);
  if (nearness === 'fine') return null;
  if (nearness === 'close') return perPerson(0, rule.close, people);
  return people === FEWEST_RATERS ? [0, HIGHEST - LOWEST] : perPerson(rule.close - 3, UNEVEN_UP_TO, people);
}

function severalAnswers({ all }: Distance, people: number): PointRange | null {
  return all < WIDE_END - ROUNDING ? perPerson(0, WIDE_END, people) : null;
}

/** The range for all sizes of the same class, so that its width reveals no exact number of people. */
function perPerson(fewest: number, most: number, people: number): PointRange {
  const place = CLASSES.findIndex((least) => people >= least);
  const above = CLASSES[place - 1];
  return [above === undefined ? 0 : fewest / (above - 1), most / (CLASSES[place] ?? people)];
}

/** Combines cells without common answers. It uses only the shown figures, so that it reveals nothing more. */
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

/** Rounds combined means far below any visible digit. */
const DIGITS = 1_000;
const CLASSES = [50, 20, 10, MANY, FEWEST_RATERS];

function rangeFigure(low: number, high: number): SteppedFigure {
  const [from, to] = [Math.max(LOWEST, floorToTenth(low)), Math.min(HIGHEST, ceilToTenth(high))];
  return { mean: Math.round(50 * (from + to)) / 100, step: roundToTenth(to - from) };
}
