import { z } from 'zod';
import { type Day, dayAt } from '../../calendar/day.ts';
import { REGIONS } from '../../calendar/school-holidays.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { PolsslagError } from '../../errors.ts';
import { type JsonText, readJsonText } from '../../json-text.ts';
import { describeShape, placeIn } from '../../shape-faults.ts';
import { faultOfHoliday, faultsOfYears, type Holiday } from './holiday.ts';

export type Region = (typeof REGIONS)[number];

export interface RegionHoliday extends Holiday {
  readonly region: Region;
}

/** Names in the file that stand for all regions. */
const EVERYWHERE = ['heel nederland', 'alle regios', "alle regio's"];

const words = z.string().transform((text) => text.trim());
const schoolYear = words.refine((text) => /^\d{4}-\d{4}$/.test(text), 'must be two years, as in 2027-2028');
const moment = z.iso.datetime({ offset: true });
/** A day, given as a date or as the moment at which it begins in the Netherlands. */
const day = z.string().transform((text, { addIssue }): Day => {
  if (z.iso.date().safeParse(text).success) return text;
  if (moment.safeParse(text).success) return dayAt(new Date(text), DUTCH_TIMEZONE);
  addIssue('must be a day that there is, as in 2027-07-10, or the moment at which it begins');
  return z.NEVER;
});
const some = <Each extends z.ZodType>(each: Each) => z.array(each).min(1);
const region = z.object({ region: words, startdate: day, enddate: day });
const vacation = z.object({ type: words, regions: some(region) });
const document = z.object({ content: some(z.object({ schoolyear: schoolYear, vacations: some(vacation) })) });

/**
 * A tolerant version, which keeps every part that has the right shape, so that faults in the contents are reported
 * together with faults in the shape.
 */
const loose = <Each extends z.ZodType>(each: Each) => each.nullable().catch(null);
const tolerantList = <Each extends z.ZodType>(each: Each) => z.array(loose(each)).catch([]);
const looseVacation = z.object({ type: loose(words), regions: tolerantList(region) });
const looseYear = z.object({ schoolyear: loose(schoolYear), vacations: tolerantList(looseVacation) });
const looseDocument = z.object({ content: tolerantList(looseYear) });

/** A document of a completely different shape: no fault about its details would help. */
const years = some(z.object({ content: some(z.unknown()) }));

/** Reads the government's open data. @throws PolsslagError BAD_INPUT that lists every fault */
export function readGovernment(text: string): RegionHoliday[] {
  const { json, lineOf } = parseJson(text);
  const documents = Array.isArray(json) ? json : [json];
  if (!years.safeParse(documents).success) {
    const advice = 'take it from https://opendata.rijksoverheid.nl (schoolvakanties, as JSON)';
    throw new PolsslagError('BAD_INPUT', `This is not the government's file of school holidays: ${advice}.`);
  }
  const before = (index: number) => (Array.isArray(json) ? [index] : []);
  const shape = documents.flatMap((each: unknown, index) =>
    describeShape(each, document.safeParse(each).error?.issues ?? [], (path) =>
      placeIn([...before(index), ...path], lineOf),
    ).map((fault) => `${fault}.`),
  );
  const read = documents.flatMap((each: unknown, index) =>
    holidaysIn(looseDocument.parse(each), (path) => lineOf([...before(index), 'content', ...path])),
  );
  const holidays = read.flatMap(({ holiday, regions }) => regions.map((of) => ({ ...holiday, region: of })));
  const faults = [...shape, ...read.flatMap((each) => each.faults)];
  // Not when parts could not be read: every year would be reported as incomplete.
  if (shape.length === 0)
    faults.push(
      ...REGIONS.flatMap((of) =>
        faultsOfYears(
          of,
          holidays.filter((each) => each.region === of),
        ),
      ),
    );
  if (faults.length > 0) throw new PolsslagError('BAD_INPUT', [...new Set(faults)]);
  return holidays;
}

interface ReadHoliday {
  readonly holiday: Holiday;
  readonly regions: readonly Region[];
  readonly faults: readonly string[];
}

function holidaysIn(
  { content }: z.infer<typeof looseDocument>,
  lineOf: (path: readonly PropertyKey[]) => number,
): ReadHoliday[] {
  return content.flatMap((year, yearAt) =>
    (year?.vacations ?? []).flatMap((each, vacationAt) =>
      (each?.regions ?? []).flatMap((place, regionAt) => {
        const [of, name] = [year?.schoolyear ?? null, each?.type ?? null];
        if (of === null || name === null || place === null) return [];
        const { region: where, startdate: first, enddate: last } = place;
        const line = lineOf([yearAt, 'vacations', vacationAt, 'regions', regionAt]);
        return [readHoliday({ schoolYear: of, name, first, last }, where, line)];
      }),
    ),
  );
}

function readHoliday(holiday: Holiday, where: string, line: number): ReadHoliday {
  const place = `${holiday.name}, ${where}, ${holiday.schoolYear} (line ${line})`;
  const fault = faultOfHoliday(holiday);
  const regions = regionsNamed(where);
  return {
    holiday,
    regions,
    faults: [
      ...(fault === null ? [] : [`${place}: it ${fault}`]),
      ...(regions.length > 0 ? [] : [`${place}: the region must be ${REGIONS.join(', ')} or heel Nederland.`]),
    ],
  };
}

function regionsNamed(name: string): readonly Region[] {
  const named = name.toLowerCase();
  return EVERYWHERE.includes(named) ? REGIONS : REGIONS.filter((region) => region === named);
}

function parseJson(text: string): JsonText {
  const read = readJsonText(text);
  if ('json' in read) return read;
  throw new PolsslagError(
    'BAD_INPUT',
    `The file is not JSON: look at line ${read.brokenLine}, or just above it. For a calendar of a school (.ics) give --school too.`,
  );
}
