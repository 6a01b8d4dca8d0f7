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
 * Writes the quarter's post for every supervisors' channel; safe to repeat. Below the threshold there is none.
 * @param quarter '2027-Q1'
 * @returns whether there is a post
 */
export async function announceMethod(method: Method, quarter: string, now: Date): Promise<boolean> {
  if ((await methodAtQuarter(method, quarter)) === null) return false;
  await method.store.announce(quarter, now, addDays(now, 4), afterPublicHoliday(now, method.timezone));
  return true;
}

/** The composer of the quarter's post; null when by now there is nothing to tell. */
export async function composeMethod(method: Method, quarter: string, language: string): Promise<View | null> {
  const published = await methodAtQuarter(method, quarter);
  return published && methodView(published, language);
}

/**
 * Over the weeks before the quarter's first Monday, frozen by whoever asks first: once somebody stopped or was erased it would come out
 * otherwise, and two of them tell of who is in one and not in the other.
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

/** The quarter of which the reliability is told by now. */
export function toldQuarter(now: Date, timezone: string): string {
  const quarter = quarterOf(now, timezone);
  return now < firstMondayOf(quarter, timezone) ? quarterBefore(quarter) : quarter;
}
