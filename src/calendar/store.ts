import { z } from 'zod';
import type { Connection, Pool } from '../database/client.ts';
import { type Calendar, createCalendar, type Lessons } from './calendar.ts';
import { nextGoodMoment, type Whose, WORKDAYS } from './good-moment.ts';

interface CalendarSettings {
  readonly lessonTime: Lessons;
  /** Of who has no school. */
  readonly timezone: string;
}

const holidayRow = z.object({ of: z.string(), schoolYear: z.string(), first: z.string(), last: z.string() });
const whoseRow = z.object({
  id: z.string(),
  schoolId: z.string().nullable(),
  region: z.string().nullable(),
  timezone: z.string().nullable(),
  workdays: z.array(z.number()).nullable(),
  pausedUntil: z.string().nullable(),
});

/** `goodMomentsOf`, over some connections. */
export type GoodMoments = (personIds: readonly string[], from: Date) => Promise<ReadonlyMap<string, Date>>;

/** The calendar with what the operator imported. */
async function readCalendar(prisma: Connection, lessons: Lessons): Promise<Calendar> {
  const rows = await prisma.$queryRaw`
    SELECT coalesce(region::text, "schoolId"::text) AS of, "schoolYear", first::text, last::text FROM "SchoolHoliday"`;
  return createCalendar(lessons, z.array(holidayRow).parse(rows));
}

/**
 * When each of these people may be disturbed next, from a moment on; asked for by whatever is about to write to somebody by
 * itself. Who does not exist is not in it.
 */
export async function goodMomentsOf(
  { prisma }: Pick<Pool, 'prisma'>,
  { lessonTime, timezone }: CalendarSettings,
  personIds: readonly string[],
  from: Date,
): Promise<ReadonlyMap<string, Date>> {
  const calendar = await readCalendar(prisma, lessonTime);
  const rows = await prisma.$queryRaw`
    SELECT p.id, s.id AS "schoolId", s.region::text, s.timezone, r.workdays::int[] AS workdays, r."pausedUntil"::text
      FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
     WHERE p.id = ANY (${[...personIds]}::uuid[])`;
  // Most people of a school have the same answer.
  const moments = new Map<string, Date>();
  return new Map(
    z
      .array(whoseRow)
      .parse(rows)
      .map(({ id, ...row }) => {
        const same = JSON.stringify(row);
        const at = moments.get(same) ?? nextGoodMoment(from, toWhose(row, timezone), calendar);
        moments.set(same, at);
        return [id, at];
      }),
  );
}

function toWhose(row: Omit<z.infer<typeof whoseRow>, 'id'>, timezone: string): Whose {
  const { schoolId: id, region, workdays, pausedUntil } = row;
  return {
    timezone: row.timezone ?? timezone,
    school: id !== null && region !== null ? { id, region } : null,
    workdays: workdays ?? WORKDAYS,
    pausedUntil,
  };
}
