import { addDays } from 'date-fns/addDays';
import { afterPublicHoliday } from '../../calendar/calendar.ts';
import type { View } from '../../chat/view.ts';
import { discloseMethod, parsePublishedMethod } from '../../measurement/disclosure/method.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { PublishedMethod } from '../../measurement/published-method.ts';
import { firstMondayOf, quarterBefore, quarterOf } from '../../measurement/quarter.ts';
import type { createMethodStore } from './store.ts';
import { methodView } from './view.ts';

interface Method {
  readonly store: ReturnType<typeof createMethodStore>;
  readonly instrument: Instrument;
  readonly timezone: string;
}

/**
 * Writes the quarter's post for every supervisors' channel. Safe to repeat. Below the threshold there is none.
 * @param quarter '2027-Q1'
 * @returns whether there is a post
 */
export async function announceMethod(method: Method, quarter: string, now: Date): Promise<boolean> {
  if ((await methodAtQuarter(method, quarter)) === null) return false;
  await method.store.announce(quarter, now, addDays(now, 4), afterPublicHoliday(now, method.timezone));
  return true;
}

/** Composes the quarter's post; null when there is nothing to publish. */
export async function composeMethod(method: Method, quarter: string, language: string): Promise<View | null> {
  const published = await methodAtQuarter(method, quarter);
  return published && methodView(published, language);
}

/**
 * The figures over all weeks before the quarter's first Monday, frozen by the first caller: later the answers of people
 * who stopped or were erased would be missing, and comparing the two figures would reveal theirs.
 * @returns null below the threshold
 */
export async function methodAtQuarter(
  { store, instrument, timezone }: Method,
  quarter: string,
): Promise<PublishedMethod | null> {
  const frozen = await store.find(quarter);
  if (frozen !== null) return parsePublishedMethod(frozen);
  const week = weekOf(firstMondayOf(quarter, timezone), timezone);
  const published = discloseMethod(await store.cyclesBefore(week, instrument));
  return published && parsePublishedMethod(await store.keep(quarter, JSON.stringify(published)));
}

/** The quarter whose figures are published now. */
export function toldQuarter(now: Date, timezone: string): string {
  const quarter = quarterOf(now, timezone);
  return now < firstMondayOf(quarter, timezone) ? quarterBefore(quarter) : quarter;
}
