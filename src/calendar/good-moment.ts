import type { Calendar, Lessons, Place } from './calendar.ts';
import { type Day, dayAt, daysAfter, momentOf, weekdayOf } from './day.ts';

/** Nobody is disturbed before or after these times, in minutes after midnight. */
export const EARLIEST = 7 * 60 + 30;
export const LATEST = 19 * 60;

export const WORKDAYS: readonly number[] = [1, 2, 3, 4, 5];

/** How many days are searched; no holidays and no pause are as long. */
const MAX_DAYS_SEARCHED = 1_000;

/** What decides which moments are good for somebody. */
export interface Whose extends Place {
  /** 1 is Monday, 5 Friday. */
  readonly workdays: readonly number[];
  /** The first day after a pause. */
  readonly pausedUntil: Day | null;
}

/** When somebody wants to get their questions. */
export interface Rhythm extends Whose {
  /** 1 is Monday, 5 Friday; null for the deployment's own day. */
  readonly day: number | null;
  /** 'HH:mm'; null for the deployment's own time. */
  readonly time: string | null;
}

/**
 * The first moment from `from` on at which somebody may be disturbed: on one of their working days, not on a holiday or
 * during a pause, and in their school's time zone not in lesson time, early in the morning or in the evening.
 * @throws Error when there is none within some years
 */
export function nextGoodMoment(from: Date, whose: Whose, calendar: Calendar): Date {
  const today = dayAt(from, whose.timezone);
  const begin = whose.pausedUntil !== null && whose.pausedUntil > today ? whose.pausedUntil : today;
  for (let ahead = 0; ahead < MAX_DAYS_SEARCHED; ahead += 1) {
    const day = daysAfter(begin, ahead);
    const at = isGoodDay(day, whose, calendar) ? inWindows(day, from, whose, calendar) : null;
    if (at !== null) return at;
  }
  throw new Error('no good moment in years');
}

/** Whether a time of day is outside lessons, early mornings and evenings. @param minutes after midnight */
export function isGoodTime(minutes: number, lessons: Lessons): boolean {
  return windowsOf(lessons).some(({ opens, shuts }) => opens <= minutes && minutes < shuts);
}

function isGoodDay(day: Day, whose: Whose, calendar: Calendar): boolean {
  const weekday = weekdayOf(day);
  return weekday <= 5 && whose.workdays.includes(weekday) && !calendar.isHoliday(day, whose);
}

/** The first good moment on a good day that is not before `from`. */
function inWindows(day: Day, from: Date, { timezone }: Whose, { lessons }: Calendar): Date | null {
  for (const { opens, shuts } of windowsOf(lessons)) {
    const opened = momentOf(day, opens, timezone);
    const at = opened < from ? from : opened;
    if (at < momentOf(day, shuts, timezone)) return new Date(at);
  }
  return null;
}

function windowsOf({ begin, end }: Lessons): { readonly opens: number; readonly shuts: number }[] {
  return [
    { opens: EARLIEST, shuts: begin },
    { opens: end, shuts: LATEST },
  ];
}
