import type { Corrections } from './corrections.ts';
import { type ScaleScore, scorePeople, scorerOfOne, type WeekAnswer } from './estimate.ts';
import type { Instrument } from './instrument.ts';
import { SCALES, type Scale } from './scale.ts';

/** So many people of a circle gave this value to this item. */
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
  /** How many answered at all. */
  readonly people: number;
  /** How many answered on every scale. */
  readonly respondents: number;
}

/** A week in which everybody gave one answer a scale at most, in one circle: counted, so that nobody's answers are read. */
export interface CountedAnswers {
  readonly counts: readonly AnswerCount[];
  readonly circles: readonly CircleCount[];
}

/** How a week was answered: one by one in the order in which the answers were given, or counted. */
export type WeekAnswers = readonly WeekAnswer[] | CountedAnswers;

/** What the people of one circle, or of several together, scored in a week. */
interface CircleScores extends Omit<CircleCount, 'circle'> {
  /** One score for everybody who answered on the scale. */
  readonly scores: Readonly<Record<Scale, readonly ScaleScore[]>>;
}

/**
 * The week's scores per circle, by scorePeople's rules.
 * @throws PolsslagError BAD_INPUT on an unknown item or a value that is not whole or not within 0 to 6
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

/** The scores of several circles as if they were one. */
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
