import { TZDate, tzOffset } from '@date-fns/tz';

/** A calendar day as yyyy-MM-dd, in any time zone. */
export type Day = string;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** The calendar day at a moment, in a time zone (IANA name). */
export function dayAt(at: Date, timezone: string): Day {
  return wallClock(at, timezone).slice(0, 10);
}

/** The day this many days later; negative for earlier. */
export function daysAfter(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The number of days from the first day to the second. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}

/** The moment at which clocks in a time zone show this many minutes after midnight. */
export function momentOf(day: Day, minutes: number, timezone: string): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, date, Math.floor(minutes / 60), minutes % 60, timezone).getTime());
}

/** Reads 'HH:mm' as minutes after midnight. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Writes minutes after midnight as 'HH:mm'. */
export function clockTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The time of day in a time zone, in minutes after midnight. */
export function minutesAt(at: Date, timezone: string): number {
  const minutes = Math.floor(at.getTime() / MINUTE_MS + offsetAt(at, timezone));
  return ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

/** The local date and time in a time zone, as ISO 8601 without an offset. */
function wallClock(at: Date, timezone: string): string {
  return new Date(at.getTime() + offsetAt(at, timezone) * MINUTE_MS).toISOString().slice(0, -1);
}

/** The last result, because a batch of messages asks about the same moment for each person. */
let known = { minute: Number.NaN, timezone: '', offset: 0 };

/** The offset of a time zone from UTC in minutes. It changes on whole minutes only. */
function offsetAt(at: Date, timezone: string): number {
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  if (known.minute !== minute || known.timezone !== timezone) {
    known = { minute, timezone, offset: tzOffset(timezone, at) };
  }
  return known.offset;
}
