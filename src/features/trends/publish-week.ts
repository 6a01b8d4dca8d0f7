import { addDays } from 'date-fns';
import { PolsslagError } from '../../errors.ts';
import { correctionsFrom } from '../../measurement/corrections.ts';
import { discloseWeek, parsePublishedWeek, publishedWeekJson } from '../../measurement/disclosure.ts';
import type { WeekAnswer } from '../../measurement/estimate.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { isOver, parseWeek, previousWeek, weekOf } from '../../measurement/iso-week.ts';
import type { ItemTotal, TrendStore } from './trend-store.ts';

export interface Publication {
  readonly store: TrendStore;
  readonly instrument: Instrument;
  readonly timezone: string;
  /** Fewest teachers behind a figure, at least five. */
  readonly minimum: number;
}

/** How far back the last published week of a circle is looked for; longer ago it is no comparison any more. */
const COMPARED_WEEKS = 12;

/**
 * The figures of a week that is over, frozen by whoever asks first: asking again gives the same bytes.
 * @returns the JSON text of a PublishedWeek, or null when nobody was asked that week
 * @throws PolsslagError WEEK_NOT_OVER, or BAD_INPUT when there is no such week
 */
export async function freezeWeek(publication: Publication, week: string, now: Date): Promise<string | null> {
  const { store, instrument, timezone, minimum } = publication;
  if (!isOver(parseWeek(week), now, timezone)) {
    throw new PolsslagError(
      'WEEK_NOT_OVER',
      `Week ${week} is not over yet: its figures can be asked for from the Monday after it.`,
    );
  }
  const frozen = await store.findPublished(week);
  if (frozen !== null) return frozen;
  const [circles, given, past, before] = await Promise.all([
    store.circles(week),
    store.answersOf(week),
    store.itemPast(week),
    store.publishedUpTo(previousWeek(week), COMPARED_WEEKS),
  ]);
  const asked = circles.filter((circle) => circle.asked);
  if (asked.length === 0) return null;
  // Since they were given, the deployer may have taken another instrument: what is not in it cannot be scored any more.
  const items = new Set(instrument.items.map(({ code }) => code));
  const answers = given.filter(({ item }) => items.has(item));

  const disclosed = discloseWeek({
    week,
    answers,
    circles: circles.map(({ name }) => name),
    askedCircles: new Set(asked.map(({ name }) => name)),
    instrument,
    corrections: correctionsFrom(instrument, past),
    minimum,
    previous: before.map(parsePublishedWeek).reverse(),
  });
  return store.freeze(week, publishedWeekJson(disclosed), totalsOf(answers), now);
}

/** From the very answers that the figures were made of: one that comes in meanwhile counts in neither. */
function totalsOf(answers: readonly WeekAnswer[]): ItemTotal[] {
  const totals = new Map<string, { count: number; sum: number }>();
  for (const { item, value } of answers) {
    const total = totals.get(item) ?? { count: 0, sum: 0 };
    total.count += 1;
    total.sum += value;
    totals.set(item, total);
  }
  return [...totals].map(([item, total]) => ({ item, ...total }));
}

/**
 * Publishes the week before this one in every supervisors' channel; safe to repeat.
 * @returns the week, or null when nobody was asked
 */
export async function publishLastWeek(publication: Publication, now: Date): Promise<string | null> {
  const week = previousWeek(weekOf(now, publication.timezone));
  if ((await freezeWeek(publication, week, now)) === null) return null;
  await publication.store.announce(week, now, addDays(now, 4));
  return week;
}
