import { type Day, daysAfter } from '../../calendar/day.ts';

/** A period without school. */
export interface Holiday {
  /** '2027-2028' */
  readonly schoolYear: string;
  readonly name: string;
  readonly first: Day;
  readonly last: Day;
}

/** Longer than any summer holiday. */
const MAX_HOLIDAY_DAYS = 70;
/** A school year has more days of holidays than this, weekends not counted; a list with fewer is incomplete. */
const MIN_YEAR_DAYS = 40;
const MAX_NAME_LENGTH = 100;

/** What is wrong with a holiday, as words that follow its place in the file; null when nothing is. */
export function faultOfHoliday({ schoolYear, name, first, last }: Holiday): string | null {
  if (name.length === 0) return 'has no name.';
  if (name.length > MAX_NAME_LENGTH) return `has a name of more than ${MAX_NAME_LENGTH} characters.`;
  if (last < first) return `ends (${last}) before it begins (${first}).`;
  if (last >= daysAfter(first, MAX_HOLIDAY_DAYS))
    return `is longer than ${MAX_HOLIDAY_DAYS} days (${first} to ${last}).`;
  const [begin = '', end = ''] = schoolYear.split('-');
  return first < `${begin}-08-01` || last > `${end}-09-30` ? `(${first} to ${last}) is not in ${schoolYear}.` : null;
}

/**
 * What is missing or overlaps in the holidays of a region or school, year by year. A whole year is needed, because an
 * import replaces all that was known for it.
 */
export function faultsOfYears(whose: string, holidays: readonly Holiday[]): string[] {
  return [...new Set(holidays.map(({ schoolYear }) => schoolYear))].flatMap((year) => {
    const inYear = holidays.filter(({ schoolYear }) => schoolYear === year);
    const sorted = inYear.toSorted((a, b) => a.first.localeCompare(b.first));
    const doubled = sorted.filter(({ first }, index) => index > 0 && first <= (sorted[index - 1]?.last ?? ''));
    const days = new Set(inYear.flatMap(daysOf));
    return [
      ...doubled.map(({ name, first }) => `${whose}, ${year}: ${name} (${first}) overlaps the one before it.`),
      ...(days.size < MIN_YEAR_DAYS
        ? [
            `${whose}, ${year}: ${days.size} days without school are too few for a whole year. What is imported stands in place of all that was known for that year.`,
          ]
        : []),
    ];
  });
}

function daysOf({ first, last }: Holiday): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last && days.length < MAX_HOLIDAY_DAYS; day = daysAfter(day, 1)) days.push(day);
  return days;
}
