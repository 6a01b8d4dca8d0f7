import { addDays } from 'date-fns/addDays';
import { subDays } from 'date-fns/subDays';
import type { Calendar } from '../../calendar/calendar.ts';
import { dayAt, daysAfter, minutesAt, minutesOf, momentOf, weekdayOf } from '../../calendar/day.ts';
import { nextGoodMoment, type Rhythm } from '../../calendar/good-moment.ts';
import type { Config } from '../../config.ts';
import { endOfWeek, mondayOf, startOfWeek } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';

export type CheckInSettings = Pick<Config, 'timezone' | 'lessonTime' | 'checkInSchedule' | 'closingSchedule'>;

/** When the check-ins of one week are sent and closed, by the clocks of each school. */
interface WeekMoments {
  /** When the deployment asks, holidays or not; null: not in this week. */
  usual(timezone: string): Date | null;
  /** The first good moment of the week from somebody's own day and time on, and not before `now`; null: there is none. */
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
  /** What somebody did not choose is as the deployment has it. */
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
 * From when on nothing about a check-in can be changed: the first moment of the schedule in its week that leaves whoever is
 * asked at `askedAt` a day to answer, at the latest until the end of the week.
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

/** The latest moment at which a check-in is still worth sending: there must be a day left to answer it. */
export function lastSendingOf(closesAt: Date): Date {
  return subDays(closesAt, 1);
}

/** The last day that they work in a week, where the one that is wanted comes after it: they would never be asked. */
function workedBy(wanted: number, workdays: readonly number[]): number {
  return workdays.length === 0 ? wanted : Math.min(wanted, Math.max(...workdays));
}

/** Asked for many people, and the same for all of a time zone. */
function rememberByZone<Answer>(answerOf: (timezone: string) => Answer): (timezone: string) => Answer {
  const known = new Map<string, Answer>();
  return (timezone) => {
    const answer = known.get(timezone) ?? answerOf(timezone);
    known.set(timezone, answer);
    return answer;
  };
}
