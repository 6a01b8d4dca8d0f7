import { type Day, dayAt } from './day.ts';
import holidays from './school-holidays.json' with { type: 'json' };

/** The Dutch school regions that have a holiday on the day of this instant, in a time zone, by the dates that came along. */
export function regionsOnHoliday(now: Date, timezone: string): readonly string[] {
  const day = dayAt(now, timezone);
  return Object.entries(holidays.regions)
    .filter(([, list]) => list.some((holiday) => holiday.first <= day && day <= holiday.last))
    .map(([region]) => region);
}

/** Holidays of a region or of a school, for one school year ('2026-2027'). */
export interface Holidays {
  /** A region, or the id of a school. */
  readonly of: string;
  readonly schoolYear: string;
  readonly first: Day;
  readonly last: Day;
}

/** Those of the government that came along. */
export const KNOWN_HOLIDAYS: readonly (Holidays & { readonly name: string })[] = Object.entries(
  holidays.regions,
).flatMap(([of, list]) =>
  list.map(({ name, first, last }) => ({ of, schoolYear: holidays.schoolYear, name, first, last })),
);
