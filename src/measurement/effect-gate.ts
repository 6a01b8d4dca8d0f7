import type { SteppedFigure } from './figure-range.ts';
import { type Distance, distance, nearnessOf } from './near-end.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from './respondent-band.ts';
import { ceilToTenth, exactSum, floorToTenth, roundToTenth } from './tenths.ts';

/** Fewest people of whom an effect is shown. */
export const FEWEST_RATERS = 5;
/** Of means of several answers, no rule for five that keeps the promise tells more than "1 to 5". */
export const FEWEST_OF_SEVERAL = 6;

/** The ends of the scale. */
const [LOWEST, HIGHEST] = [1, 5];
/** Below it there is less room to divide points among the others. */
const MANY = 8;
const RULES = {
  five: { close: 7, fineFrom: 8, withoutOne: 2, withoutTwo: 2 },
  few: { close: 7, fineFrom: 8, withoutOne: 5, withoutTwo: 3 },
  many: { close: 6, fineFrom: 7, withoutOne: 5, withoutTwo: 3 },
} as const;
/** Two people are at most 8 points away from an end, and at most 2 are left besides. */
const UNEVEN_UP_TO = 10;
/** With several answers a person: two people account for 8 points, and 3 are left for the others. */
const WIDE_END = 11;
const ROUNDING = 1e-9;

/** Effects from 1 to 5, one a person. */
interface Effects {
  readonly effects: readonly number[];
  /** Whether nobody gave several answers, so that each is a whole number. */
  readonly isOnce: boolean;
}

/** From how many points from an end to how many, for each person. */
type PointRange = readonly [fewest: number, most: number];

/**
 * The figure that is shown of effects; null for too few people, whatever they answered.
 *
 * The promise: whoever knows this rule and what two of these people answered cannot confine the effect that anybody else
 * felt to less than a third of the scale; of single answers, to less than 2 points. As in gate.ts there are three outcomes
 * near an end of the scale (close, uneven, fine), and each keeps the promise together with all answers that lead to it. Of
 * five people who are uneven at either end nothing is told. The tests count out every combination of few people.
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

/** Null when it is fine as seen from this end. */
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

/** What it can be for anybody of the same class, so that its width tells no number of people. */
function perPerson(fewest: number, most: number, people: number): PointRange {
  const place = CLASSES.findIndex((least) => people >= least);
  const above = CLASSES[place - 1];
  return [above === undefined ? 0 : fewest / (above - 1), most / (CLASSES[place] ?? people)];
}

/** Of cells that share no answer: computed from what is shown of each, so that it tells nothing more. */
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
const CLASSES = [50, 20, 10, MANY, FEWEST_RATERS];

function rangeFigure(low: number, high: number): SteppedFigure {
  const [from, to] = [Math.max(LOWEST, floorToTenth(low)), Math.min(HIGHEST, ceilToTenth(high))];
  return { mean: Math.round(50 * (from + to)) / 100, step: roundToTenth(to - from) };
}
