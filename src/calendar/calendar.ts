import { type Day, dayAt, daysAfter, minutesAt, momentOf, weekdayOf } from './day.ts';
import publicHolidays from './public-holidays.json' with { type: 'json' };
import { type Holidays, KNOWN_HOLIDAYS } from './school-holidays.ts';

/** What determines a school's calendar. */
export interface Place {
  /** IANA name. */
  readonly timezone: string;
  /** Null for people without a school, who have no school holidays. */
  readonly school: { readonly id: string; readonly region: string } | null;
}

/** Lesson time in minutes after midnight, during which teachers are not disturbed. */
export interface Lessons {
  readonly begin: number;
  readonly end: number;
}

export interface Calendar {
  readonly lessons: Lessons;
  /** Whether schools are closed that day for a public or school holiday. Weekends are not included. */
  isHoliday(day: Day, place: Place): boolean;
}

const CARIBBEAN = new Set(publicHolidays.BQ);
const EUROPEAN = new Set(publicHolidays.NL);
const FRIDAY = 5;
const SHIPPED = byYear(KNOWN_HOLIDAYS);

/**
 * Makes the calendar.
 * @param imported holidays that the operator imported. For a school year, those of a school replace those of its
 *   region, and those of a region replace the built-in ones
 */
export function createCalendar(lessons: Lessons, imported: readonly Holidays[]): Calendar {
  const known = byYear(imported);
  const merged = new Map<string, readonly Holidays[]>();
  const holidaysOf = ({ id, region }: NonNullable<Place['school']>) => {
    const key = `${region} ${id}`;
    const list =
      merged.get(key) ??
      [...new Map([...yearsOf(SHIPPED, region), ...yearsOf(known, region), ...yearsOf(known, id)]).values()].flat();
    merged.set(key, list);
    return list;
  };
  return {
    lessons,
    isHoliday: (day, { timezone, school }) =>
      isPublicHoliday(day, timezone) ||
      (school !== null && holidaysOf(school).some(({ first, last }) => first <= day && day <= last)),
  };
}

/** Moves a moment on a public holiday to the same time on the next working day, not in a weekend. */
export function afterPublicHoliday(at: Date, timezone: string): Date {
  const begin = dayAt(at, timezone);
  if (!isPublicHoliday(begin, timezone)) return at;
  let day = daysAfter(begin, 1);
  while (isPublicHoliday(day, timezone) || weekdayOf(day) > FRIDAY) day = daysAfter(day, 1);
  return momentOf(day, minutesAt(at, timezone), timezone);
}

function isPublicHoliday(day: Day, timezone: string): boolean {
  return (isCaribbean(timezone) ? CARIBBEAN : EUROPEAN).has(day);
}

type ByYear = ReadonlyMap<string, ReadonlyMap<string, readonly Holidays[]>>;

/** By region or school, then by school year. */
function byYear(list: readonly Holidays[]): ByYear {
  const all = new Map<string, Map<string, Holidays[]>>();
  for (const holiday of list) {
    const years = all.get(holiday.of) ?? new Map<string, Holidays[]>();
    years.set(holiday.schoolYear, [...(years.get(holiday.schoolYear) ?? []), holiday]);
    all.set(holiday.of, years);
  }
  return all;
}

function yearsOf(all: ByYear, of: string): Iterable<[string, readonly Holidays[]]> {
  return all.get(of) ?? [];
}

/** Dutch schools in an American time zone are on Bonaire, Sint Eustatius or Saba. */
function isCaribbean(timezone: string): boolean {
  return timezone.startsWith('America/');
}
