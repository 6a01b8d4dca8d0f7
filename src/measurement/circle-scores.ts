import type { Corrections } from './corrections.ts';
import { type ScaleScore, scorePeople, scorerOfOne, type WeekAnswer } from './estimate.ts';
import type { Instrument } from './instrument.ts';
import { SCALES, type Scale } from './scale.ts';

/** How many people of a circle gave this value to this item. */
interface AnswerCount {
  readonly circle: string;
  /** Item code. */
  readonly item: string;
  /** 0 to 6, whole. */
  readonly value: number;
  readonly people: number;
}

interface CircleCount {
  readonly circle: string;
  /** How many people answered anything. */
  readonly people: number;
  /** How many people answered on every scale. */
  readonly respondents: number;
}

/**
 * The answers of a week in which nobody gave more than one answer on a scale, as counts: individual answers need not be
 * read.
 */
export interface CountedAnswers {
  readonly counts: readonly AnswerCount[];
  readonly circles: readonly CircleCount[];
}

/** The answers of a week: either one by one, in the order in which they were given, or as counts. */
export type WeekAnswers = readonly WeekAnswer[] | CountedAnswers;

/** The scores of the people of one circle, or of several together, in a week. */
interface CircleScores extends Omit<CircleCount, 'circle'> {
  /** One score for each person who answered on the scale. */
  readonly scores: Readonly<Record<Scale, readonly ScaleScore[]>>;
}

/**
 * The scores of a week by circle, following the rules of scorePeople.
 * @throws PolsslagError BAD_INPUT for an unknown item or a value that is not a whole number from 0 to 6
 */
export function scoresByCircle(
  answers: WeekAnswers,
  instrument: Instrument,
  corrections: Corrections,
): ReadonlyMap<string, CircleScores> {
  return 'counts' in answers
    ? fromCounts(answers, instrument, corrections)
    : fromPeople(answers, instrument, corrections);
}

/** The scores of several circles together. */
export function poolScores(circles: readonly CircleScores[]): CircleScores {
  const [only] = circles;
  if (only !== undefined && circles.length === 1) return only;
  const together = (scale: Scale) => circles.flatMap(({ scores }) => scores[scale]);
  return {
    people: circles.reduce((sum, { people }) => sum + people, 0),
    respondents: circles.reduce((sum, { respondents }) => sum + respondents, 0),
    scores: { vigour: together('vigour'), dedication: together('dedication'), absorption: together('absorption') },
  };
}

interface Growing {
  people: number;
  respondents: number;
  readonly scores: Readonly<Record<Scale, ScaleScore[]>>;
}

function fromCounts({ counts, circles }: CountedAnswers, instrument: Instrument, corrections: Corrections) {
  const found = new Map<string, Growing>();
  for (const { circle, people, respondents } of circles) {
    found.set(circle, { people, respondents, scores: noScores() });
  }
  const scoreOf = scorerOfOne(instrument, corrections);
  for (const { circle, item, value, people } of counts) {
    const { scale, score } = scoreOf(item, value);
    const scores = found.get(circle)?.scores[scale];
    for (let person = 0; person < people; person += 1) scores?.push(score);
  }
  return found;
}

function fromPeople(answers: readonly WeekAnswer[], instrument: Instrument, corrections: Corrections) {
  const found = new Map<string, Growing>();
  for (const { circle, scores } of scorePeople(answers, instrument, corrections).values()) {
    const growing = found.get(circle) ?? { people: 0, respondents: 0, scores: noScores() };
    found.set(circle, growing);
    growing.people += 1;
    if (SCALES.every((scale) => scores.has(scale))) growing.respondents += 1;
    for (const [scale, score] of scores) growing.scores[scale].push(score);
  }
  return found;
}

function noScores(): Record<Scale, ScaleScore[]> {
  return { vigour: [], dedication: [], absorption: [] };
}
