import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addWeeks } from 'date-fns/addWeeks';
import { set } from 'date-fns/set';
import { createCalendar } from '../src/calendar/calendar.ts';
import { WORKDAYS } from '../src/calendar/good-moment.ts';
import { type CheckInSettings, momentsOfWeek } from '../src/features/check-in/week-moments.ts';
import { nextWeek, startOfWeek, weekOf } from '../src/measurement/iso-week.ts';

/** Tuesday 15:30 in the week of an instant, in a time zone: when check-ins are sent. */
export function tuesdayOf(moment: Date, timezone: string): Date {
  const tuesday = addDays(new TZDate(startOfWeek(weekOf(moment, timezone), timezone), timezone), 1);
  return new Date(set(tuesday, { hours: 15, minutes: 30 }).getTime());
}

/** The first Monday 08:00 after an instant, in a time zone: when a week is published. */
export function mondayAfter(moment: Date, timezone: string): Date {
  const monday = new TZDate(startOfWeek(weekOf(moment, timezone), timezone), timezone);
  const thisWeek = set(monday, { hours: 8 });
  return new Date((thisWeek > moment ? thisWeek : addWeeks(thisWeek, 1)).getTime());
}

/** 15:30 on the day after an instant, in a time zone: after school. */
export function afternoonAfter(moment: Date, timezone: string): Date {
  const tomorrow = addDays(new TZDate(moment, timezone), 1);
  return new Date(set(tomorrow, { hours: 15, minutes: 30, seconds: 0, milliseconds: 0 }).getTime());
}

/**
 * The moment of this region's check-ins in the week of an instant, or that instant if the moment has passed; null when
 * nobody can be asked any more this week.
 */
export function checkInFrom(moment: Date, region: string, settings: CheckInSettings): Date | null {
  const moments = momentsOfWeek(weekOf(moment, settings.timezone), createCalendar(settings.lessonTime, []), settings);
  const { timezone } = settings;
  const anybody = { day: null, time: null, workdays: WORKDAYS, pausedUntil: null };
  return moments.momentFor({ ...anybody, timezone, school: { id: '', region } }, moment);
}

/** The first check-in moment after an instant that is not in this region's school holidays. */
export function nextCheckInAfter(moment: Date, region: string, settings: CheckInSettings): Date {
  const { timezone } = settings;
  for (let week = weekOf(moment, timezone); ; week = nextWeek(week)) {
    const at = checkInFrom(startOfWeek(week, timezone), region, settings);
    if (at !== null && at > moment) return at;
  }
}
