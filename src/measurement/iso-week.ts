import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { getISOWeek } from 'date-fns/getISOWeek';
import { getISOWeeksInYear } from 'date-fns/getISOWeeksInYear';
import { getISOWeekYear } from 'date-fns/getISOWeekYear';
import { setISOWeek } from 'date-fns/setISOWeek';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';
import { PolsslagError } from '../errors.ts';

const WEEK_PATTERN = /^(\d{4})-W(\d{2})$/;

/**
 * Checks that a text names an ISO 8601 week that exists ('2026-W47'), and returns it.
 * @throws PolsslagError BAD_INPUT
 */
export function parseWeek(text: string): string {
  const { year, number } = splitWeek(text);
  // Checked in this order because every year has 52 weeks, and finding out about a 53rd takes longer.
  if (number < 1 || (number > 52 && number > weeksIn(year))) {
    throw new PolsslagError('BAD_INPUT', `There is no week ${number} in ${year}: it has ${weeksIn(year)} weeks.`);
  }
  return text;
}

/** The ISO week in which an instant falls, in an IANA time zone. */
export function weekOf(date: Date, zone: string): string {
  const local = new TZDate(date, zone);
  const day = new Date(local.getFullYear(), local.getMonth(), local.getDate());
  return writeWeek(getISOWeekYear(day), getISOWeek(day));
}

/** Monday 00:00 of a week in a time zone. @throws PolsslagError BAD_INPUT */
export function startOfWeek(week: string, zone: string): Date {
  const monday = firstDayOf(week);
  return new Date(new TZDate(monday.getFullYear(), monday.getMonth(), monday.getDate(), zone).getTime());
}

/** The Monday of a week, as yyyy-MM-dd. @throws PolsslagError BAD_INPUT */
export function mondayOf(week: string): string {
  return format(firstDayOf(week), 'yyyy-MM-dd');
}

/** The first instant after a week: Monday 00:00 of the next, in a time zone. @throws PolsslagError BAD_INPUT */
export function endOfWeek(week: string, zone: string): Date {
  return startOfWeek(nextWeek(week), zone);
}

/** @throws PolsslagError BAD_INPUT */
export function previousWeek(week: string): string {
  const { year, number } = splitWeek(parseWeek(week));
  return number > 1 ? writeWeek(year, number - 1) : writeWeek(year - 1, weeksIn(year - 1));
}

/** @throws PolsslagError BAD_INPUT */
export function weeksBefore(week: string, weeks: number): string {
  return weeks === 0 ? parseWeek(week) : weeksBefore(previousWeek(week), weeks - 1);
}

/** @throws PolsslagError BAD_INPUT */
export function nextWeek(week: string): string {
  const { year, number } = splitWeek(parseWeek(week));
  return number < 52 || number < weeksIn(year) ? writeWeek(year, number + 1) : writeWeek(year + 1, 1);
}

/** 44, of '2026-W44'. */
export function weekNumber(week: string): number {
  return Number(week.slice(6));
}

/** '2026', of '2026-W44'. */
export function yearOf(week: string): string {
  return week.slice(0, 4);
}

/** Whether a week is over in this time zone. @throws PolsslagError BAD_INPUT */
export function isWeekOver(week: string, now: Date, zone: string): boolean {
  return weekOf(now, zone) > parseWeek(week);
}

/**
 * The Monday of a week in this machine's time zone, of which only year, month and day may be used. Weeks are the same
 * in all time zones, and computing in another one takes a hundred times as long.
 */
function firstDayOf(week: string): Date {
  const { year, number } = splitWeek(parseWeek(week));
  // 4 January lies in week 1 of its year, by definition of ISO 8601.
  return startOfISOWeek(setISOWeek(new Date(year, 0, 4), number));
}

function splitWeek(text: string): { year: number; number: number } {
  const match = WEEK_PATTERN.exec(text);
  if (match === null) {
    throw new PolsslagError('BAD_INPUT', `A week is written like 2026-W47, not like ${JSON.stringify(text)}.`);
  }
  return { year: Number(match[1]), number: Number(match[2]) };
}

function weeksIn(year: number): number {
  return getISOWeeksInYear(new Date(year, 5, 1));
}

function writeWeek(year: number, number: number): string {
  return `${String(year).padStart(4, '0')}-W${String(number).padStart(2, '0')}`;
}
