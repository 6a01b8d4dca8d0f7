import { z } from 'zod';
import type { ChatUser } from '../../chat/address.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { batchLoader } from '../../database/batch-calls.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import { isUser } from '../../people/store.ts';
import { appointmentRow } from './appointment.ts';

const hourRow = z.object({
  id: z.string(),
  supervisorId: z.string(),
  supervisor: z.string(),
  weekday: z.number(),
  begins: z.number(),
  ends: z.number(),
  slotMinutes: z.number(),
  place: z.string(),
  firstDay: z.string(),
  lastDay: z.string().nullable(),
  timezone: z.string(),
  revision: z.number(),
});

const takenRow = z.object({ supervisorId: z.string(), begins: z.coerce.date(), ends: z.coerce.date() });
const absenceRow = z.object({ supervisorId: z.string(), day: z.string() });

const teachersRow = z.object({
  person: z.object({ id: z.string(), language: z.string() }),
  school: z.object({ id: z.string(), region: z.string() }),
  timezone: z.string(),
  hours: z.array(hourRow),
  absences: z.array(absenceRow),
  taken: z.array(takenRow),
  own: z.array(appointmentRow),
  waits: z.boolean(),
});

/** An hour that a teacher can come to. */
export type OfferedHour = z.infer<typeof hourRow>;

/** For a query with ContactHour as h: the time zone of the hour. */
export const HOURS_TIMEZONE = Prisma.sql`coalesce(
  (SELECT z.timezone FROM "School" z WHERE z.id = h."schoolId"),
  (SELECT min(z.timezone) FROM "School" z WHERE z."circleId" = h."circleId"), ${DUTCH_TIMEZONE})`;

/**
 * The hour exists and its supervisor serves the circle. @param supervisor a condition on its supervisor, Person as p
 */
function isGivenBy(supervisor: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`h."removedAt" IS NULL AND EXISTS (
    SELECT 1 FROM "PersonCircle" c JOIN "Person" p ON p.id = c."personId" AND p.role <> 'teacher'
     WHERE c."personId" = h."supervisorId" AND c."circleId" = h."circleId" AND ${supervisor})`;
}

/** For a query with ContactHour as h: its supervisor still is one and serves the circle. */
export const IS_GIVEN = isGivenBy(Prisma.sql`TRUE`);

/**
 * For a query with ContactHour as h: as IS_GIVEN, and the supervisor is not leaving, because new appointments would
 * probably be cancelled. Booked ones stand until they are gone, because they may only be missing from a list.
 */
const IS_OFFERED = isGivenBy(Prisma.sql`NOT ${IS_LEAVING}`);

/**
 * Selects appointments with the names of both people, empty for an erased supervisor. Conditions can be appended, with
 * Appointment as a and ContactHour as h.
 */
export const APPOINTMENTS = Prisma.sql`
  SELECT a.id, coalesce(a."hourId"::text, '') AS "hourId", coalesce(a."supervisorId"::text, '') AS "supervisorId",
         coalesce(v.name, '') AS supervisor, a."teacherId", p.name AS teacher, ${IS_LEAVING} AS "teacherIsLeaving", a.begins, a.ends, coalesce(h.place, '') AS place,
         ${HOURS_TIMEZONE} AS timezone, a.sequence, a."sealedTopic" IS NOT NULL AS "hasTopic", a."heldUntil", a.offered, a."endedAt", a."endedBy"
    FROM "Appointment" a LEFT JOIN "ContactHour" h ON h.id = a."hourId"
    LEFT JOIN "Person" v ON v.id = a."supervisorId" JOIN "Person" p ON p.id = a."teacherId"`;

/** For a query with Appointment as a: it takes place, as far as is known. */
export const APPOINTMENT_STANDS = Prisma.sql`a."endedAt" IS NULL AND a."hourId" IS NOT NULL`;

/** A teacher by their id, or by the account that tapped. */
type TeacherRef = string | ChatUser;

