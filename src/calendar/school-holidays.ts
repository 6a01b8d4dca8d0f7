import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import holidays from './school-holidays.json' with { type: 'json' };

/** The Dutch school regions that have a holiday on the day of this instant, in a time zone. */
export function regionsOnHoliday(now: Date, timezone: string): readonly string[] {
  const day = format(new TZDate(now, timezone), 'yyyy-MM-dd');
  return Object.entries(holidays.regions)
    .filter(([, list]) => list.some((holiday) => holiday.first <= day && day <= holiday.last))
    .map(([region]) => region);
}

/** The last day for which every region's holidays are known, as yyyy-MM-dd. */
export function holidaysKnownUntil(): string {
  const ends = Object.values(holidays.regions).map(
    (list) =>
      list
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? '',
  );
  return ends.sort()[0] ?? '';
}
