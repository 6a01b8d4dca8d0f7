import { z } from 'zod';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { HOURS_TIMEZONE } from './offer-store.ts';

const givenHour = z.object({
  id: z.string(),
  supervisorId: z.string(),
  weekday: z.number(),
  begins: z.number(),
  ends: z.number(),
  slotMinutes: z.number(),
  firstDay: z.string(),
  lastDay: z.string().nullable(),
  timezone: z.string(),
  removedAt: z.coerce.date().nullable(),
  /** The schools that it is for. */
  schools: z.array(z.object({ id: z.string(), region: z.string() })),
});

export type GivenHour = z.infer<typeof givenHour>;

/** Reads the hours and absences of a week, and how many slots were taken, in PostgreSQL. */
export async function readWeekSlots({ ask }: Pick<Pool, 'ask'>, from: Date, until: Date) {
  const [hours, absences, counts] = await Promise.all([
    ask(Prisma.sql`
      SELECT h.id, h."supervisorId", h.weekday, h.begins, h.ends, h."slotMinutes", h."firstDay"::text, h."lastDay"::text,
             ${HOURS_TIMEZONE} AS timezone, h."removedAt",
             coalesce((SELECT json_agg(json_build_object('id', s.id, 'region', s.region)) FROM "School" s
                        WHERE s.id = h."schoolId" OR (h."schoolId" IS NULL AND s."circleId" = h."circleId")), '[]') AS schools
        FROM "ContactHour" h WHERE h."removedAt" IS NULL OR h."removedAt" > ${from}`),
    ask<{ supervisorId: string; day: string }>(Prisma.sql`
      SELECT "supervisorId", day::text FROM "ContactHourAbsence" WHERE day BETWEEN ${from}::date - 1 AND ${until}::date + 1`),
    ask<{ booked: number; moved: number; waiting: number }>(Prisma.sql`
      SELECT count(*)::int AS booked, (count(*) FILTER (WHERE a.sequence > 0))::int AS moved,
             (SELECT count(*)::int FROM "ContactHourWaiting") AS waiting
        FROM "Appointment" a
       WHERE a."endedAt" IS NULL AND a."heldUntil" IS NULL AND a.begins >= ${from} AND a.begins < ${until}`),
  ]);
  const { booked = 0, moved = 0, waiting = 0 } = counts[0] ?? {};
  return { hours: hours.map((hour) => givenHour.parse(hour)), absences, booked, moved, waiting };
}
