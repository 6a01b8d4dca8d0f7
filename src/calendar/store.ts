import type { Connection, Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { type Calendar, createCalendar, type Lessons } from './calendar.ts';
import type { Day } from './day.ts';
import { nextGoodMoment, type Rhythm, WORKDAYS } from './good-moment.ts';
import type { Holidays } from './school-holidays.ts';

interface CalendarSettings {
  readonly lessonTime: Lessons;
  /** The time zone of people without a school. */
  readonly timezone: string;
}

/** A row of RHYTHM_COLUMNS. */
export interface RhythmRow {
  readonly schoolId: string | null;
  readonly region: string | null;
  readonly timezone: string | null;
  readonly day: number | null;
  readonly time: string | null;
  readonly workdays: readonly number[] | null;
  readonly pausedUntil: string | null;
}

/** For a query with School as s and Rhythm as r, both of which may be missing. */
export const RHYTHM_COLUMNS = Prisma.sql`
  s.id AS "schoolId", s.region::text, s.timezone, r.day, r.time, r.workdays::int[] AS workdays, r."pausedUntil"::text`;

/** Reads a row of RHYTHM_COLUMNS. @param timezone for people without a school */
export function toRhythm(row: RhythmRow, timezone: string): Rhythm {
  const { schoolId: id, region, day, time, workdays, pausedUntil } = row;
  return {
    timezone: row.timezone ?? timezone,
    school: id !== null && region !== null ? { id, region } : null,
    day,
    time,
    workdays: workdays ?? WORKDAYS,
    pausedUntil,
  };
}

/** `goodMomentsOf` with its connections filled in. */
export type GoodMoments = (personIds: readonly string[], from: Date) => Promise<ReadonlyMap<string, Date>>;

/** Reads the calendar, including what the operator imported. */
export async function readCalendar(prisma: Connection, lessons: Lessons): Promise<Calendar> {
  const imported = await prisma.$queryRaw<Holidays[]>`
    SELECT coalesce(region::text, "schoolId"::text) AS of, "schoolYear", first::text, last::text FROM "SchoolHoliday"`;
  return createCalendar(lessons, imported);
}

/** Whether any school is closed on a day. */
export type ClosedSchools = (day: Day) => boolean;

/** Reads the calendars of all schools together, for charts of weeks. */
export async function readClosedSchools(prisma: Connection, lessons: Lessons): Promise<ClosedSchools> {
  const [calendar, schools] = await Promise.all([
    readCalendar(prisma, lessons),
    prisma.school.findMany({ select: { id: true, region: true, timezone: true } }),
  ]);
  return (day) =>
    schools.some(({ id, region, timezone }) => calendar.isHoliday(day, { timezone, school: { id, region } }));
}

/**
 * Finds the next moment from `from` on at which each of these people may be disturbed, for messages that they did not
 * ask for. People who do not exist are left out.
 */
export async function goodMomentsOf(
  { prisma }: Pick<Pool, 'prisma'>,
  { lessonTime, timezone }: CalendarSettings,
  personIds: readonly string[],
  from: Date,
): Promise<ReadonlyMap<string, Date>> {
  const calendar = await readCalendar(prisma, lessonTime);
  const rows = await prisma.$queryRaw<(RhythmRow & { id: string })[]>`
    SELECT p.id, ${RHYTHM_COLUMNS}
      FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
     WHERE p.id = ANY (${[...personIds]}::uuid[])`;
  // Computed once for equal rows: most people of a school share one.
  const moments = new Map<string, Date>();
  return new Map(
    rows.map(({ id, ...row }) => {
      const same = JSON.stringify(row);
      const at = moments.get(same) ?? nextGoodMoment(from, toRhythm(row, timezone), calendar);
      moments.set(same, at);
      return [id, at];
    }),
  );
}
