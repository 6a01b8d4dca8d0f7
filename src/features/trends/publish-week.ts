import { addDays } from 'date-fns/addDays';
import { afterPublicHoliday } from '../../calendar/calendar.ts';
import { PolsslagError } from '../../errors.ts';
import type { CountedAnswers, WeekAnswers } from '../../measurement/circle-scores.ts';
import { correctionsFrom } from '../../measurement/corrections.ts';
import {
  circlesKeptBack,
  discloseWeek,
  parsePublishedWeek,
  publishedWeekJson,
  tellUnreached,
} from '../../measurement/disclosure/week.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { isWeekOver, parseWeek } from '../../measurement/iso-week.ts';
import type { TrendStore } from './store.ts';

interface Publication {
  readonly store: TrendStore;
  readonly instrument: Instrument;
  readonly timezone: string;
  /** The fewest teachers behind a figure, at least five. */
  readonly minimum: number;
}

/** How many frozen weeks a week is compared with; older ones are no useful comparison. */
const COMPARED_WEEKS = 12;

/**
 * Freezes the figures of a week that is over; the first caller decides the moment, and later calls give the same bytes.
 * @returns the JSON text of a PublishedWeek, or null when nobody was asked that week and no answers were imported for
 *   it
 * @throws PolsslagError WEEK_NOT_OVER, or BAD_INPUT when there is no such week
 */
export async function freezeWeek(publication: Publication, week: string, now: Date): Promise<string | null> {
  const { store, instrument, timezone, minimum } = publication;
  if (!isWeekOver(parseWeek(week), now, timezone)) {
    throw new PolsslagError(
      'WEEK_NOT_OVER',
      `Week ${week} is not over yet: its figures can be asked for from the Monday after it.`,
    );
  }
  // Read in parallel; in the rare case that the week is frozen already, a little was read in vain.
  const [frozen, past, circles, answers] = await Promise.all([
    store.publishedUpTo(week, COMPARED_WEEKS + 1),
    store.itemPast(week),
    store.circles(week),
    // The operator may have changed the instrument since: answers to items that are not in it cannot be scored.
    store.answersOf(week, instrument),
  ]);
  const last = frozen.at(-1);
  if (last?.week === week) return last.body;
  const asked = circles.filter((circle) => circle.asked);
  if (asked.length === 0 && countsOf(answers).length === 0) return null;
  const figures = discloseWeek({
    week,
    answers,
    circles: circles.map(({ name }) => name),
    formerNames: new Map(circles.map(({ name, formerNames }) => [name, formerNames])),
    askedCircles: new Set(asked.map(({ name }) => name)),
    instrument,
    corrections: correctionsFrom(instrument, past),
    minimum,
    previous: frozen
      .slice(-COMPARED_WEEKS)
      .map(({ body }) => parsePublishedWeek(body))
      .reverse(),
  });
  // Only for circles that are withheld: counting the messages of all circles made publishing a quarter slower.
  const keptBack = circlesKeptBack(figures);
  const disclosed =
    keptBack.length === 0 ? figures : tellUnreached(figures, await store.messagesOf(week, keptBack, now), minimum);
  return store.freeze(week, publishedWeekJson(disclosed), totalsOf(answers), now);
}

/** Totals of the same answers that the figures were made of: one that arrives meanwhile counts in neither. */
function totalsOf(answers: WeekAnswers): Parameters<TrendStore['freeze']>[2] {
  const totals = new Map<string, { count: number; sum: number }>();
  for (const { item, value, people } of countsOf(answers)) {
    const total = totals.get(item) ?? { count: 0, sum: 0 };
    total.count += people;
    total.sum += people * value;
    totals.set(item, total);
  }
  return [...totals].map(([item, total]) => ({ item, ...total }));
}

function countsOf(answers: WeekAnswers): readonly Omit<CountedAnswers['counts'][number], 'circle'>[] {
  return 'counts' in answers ? answers.counts : answers.map(({ item, value }) => ({ item, value, people: 1 }));
}

/**
 * Publishes a week that is over in every supervisors' channel, on a day on which somebody is at work. Safe to repeat.
 * @returns whether there is a post
 */
export async function publishWeek(publication: Publication, week: string, now: Date): Promise<boolean> {
  if ((await freezeWeek(publication, week, now)) === null) return false;
  await publication.store.announce(week, now, addDays(now, 4), afterPublicHoliday(now, publication.timezone));
  return true;
}
