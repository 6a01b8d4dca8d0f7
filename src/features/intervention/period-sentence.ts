import type { SteppedFigure } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from '../../measurement/respondent-band.ts';
import { periodTexts } from './period-texts.ts';

/** The standard deviation of answers about one kind of help, from the study. */
const SPREAD = 0.95;
/** Of the normal distribution: chance alone exceeds it in one of twenty comparisons. */
const CRITICAL = 1.96;
/**
 * The same when each kind of help is judged by itself: with eight kinds, chance alone makes any of them exceed it in
 * one month of twenty (one-sided).
 */
const CRITICAL_OF_EACH = 2.65;
/** The most kinds of help that are named as having done most or least: more do not stand out. */
const MAX_NAMED = 2;

type ShownIntervention = Extract<PublishedInterventions['interventions'][number], { felt: unknown }>;

const lowest = ({ mean, step }: SteppedFigure) => mean - step / 2;
const highest = ({ mean, step }: SteppedFigure) => mean + step / 2;

/**
 * What to look at first: which kinds of help clearly did most and least, and from which clearly more was expected. Said
 * only when it holds wherever the true values lie within the published ranges, and when chance alone would seldom cause
 * it.
 * @returns null when there is nothing to compare
 */
export function whatStandsOut(
  { scope, interventions }: PublishedInterventions,
  list: InterventionList,
  language: string,
): string | null {
  const texts = periodTexts(language);
  const shown = interventions.flatMap((each) => ('felt' in each ? [each] : []));
  const labelsOf = (some: readonly ShownIntervention[]) => some.map(({ code }) => list.labelOf(code, language));
  const byMean = shown.toSorted((a, b) => b.felt.mean - a.felt.mean);
  const leaders = standingOut(byMean, isAbove);
  const last = standingOut(byMean.toReversed(), (one, other) => isAbove(other, one));
  // With two kinds of help, naming the best one already says which did least.
  const isLeastSaid = last.length > 0 && leaders.length + last.length < shown.length;
  const less = shown.filter(({ felt, expected, raters }) => {
    return expected !== null && lowest(expected) - highest(felt) >= chanceBetween(raters, raters, CRITICAL_OF_EACH);
  });
  const none = shown.length < interventions.length ? texts.noneOfKnown : texts.none;
  const expectedMore = scope === 'team' ? texts.expectedMore : texts.ownExpectedMore;
  const said = [
    ...(shown.length < 2 ? [] : [leaders.length > 0 ? texts.most(labelsOf(leaders)) : none]),
    ...(isLeastSaid ? [texts.least(labelsOf(last))] : []),
    ...(less.length === 0 ? [] : [expectedMore(labelsOf(less))]),
  ];
  return said.length === 0 ? null : said.join(' ');
}

/** The first one, or the first few together, when each of them is clearly apart from all others; otherwise none. */
function standingOut(
  sorted: readonly ShownIntervention[],
  isAway: (one: ShownIntervention, other: ShownIntervention) => boolean,
): readonly ShownIntervention[] {
  for (let size = 1; size <= MAX_NAMED && size < sorted.length; size += 1) {
    const [first, rest] = [sorted.slice(0, size), sorted.slice(size)];
    if (first.every((one) => rest.every((other) => isAway(one, other)))) return first;
  }
  return [];
}

function isAbove(one: ShownIntervention, other: ShownIntervention): boolean {
  return lowest(one.felt) - highest(other.felt) >= chanceBetween(one.raters, other.raters, CRITICAL);
}

/** How far two means may differ by chance: the bound of a test of two means at this critical value. */
function chanceBetween(one: RespondentBand, other: RespondentBand, critical: number): number {
  return critical * SPREAD * Math.sqrt(1 / TYPICAL_PEOPLE[one] + 1 / TYPICAL_PEOPLE[other]);
}
