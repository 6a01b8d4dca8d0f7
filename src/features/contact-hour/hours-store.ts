import { z } from 'zod';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { HOURS_TIMEZONE, IS_GIVEN } from './offer-store.ts';
import type { Hour } from './slots.ts';

/** A group for which a supervisor may set an hour. */
export interface Audience {
  readonly circleId: string;
  readonly circle: string;
  /** Null for the whole circle. */
  readonly schoolId: string | null;
  readonly school: string | null;
}

const hourRow = z.object({
  id: z.string(),
  supervisorId: z.string(),
  circleId: z.string(),
  circle: z.string(),
  schoolId: z.string().nullable(),
  school: z.string().nullable(),
  weekday: z.number(),
  begins: z.number(),
  ends: z.number(),
  slotMinutes: z.number(),
  place: z.string(),
  firstDay: z.string(),
  lastDay: z.string().nullable(),
  timezone: z.string(),
});

/** An hour as its supervisor sees it. */
export type OwnHour = z.infer<typeof hourRow>;

interface NewHour extends Omit<Hour, 'id' | 'timezone'>, Pick<Audience, 'circleId' | 'schoolId'> {
  readonly place: string;
}

/** Supervisors' hours and absences, in PostgreSQL. */
export function createHourStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    audiencesOf: (supervisorId: string) =>
      ask<Audience>(Prisma.sql`
      SELECT c.id AS "circleId", c.name AS circle, s.id AS "schoolId", s.name AS school
        FROM "PersonCircle" x JOIN "Circle" c ON c.id = x."circleId"
        JOIN LATERAL (SELECT NULL::uuid AS id, NULL::text AS name UNION ALL SELECT s.id, s.name FROM "School" s WHERE s."circleId" = c.id) s ON true
       WHERE x."personId" = ${supervisorId}::uuid ORDER BY c.name, s.name NULLS FIRST`),

    /** The time zone of a supervisor: that of most schools that they serve; null when there are none. */
    timezoneOf: async (supervisorId: string): Promise<string | null> => {
      const rows = await ask<{ timezone: string | null }>(Prisma.sql`
        SELECT mode() WITHIN GROUP (ORDER BY s.timezone) AS timezone
          FROM "PersonCircle" x JOIN "School" s ON s."circleId" = x."circleId" WHERE x."personId" = ${supervisorId}::uuid`);
      return rows[0]?.timezone ?? null;
    },

    hoursOf: async (supervisorId: string, today: string): Promise<readonly OwnHour[]> => {
      const rows = await ask(Prisma.sql`
        SELECT h.id, h."supervisorId", h."circleId", c.name AS circle, h."schoolId", s.name AS school, h.weekday, h.begins, h.ends,
               h."slotMinutes", h.place, h."firstDay"::text, h."lastDay"::text, ${HOURS_TIMEZONE} AS timezone
          FROM "ContactHour" h JOIN "Circle" c ON c.id = h."circleId" LEFT JOIN "School" s ON s.id = h."schoolId"
         WHERE h."supervisorId" = ${supervisorId}::uuid AND ${IS_GIVEN} AND (h."lastDay" IS NULL OR h."lastDay" >= ${today}::date)
         ORDER BY h.weekday, h.begins, h."firstDay"`);
      return rows.map((row) => hourRow.parse(row));
    },

    /**
     * Adds an hour. @returns its id; null when the supervisor does not serve that circle, or the school is not in it
     */
    add: async (hour: NewHour, now: Date): Promise<string | null> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        INSERT INTO "ContactHour" ("supervisorId", "circleId", "schoolId", weekday, begins, ends, "slotMinutes", place, "firstDay", "lastDay", "createdAt")
        SELECT x."personId", x."circleId", ${hour.schoolId}::uuid, ${hour.weekday}, ${hour.begins}, ${hour.ends}, ${hour.slotMinutes},
               ${hour.place}, ${hour.firstDay}::date, ${hour.lastDay}::date, ${now}
          FROM "PersonCircle" x JOIN "Person" p ON p.id = x."personId" AND p.role IN ('supervisor', 'lead')
         WHERE x."personId" = ${hour.supervisorId}::uuid AND x."circleId" = ${hour.circleId}::uuid
           AND (${hour.schoolId}::uuid IS NULL OR EXISTS (
             SELECT 1 FROM "School" s WHERE s.id = ${hour.schoolId}::uuid AND s."circleId" = x."circleId"))
        RETURNING id`);
      return rows[0]?.id ?? null;
    },

    /** Removes an hour from now on; `endImpossible` ends what was booked in it. @returns false when it is not theirs */
    remove: async (id: string, supervisorId: string, now: Date): Promise<boolean> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        UPDATE "ContactHour" SET "removedAt" = ${now}, revision = revision + 1
         WHERE id = ${id}::uuid AND "supervisorId" = ${supervisorId}::uuid AND "removedAt" IS NULL RETURNING id`);
      return rows.length > 0;
    },

    /** The supervisor's absences from a day on. */
    absencesOf: (supervisorId: string, today: string) =>
      ask<{ day: string; ill: boolean }>(Prisma.sql`
      SELECT day::text, ill FROM "ContactHourAbsence" WHERE "supervisorId" = ${supervisorId}::uuid AND day >= ${today}::date ORDER BY day`),

    /** Marks a day without hours; `endImpossible` ends what was booked then. */
    beAway: async (supervisorId: string, day: string, ill: boolean): Promise<void> => {
      await ask(Prisma.sql`
        WITH marked AS (
          INSERT INTO "ContactHourAbsence" ("supervisorId", day, ill) VALUES (${supervisorId}::uuid, ${day}::date, ${ill})
          ON CONFLICT ("supervisorId", day) DO UPDATE SET ill = EXCLUDED.ill RETURNING "supervisorId"
        )
        UPDATE "ContactHour" h SET revision = h.revision + 1 FROM marked WHERE h."supervisorId" = marked."supervisorId"`);
    },

    beThere: async (supervisorId: string, day: string): Promise<void> => {
      await ask(Prisma.sql`
        DELETE FROM "ContactHourAbsence" WHERE "supervisorId" = ${supervisorId}::uuid AND day = ${day}::date`);
    },
  };
}
