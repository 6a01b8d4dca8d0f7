import { TZDate } from '@date-fns/tz';
import { z } from 'zod';

/** Where a bare date lies, and where a day ends: the partnership's own calendar. */
const ZONE = 'Europe/Amsterdam';

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);
const day = z.iso.date();

/**
 * Reads `answered_at`: ISO 8601 with its zone ('2026-11-17T15:42:00+01:00'), or a date, which means noon in
 * Europe/Amsterdam. Milliseconds are kept, what is finer is cut off.
 * @returns the moment, or what is wrong with it
 */
export function readAnsweredAt(text: string, now: Date): Date | string {
  const isDay = day.safeParse(text).success;
  if (!isDay && !moment.safeParse(text).success) {
    return 'must be a date (2026-11-17) or a date and time with its zone (2026-11-17T15:42:00+01:00).';
  }
  if (isDay) return text > today(now) ? 'is in the future.' : noonOf(text);
  const at = new Date(text);
  return at > now ? 'is in the future.' : at;
}

function today(now: Date): string {
  return new TZDate(now, ZONE).toISOString().slice(0, 10);
}

function noonOf(date: string): Date {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, dayOfMonth, 12, ZONE).getTime());
}
