import type { Config } from '../config.ts';
import { regionsOnHoliday } from '../features/check-in/school-holidays.ts';
import { previousWeek, weekOf } from '../measurement/iso-week.ts';
import { firstMondayOf, quarterOf } from '../measurement/quarter.ts';
import { METHOD_PATTERN } from '../schedule/announce-method.ts';
import { nextDue } from '../schedule/next-due.ts';

/** What the calendar does next. */
export interface Coming {
  readonly checkIns: {
    /** The first moment at which somebody is asked. */
    readonly at: Date;
    readonly week: string;
    /** The regions of our schools that are left alone then. */
    readonly onHoliday: readonly string[];
    /** Moments before it at which every region of our schools has a holiday. */
    readonly skipped: readonly Date[];
  };
  readonly publication: { readonly at: Date; readonly week: string };
  readonly method: { readonly at: Date; readonly quarter: string };
}

type Calendar = Pick<Config, 'checkInSchedule' | 'publicationSchedule' | 'timezone'>;

/** @param regions those of our schools; none means that there are no schools yet */
export function whatComes({ timezone, ...schedules }: Calendar, regions: readonly string[], now: Date): Coming {
  const first = (pattern: string) => nextDue(pattern, timezone, now).next().value;
  const publishedAt = first(schedules.publicationSchedule);
  const methodAt = firstWhere(METHOD_PATTERN, timezone, now, (at) => {
    const monday = firstMondayOf(quarterOf(at, timezone), timezone);
    return weekOf(at, timezone) === weekOf(monday, timezone);
  });
  return {
    checkIns: nextCheckIns(schedules.checkInSchedule, timezone, regions, now),
    publication: { at: publishedAt, week: previousWeek(weekOf(publishedAt, timezone)) },
    method: { at: methodAt, quarter: quarterOf(methodAt, timezone) },
  };
}

/** No holiday is as long as this many moments of any schedule that asks once a day at most. */
const MOST_SKIPPED = 100;

function nextCheckIns(pattern: string, timezone: string, regions: readonly string[], now: Date): Coming['checkIns'] {
  const skipped: Date[] = [];
  for (const at of nextDue(pattern, timezone, now)) {
    const away = regionsOnHoliday(at, timezone);
    const onHoliday = regions.filter((region) => away.includes(region));
    const everybody = regions.length > 0 && onHoliday.length === regions.length;
    if (!everybody || skipped.length >= MOST_SKIPPED) return { at, week: weekOf(at, timezone), onHoliday, skipped };
    skipped.push(at);
  }
  throw new Error('a schedule has no end');
}

function firstWhere(pattern: string, timezone: string, now: Date, holds: (at: Date) => boolean): Date {
  for (const at of nextDue(pattern, timezone, now)) if (holds(at)) return at;
  throw new Error('a schedule has no end');
}