/** Reads everything for a teacher's offer in one statement; null for somebody who is not a teacher of a school. */
export async function readOffer({ ask }: Pick<Pool, 'ask'>, whose: TeacherRef, now: Date) {
  const isTheirs =
    typeof whose === 'string'
      ? Prisma.sql`p.id = ${whose}::uuid`
      : Prisma.sql`EXISTS (SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                            WHERE a."personId" = p.id AND ${isUser(whose)})`;
  const rows = await ask<{ offer: unknown }>(Prisma.sql`
    WITH me AS (
      SELECT p.id, p.language, s.id AS school, s.region, s.timezone, s."circleId" AS circle
        FROM "Person" p JOIN "School" s ON s.id = p."schoolId" WHERE ${isTheirs} AND p.role = 'teacher'
    ), hours AS (
      SELECT h.id, h."supervisorId", v.name AS supervisor, h.weekday, h.begins, h.ends, h."slotMinutes", h.place,
             h."firstDay", h."lastDay", ${HOURS_TIMEZONE} AS timezone, h.revision
        FROM me JOIN "ContactHour" h ON h."circleId" = me.circle AND (h."schoolId" IS NULL OR h."schoolId" = me.school)
        JOIN "Person" v ON v.id = h."supervisorId"
       WHERE ${IS_OFFERED} AND (h."lastDay" IS NULL OR h."lastDay" >= ${now}::date - 1)
    ), busy AS (
      SELECT a."supervisorId", a."teacherId", a.begins, a.ends FROM "Appointment" a
       WHERE a."endedAt" IS NULL AND a.ends > ${now} AND a."supervisorId" IN (SELECT "supervisorId" FROM hours)
    ), own AS (
      ${APPOINTMENTS} WHERE a."teacherId" = (SELECT id FROM me) AND ${APPOINTMENT_STANDS} AND a.ends > ${now} ORDER BY a.begins
    )
    SELECT json_build_object(
      'person', json_build_object('id', me.id, 'language', me.language),
      'school', json_build_object('id', me.school, 'region', me.region), 'timezone', me.timezone,
      'hours', coalesce((SELECT json_agg(hours) FROM hours), '[]'),
      'absences', coalesce((SELECT json_agg(json_build_object('supervisorId', x."supervisorId", 'day', x.day)) FROM "ContactHourAbsence" x
                             WHERE x.day >= ${now}::date - 1 AND x."supervisorId" IN (SELECT "supervisorId" FROM hours)), '[]'),
      'taken', coalesce((SELECT json_agg(busy) FROM busy), '[]'),
      'own', coalesce((SELECT json_agg(own) FROM own), '[]'),
      'waits', EXISTS (SELECT 1 FROM "ContactHourWaiting" w WHERE w."teacherId" = me.id)) AS offer
      FROM me`);
  return rows[0] ? teachersRow.parse(rows[0].offer) : null;
}

/**
 * Tells for each teacher, by id, whether there is any hour for them. Calls in the same turn of the event loop share one
 * query.
 */
export function createHasHours({ ask }: Pick<Pool, 'ask'>, now: () => Date): (teacherId: string) => Promise<boolean> {
  const found = batchLoader(async (ids) => {
    const rows = await ask<{ id: string }>(Prisma.sql`
      SELECT p.id FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
       WHERE p.id = ANY (${[...ids]}::uuid[]) AND p.role = 'teacher' AND EXISTS (
         SELECT 1 FROM "ContactHour" h
          WHERE h."circleId" = s."circleId" AND (h."schoolId" IS NULL OR h."schoolId" = s.id) AND ${IS_OFFERED}
            AND (h."lastDay" IS NULL OR h."lastDay" >= ${now()}::date))`);
    return new Map(rows.map(({ id }) => [id, true]));
  });
  return async (teacherId) => (await found(teacherId)) ?? false;
}
