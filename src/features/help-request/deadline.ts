import type { Calendar, Place } from '../../calendar/calendar.ts';
import { type Day, daysAfter, weekdayOf } from '../../calendar/day.ts';

/**
 * A first visit is due within DUE_DAYS. A reminder follows after each of REMINDED_AFTER; the last one when nobody came.
 */
const DUE_DAYS = 14;
const REMINDED_AFTER = [DUE_DAYS + 1, 12, 7] as const;

const LATE_AFTER = 8;
/** Longer than a summer holiday followed by an outage or a pause. */
export const REMEMBERED_DAYS = 100;

/** How many school days a supervisor has to answer whether the visit took place. */
const LAPSED_AFTER = 3;
const FRIDAY = 5;

/** More than all holidays of a year, so that counting always ends. */
const MAX_DAYS_COUNTED = 400;

/** When a first visit is due: the last school day within DUE_DAYS, not counting holidays of the school. */
export function dueDay(from: Day, place: Place, calendar: Calendar): Day {
  let day = dayOutsideHolidays(from, DUE_DAYS, place, calendar);
  while (day > from && !isSchoolDay(day, place, calendar)) day = daysAfter(day, -1);
  return day;
}

/** The day on which this many days have passed, not counting holidays of the school. */
export function dayOutsideHolidays(from: Day, days: number, place: Place, calendar: Calendar): Day {
  let [day, passed] = [from, 0];
  for (let ahead = 1; passed < days && ahead <= MAX_DAYS_COUNTED; ahead += 1) {
    day = daysAfter(from, ahead);
    if (!calendar.isHoliday(day, place)) passed += 1;
  }
  return day;
}

/** The reminder that is due today, by its number of days; null when it is too early for one. */
export function reminderOf(from: Day, today: Day, place: Place, calendar: Calendar): number | null {
  return REMINDED_AFTER.find((days) => dayOutsideHolidays(from, days, place, calendar) <= today) ?? null;
}

/**
 * How late the last reminder is: `late` when it was due more than a week ago, as after an outage or where reminders
 * were not sent before, and `forgotten` when nobody would remember what it is about.
 * @param from the day of the request, or the planned day that passed
 */
export function latenessOf(from: Day, today: Day, place: Place, calendar: Calendar): 'forgotten' | 'late' | null {
  if (daysAfter(from, REMEMBERED_DAYS) <= today) return 'forgotten';
  return dayOutsideHolidays(from, DUE_DAYS + LATE_AFTER, place, calendar) <= today ? 'late' : null;
}

/**
 * Whether the supervisor has not answered for so many school days that the planned visit no longer counts.
 * @param asked the day on which they were asked whether it took place
 */
export function isLapsed(asked: Day, today: Day, place: Place, calendar: Calendar): boolean {
  let schoolDays = 0;
  for (let ahead = 1; schoolDays < LAPSED_AFTER && ahead <= MAX_DAYS_COUNTED; ahead += 1) {
    const day = daysAfter(asked, ahead);
    if (day > today) return false;
    if (isSchoolDay(day, place, calendar)) schoolDays += 1;
  }
  return true;
}

/** Whether this school is open: neither a weekend nor a holiday there. */
export function isSchoolDay(day: Day, place: Place, calendar: Calendar): boolean {
  return weekdayOf(day) <= FRIDAY && !calendar.isHoliday(day, place);
}
