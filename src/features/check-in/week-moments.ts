import { addDays } from 'date-fns/addDays';
import { subDays } from 'date-fns/subDays';
import type { Calendar } from '../../calendar/calendar.ts';
import { dayAt, daysAfter, minutesAt, minutesOf, momentOf, weekdayOf } from '../../calendar/day.ts';
import { nextGoodMoment, type Rhythm } from '../../calendar/good-moment.ts';
import type { Config } from '../../config.ts';
import { endOfWeek, mondayOf, startOfWeek } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';

export type CheckInSettings = Pick<Config, 'timezone' | 'lessonTime' | 'checkInSchedule' | 'closingSchedule'>;

/** When the check-ins of one week are sent and closed, in the time zone of each school. */
interface WeekMoments {
  /** When the deployment asks, ignoring holidays; null when it does not ask this week. */
  usual(timezone: string): Date | null;
  /** The first good moment of the week from somebody's own day and time on, and not before `now`; null for none. */
  momentFor(rhythm: Rhythm, now: Date): Date | null;
  closesAt(timezone: string, askedAt: Date): Date;
}

const WEEK_DAYS = 7;

/** @param week ISO week. @throws PolsslagError BAD_INPUT when it is none */
export function momentsOfWeek(
  week: string,
  calendar: Calendar,
  { checkInSchedule, closingSchedule }: CheckInSettings,
): WeekMoments {
  const monday = mondayOf(week);
  const inWeek = (day: number, minutes: number, timezone: string) =>
    momentOf(daysAfter(monday, day - 1), minutes, timezone);
  const endsAt = rememberByZone((timezone) => inWeek(WEEK_DAYS + 1, 0, timezone));
  const usual = rememberByZone((timezone) => {
    const justBefore = new Date(startOfWeek(week, timezone).getTime() - 1);
    const at = nextDue(checkInSchedule, timezone, justBefore).next().value;
    return at < endsAt(timezone) ? at : null;
  });
  /** A day or time that somebody did not choose is the deployment's. */
  const wanted = ({ day, time, timezone, workdays }: Rhythm) => {
    const asUsual = day === null || time === null ? usual(timezone) : null;
    if (asUsual === null) return day === null || time === null ? null : inWeek(day, minutesOf(time), timezone);
    const weekday = workedBy(day ?? weekdayOf(dayAt(asUsual, timezone)), workdays);
    return inWeek(weekday, time === null ? minutesAt(asUsual, timezone) : minutesOf(time), timezone);
  };
  return {
    usual,
    closesAt: (timezone, askedAt) => closingOf(week, closingSchedule, timezone, askedAt),
    momentFor: (rhythm, now) => {
      const from = wanted(rhythm)?.getTime();
      const last = lastSendingOf(endsAt(rhythm.timezone));
      if (from === undefined || now >= last) return null;
      const at = nextGoodMoment(new Date(Math.max(from, now.getTime())), rhythm, calendar);
      return at < last ? at : null;
    },
  };
}

/**
 * When a check-in closes: the first closing of the schedule in its week that leaves a day to answer after `askedAt`, or
 * else the end of the week.
 */
function closingOf(week: string, pattern: string, timezone: string, askedAt: Date): Date {
  const end = endOfWeek(week, timezone);
  const enough = addDays(askedAt, 1);
  for (const closing of nextDue(pattern, timezone, startOfWeek(week, timezone))) {
    if (closing >= end) return end;
    if (closing >= enough) return closing;
  }
  return end;
}

/** The last moment at which a check-in is worth sending: there must be a day left to answer it. */
export function lastSendingOf(closesAt: Date): Date {
  return subDays(closesAt, 1);
}

/**
 * The wanted weekday, or somebody's last working day of the week when that is earlier: otherwise they would never be
 * asked.
 */
function workedBy(wanted: number, workdays: readonly number[]): number {
  return workdays.length === 0 ? wanted : Math.min(wanted, Math.max(...workdays));
}

/** Remembers results by time zone, because they are needed for many people. */
function rememberByZone<Answer>(answerOf: (timezone: string) => Answer): (timezone: string) => Answer {
  const known = new Map<string, Answer>();
  return (timezone) => {
    const answer = known.get(timezone) ?? answerOf(timezone);
    known.set(timezone, answer);
    return answer;
  };
}
