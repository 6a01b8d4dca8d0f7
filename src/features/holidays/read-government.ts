import { z } from 'zod';
import { type Day, dayAt } from '../../calendar/day.ts';
import { PolsslagError } from '../../errors.ts';
import { faultOfHoliday, faultsOfYears, type Holiday } from './holiday.ts';

export const REGIONS = ['noord', 'midden', 'zuid'] as const;
export type Region = (typeof REGIONS)[number];

export interface RegionHoliday extends Holiday {
  readonly region: Region;
}

/** For all regions at once. */
const EVERYWHERE = ['heel nederland', 'alle regios', "alle regio's"];
const TIME_ZONE = 'Europe/Amsterdam';

const words = z.string().transform((text) => text.trim());
/** A day, or the instant at which it begins in the Netherlands. */
const day = z.union([
  z.iso.date(),
  z.iso.datetime({ offset: true }).transform((text): Day => dayAt(new Date(text), TIME_ZONE)),
]);
const document = z.object({
  content: z
    .array(
      z.object({
        schoolyear: words.refine((text) => /^\d{4}-\d{4}$/.test(text), 'must be two years, as in 2027-2028'),
        vacations: z
          .array(
            z.object({
              type: words,
              regions: z.array(z.object({ region: words, startdate: day, enddate: day })).min(1),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});
const file = z.union([document, z.array(document).min(1)]).transform((read) => [read].flat());

/** What is of another shape altogether has no fault that says anything. */
const years = z.object({ content: z.array(z.unknown()).min(1) });
const anyDocument = z.union([years, z.array(years).min(1)]);

/** The government's open data. @throws PolsslagError BAD_INPUT with all that is not right */
export function readGovernment(text: string): RegionHoliday[] {
  const json = parseJson(text);
  if (!anyDocument.safeParse(json).success) {
    const advice = 'take it from https://opendata.rijksoverheid.nl (schoolvakanties, as JSON)';
    throw new PolsslagError('BAD_INPUT', `This is not the government's file of school holidays: ${advice}.`);
  }
  const parsed = file.safeParse(json);
  if (!parsed.success) throw new PolsslagError('BAD_INPUT', parsed.error.issues.flatMap(faultsOfIssue));
  const faults: string[] = [];
  const holidays = parsed.data.flatMap(({ content }) =>
    content.flatMap(({ schoolyear: schoolYear, vacations }) =>
      vacations.flatMap(({ type: name, regions }) =>
        regions.flatMap(({ region, startdate: first, enddate: last }) => {
          const holiday = { schoolYear, name, first, last };
          const where = `${name}, ${region}, ${schoolYear}`;
          const fault = faultOfHoliday(holiday);
          if (fault !== null) faults.push(`${where}: it ${fault}`);
          const of = regionsNamed(region);
          if (of.length === 0) faults.push(`${where}: the region must be ${REGIONS.join(', ')} or heel Nederland.`);
          return of.map((each) => ({ ...holiday, region: each }));
        }),
      ),
    ),
  );
  for (const region of REGIONS) {
    faults.push(
      ...faultsOfYears(
        region,
        holidays.filter((holiday) => holiday.region === region),
      ),
    );
  }
  if (faults.length > 0) throw new PolsslagError('BAD_INPUT', [...new Set(faults)]);
  return holidays;
}

function regionsNamed(name: string): readonly Region[] {
  const named = name.toLowerCase();
  return EVERYWHERE.includes(named) ? REGIONS : REGIONS.filter((region) => region === named);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The file is not JSON. For a calendar of a school (.ics) give --school too.', {
      cause,
    });
  }
}

/** Of the shapes that were tried, the one that got furthest tells most. */
function faultsOfIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
    if (deepest.length > 0) {
      return deepest.flatMap((inner) => faultsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [`${issue.path.map(String).join('.') || 'The file'}: ${issue.message}.`];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}
