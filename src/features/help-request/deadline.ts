import type { Calendar, Place } from '../../calendar/calendar.ts';
import { type Day, daysAfter, weekdayOf } from '../../calendar/day.ts';

/** Days within which a first visit is due, and after which it is reminded of: the last time when nobody came. */
const DUE_DAYS = 14;
const REMINDED_AFTER = [DUE_DAYS + 1, 12, 7] as const;

const LATE_AFTER = 8;
/** Longer than a summer holiday with an outage or a pause behind it. */
export const REMEMBERED_DAYS = 100;

/** School days in which whoever is asked whether they were there can say so. */
const LAPSED_AFTER = 3;
const FRIDAY = 5;

/** Longer than all holidays of a year together. */
const MAX_DAYS_COUNTED = 400;

/** By when a first visit is due: the last school day within so many days that are no holiday of the school. */
export function dueDay(from: Day, place: Place, calendar: Calendar): Day {
  let day = dayOutsideHolidays(from, DUE_DAYS, place, calendar);
  while (day > from && !isSchoolDay(day, place, calendar)) day = daysAfter(day, -1);
  return day;
}

/** The day on which so many days have passed that are no holiday of the school. */
export function dayOutsideHolidays(from: Day, days: number, place: Place, calendar: Calendar): Day {
  let [day, passed] = [from, 0];
  for (let ahead = 1; passed < days && ahead <= MAX_DAYS_COUNTED; ahead += 1) {
    day = daysAfter(from, ahead);
    if (!calendar.isHoliday(day, place)) passed += 1;
  }
  return day;
}

/** After how many days it is to be reminded of today; null when it is too early. */
export function reminderOf(from: Day, today: Day, place: Place, calendar: Calendar): number | null {
  return REMINDED_AFTER.find((days) => dayOutsideHolidays(from, days, place, calendar) <= today) ?? null;
}

/**
 * How late the last reminder is: `late` when it was due more than a week ago, as after an outage or where it was not sent before,
 * and `forgotten` when nobody would know any more what it is about.
 * @param from when it was asked for, or the planned day that passed
 */
export function latenessOf(from: Day, today: Day, place: Place, calendar: Calendar): 'forgotten' | 'late' | null {
  if (daysAfter(from, REMEMBERED_DAYS) <= today) return 'forgotten';
  return dayOutsideHolidays(from, DUE_DAYS + LATE_AFTER, place, calendar) <= today ? 'late' : null;
}

/** Whether so many school days have passed since somebody was asked about a visit that it is none any more. */
export function isLapsed(asked: Day, today: Day, place: Place, calendar: Calendar): boolean {
  let schoolDays = 0;
  for (let ahead = 1; schoolDays < LAPSED_AFTER && ahead <= MAX_DAYS_COUNTED; ahead += 1) {
    const day = daysAfter(asked, ahead);
    if (day > today) return false;
    if (isSchoolDay(day, place, calendar)) schoolDays += 1;
  }
  return true;
}

/** Of this school: neither a weekend nor a holiday there. */
export function isSchoolDay(day: Day, place: Place, calendar: Calendar): boolean {
  return weekdayOf(day) <= FRIDAY && !calendar.isHoliday(day, place);
}
