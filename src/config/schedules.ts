import { addDays } from 'date-fns/addDays';
import { addMinutes } from 'date-fns/addMinutes';
import { endOfWeek, startOfWeek, weekOf } from '../measurement/iso-week.ts';
import { lastDue, nextDue } from '../schedule/due.ts';
import type { Environment } from './environment.ts';

type Schedules = Pick<Environment, 'POLSSLAG_CHECK_IN_SCHEDULE' | 'POLSSLAG_CLOSING_SCHEDULE'>;

/**
 * How many weeks are checked. With a weekly pattern all weeks are alike; with a day of the month they differ, and then
 * one good week is enough.
 */
const LOOKED_AT = 4;
/** Any time zone will do for comparing patterns; this one has no clock changes. */
const CLOCK = 'UTC';
const FROM = new Date('2027-01-03T23:59:00Z');

/** Reports a closing before the questions are sent: they would silently stay open until the end of the week. */
export function faultsOfSchedules({
  POLSSLAG_CHECK_IN_SCHEDULE: asks,
  POLSSLAG_CLOSING_SCHEDULE: closes,
}: Schedules): string[] {
  const openings = nextDue(asks, CLOCK, FROM);
  const first = faultOfWeek(openings.next().value, closes);
  for (let more = 1; first !== null && more < LOOKED_AT; more += 1) {
    if (faultOfWeek(openings.next().value, closes) === null) return [];
  }
  return first === null ? [] : [first];
}

function faultOfWeek(opening: Date, closes: string): string | null {
  const week = weekOf(opening, CLOCK);
  // In a week without a closing, questions close at its end.
  if (nextDue(closes, CLOCK, opening).next().value <= endOfWeek(week, CLOCK)) return null;
  const closing = lastDue(closes, CLOCK, addMinutes(opening, 1));
  if (closing <= startOfWeek(week, CLOCK)) return null;
  return `POLSSLAG_CLOSING_SCHEDULE is not right: questions would close on ${writeMoment(closing)}, and POLSSLAG_CHECK_IN_SCHEDULE asks them on ${writeMoment(opening)} of the same week: let them close after that.`;
}

/** Notes a closing less than a day after the questions are sent: such a closing does not apply to them. */
export function hintsOfSchedules({
  POLSSLAG_CHECK_IN_SCHEDULE: asks,
  POLSSLAG_CLOSING_SCHEDULE: closes,
}: Schedules): string[] {
  const openings = nextDue(asks, CLOCK, FROM);
  const hints = Array.from({ length: LOOKED_AT }, () => hintOfWeek(openings.next().value, closes));
  // One week in which the closing applies shows that the schedule is as intended.
  return hints.includes(null) ? [] : hints.slice(0, 1).flatMap((hint) => hint ?? []);
}

function hintOfWeek(opening: Date, closes: string): string | null {
  const end = endOfWeek(weekOf(opening, CLOCK), CLOCK);
  const closing = nextDue(closes, CLOCK, opening).next().value;
  const enough = addDays(opening, 1);
  // From the minute before, so that a closing exactly a day later applies.
  const counting = nextDue(closes, CLOCK, addMinutes(enough, -1)).next().value;
  if (closing >= enough || counting < end) return null;
  return `POLSSLAG_CLOSING_SCHEDULE would close questions on ${writeMoment(closing)}, less than a day after POLSSLAG_CHECK_IN_SCHEDULE asks them on ${writeMoment(opening)}: they stay open until the end of the week. Let them close a day later, if that is not what you want.`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: CLOCK, weekday: 'long' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeZone: CLOCK, hour: '2-digit', minute: '2-digit' });

/** 'Tuesday at 15:30' */
function writeMoment(at: Date): string {
  return `${DAY.format(at)} at ${TIME.format(at)}`;
}
