import { TZDate } from '@date-fns/tz';
import { addQuarters } from 'date-fns/addQuarters';
import { getQuarter } from 'date-fns/getQuarter';
import { getYear } from 'date-fns/getYear';
import { nextMonday } from 'date-fns/nextMonday';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { subDays } from 'date-fns/subDays';
import { PolsslagError } from '../errors.ts';

const QUARTER_PATTERN = /^(\d{4})-Q?([1-4])$/;

/** The quarter in which an instant falls, in an IANA time zone: '2027-Q1'. */
export function quarterOf(date: Date, zone: string): string {
  const local = new TZDate(date, zone);
  return `${String(getYear(local)).padStart(4, '0')}-Q${getQuarter(local)}`;
}

/** Reads a typed quarter (2027-Q1 or 2027-1). @returns it as 2027-Q1 @throws PolsslagError BAD_INPUT */
export function parseQuarter(text: string): string {
  const [year, number] = splitQuarter(text);
  return `${year}-Q${number}`;
}

/** The previous quarter. @throws PolsslagError BAD_INPUT */
export function quarterBefore(quarter: string): string {
  const [year, number] = splitQuarter(quarter);
  return number === 1 ? `${String(Number(year) - 1).padStart(4, '0')}-Q4` : `${year}-Q${number - 1}`;
}

/** The first instant after a quarter, in a time zone. @throws PolsslagError BAD_INPUT */
export function endOfQuarter(quarter: string, zone: string): Date {
  return new Date(addQuarters(beginOf(quarter, zone), 1).getTime());
}

/** The first Monday of a quarter, 00:00 in a time zone. @throws PolsslagError BAD_INPUT */
export function firstMondayOf(quarter: string, zone: string): Date {
  return new Date(nextMonday(subDays(beginOf(quarter, zone), 1)).getTime());
}

function beginOf(quarter: string, zone: string): Date {
  const [year, number] = splitQuarter(quarter);
  return startOfQuarter(new TZDate(Number(year), 3 * (number - 1), 1, zone));
}

function splitQuarter(quarter: string): [year: string, number: number] {
  const [, year, number] = QUARTER_PATTERN.exec(quarter) ?? [];
  if (year === undefined) throw new PolsslagError('BAD_INPUT', 'A quarter is written like 2027-Q1.');
  return [year, Number(number)];
}
