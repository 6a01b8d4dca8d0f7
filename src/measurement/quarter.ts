import { TZDate } from '@date-fns/tz';
import { getQuarter } from 'date-fns/getQuarter';
import { getYear } from 'date-fns/getYear';
import { nextMonday } from 'date-fns/nextMonday';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { subDays } from 'date-fns/subDays';
import { PolsslagError } from '../errors.ts';

const PATTERN = /^(\d{4})-Q([1-4])$/;

/** The quarter in which an instant falls, in an IANA time zone: '2027-Q1'. */
export function quarterOf(date: Date, zone: string): string {
  const local = new TZDate(date, zone);
  return `${String(getYear(local)).padStart(4, '0')}-Q${getQuarter(local)}`;
}

/** The first Monday of a quarter, 00:00 in a time zone. @throws PolsslagError BAD_INPUT */
export function firstMondayOf(quarter: string, zone: string): Date {
  const match = PATTERN.exec(quarter);
  if (match === null) throw new PolsslagError('BAD_INPUT', 'A quarter is written like 2027-Q1.');
  const start = startOfQuarter(new TZDate(Number(match[1]), 3 * (Number(match[2]) - 1), 1, zone));
  return new Date(nextMonday(subDays(start, 1)).getTime());
}
