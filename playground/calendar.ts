import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addWeeks } from 'date-fns/addWeeks';
import { set } from 'date-fns/set';
import { regionsOnHoliday } from '../src/calendar/school-holidays.ts';
import { startOfWeek, weekOf } from '../src/measurement/iso-week.ts';

/** Tuesday 15:30 of the week of an instant, in a time zone: the moment of the check-ins. */
export function tuesdayOf(moment: Date, timezone: string): Date {
  const tuesday = addDays(new TZDate(startOfWeek(weekOf(moment, timezone), timezone), timezone), 1);
  return new Date(set(tuesday, { hours: 15, minutes: 30 }).getTime());
}

/** The first Monday 08:00 after an instant, in a time zone: the moment of publication. */
export function mondayAfter(moment: Date, timezone: string): Date {
  const monday = new TZDate(startOfWeek(weekOf(moment, timezone), timezone), timezone);
  const thisWeek = set(monday, { hours: 8 });
  return new Date((thisWeek > moment ? thisWeek : addWeeks(thisWeek, 1)).getTime());
}

/** The first moment of check-ins after an instant that is not in this region's school holidays. */
export function nextCheckInAfter(moment: Date, timezone: string, region: string): Date {
  let tuesday = tuesdayOf(moment, timezone);
  while (tuesday <= moment || regionsOnHoliday(tuesday, timezone).includes(region)) {
    tuesday = tuesdayOf(addWeeks(new TZDate(tuesday, timezone), 1), timezone);
  }
  return tuesday;
}
