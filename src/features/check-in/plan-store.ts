import type { Rhythm } from '../../calendar/good-moment.ts';
import { RHYTHM_COLUMNS, type RhythmRow, toRhythm } from '../../calendar/store.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import type { Connection, Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Instruments } from '../../instruments.ts';
import { weeksBefore } from '../../measurement/iso-week.ts';
import type { DueTeacher } from '../../measurement/rotation.ts';
import { SCALES } from '../../measurement/scale.ts';
import { LEFT_ALONE, TAKES_PART } from '../../people/conditions.ts';
import { FIRST_TO_TRY, mayBeTried } from '../../people/reachable.ts';

/** A teacher who should get a check-in this week. */
export interface PlannedTeacher extends DueTeacher {
  readonly circleId: string;
  readonly rhythm: Rhythm;
  /** The running cycle of nine items, from 0, and the next third of it. */
  readonly cycle: number;
  readonly third: number;
  /** The account that the check-in goes to, and its lane. */
  readonly accountId: string;
  readonly lane: string;
}

/** A school with teachers. */
export interface School {
  readonly id: string;
  readonly region: string;
  readonly timezone: string;
}

interface DueCircle {
  readonly id: string;
  readonly teachers: number;
}

export interface PlannedCheckIn {
  readonly personId: string;
  readonly circleId: string;
  readonly week: string;
  readonly cycle: number;
  readonly third: number;
  readonly instrument: string;
  readonly items: readonly string[];
  readonly closesAt: Date;
  /** When it is sent. */
  readonly notBefore: Date;
  /** It is not sent from this moment on. */
  readonly notAfter: Date;
  readonly accountId: string;
  readonly lane: string;
}

type ScaleOfItem = Instruments['scaleOf'];

/** The teachers to ask and their check-ins, in PostgreSQL. */
export function createPlanStore({ prisma }: Pool, scaleOf: ScaleOfItem) {
  return {
    /** The circles with participating teachers of these schools who are due this week, and how many. */
    circlesDue: (due: Omit<DueCircles, 'circleIds'>) => prisma.$queryRaw<DueCircle[]>`
        SELECT s."circleId" AS id, count(*)::int AS teachers
          FROM "School" s JOIN "Person" p ON p."schoolId" = s.id LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE ${isDue(due)} GROUP BY 1 ORDER BY 1`,

    /**
     * The due teachers of these circles who can be reached, or who were marked as unreachable at least six days ago and
     * are tried once more.
     */
    dueTeachers: (due: DueCircles) => findDueTeachers(prisma, due, scaleOf),

    schoolsWithTeachers: () => prisma.$queryRaw<School[]>`
        SELECT s.id, s.region::text, s.timezone FROM "School" s
         WHERE EXISTS (SELECT 1 FROM "Person" p WHERE p."schoolId" = s.id AND p.role = 'teacher') ORDER BY s.id`,

    /**
     * Writes check-ins, items and notifications in one transaction, except for teachers who have this week's already.
     * @returns how many were made
     */
    save: (plan: readonly PlannedCheckIn[], now: Date) => insertPlan(prisma, plan, now),
  };
}

interface DueRow extends RhythmRow {
  readonly id: string;
  readonly circleId: string;
  readonly cycle: number | null;
  readonly third: number | null;
  readonly items: readonly string[] | null;
  readonly accountId: string;
  readonly lane: string;
}

interface DueCircles {
  readonly circleIds: readonly string[];
  readonly week: string;
  /** The schools at which somebody can still be asked. */
  readonly schoolIds: readonly string[];
  readonly now: Date;
}

/**
 * For a query with School as s, Person as p and Rhythm as r: a participant whose turn it is. Pauses are handled by the
 * calendar.
 */
function isDue({ schoolIds, week }: Omit<DueCircles, 'circleIds'>): Prisma.Sql {
  return Prisma.sql`
    s.id = ANY (${[...schoolIds]}::uuid[]) AND p.role = 'teacher' AND ${TAKES_PART}
    AND NOT ${LEFT_ALONE} AND NOT EXISTS (
      SELECT 1 FROM "CheckIn" c WHERE c."personId" = p.id
         AND c.week > CASE r."everyWeeks" WHEN 4 THEN ${weeksBefore(week, 4)} WHEN 2 THEN ${weeksBefore(week, 2)} ELSE ${weeksBefore(week, 1)} END)`;
}

async function findDueTeachers(prisma: Connection, due: DueCircles, scaleOf: ScaleOfItem): Promise<PlannedTeacher[]> {
  const rows = await prisma.$queryRaw<DueRow[]>`
    SELECT p.id, s."circleId", last.cycle, last.third, asked.items, account.id AS "accountId", account.lane,
           ${RHYTHM_COLUMNS}
      FROM "School" s
      JOIN "Person" p ON p."schoolId" = s.id
      LEFT JOIN "Rhythm" r ON r."personId" = p.id
      JOIN LATERAL (
        SELECT a.id, w.platform || ':' || w."externalId" AS lane FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE a."personId" = p.id AND ${mayBeTried(due.now)}
         ORDER BY ${FIRST_TO_TRY} LIMIT 1) account ON true
      LEFT JOIN LATERAL (
        SELECT c.week, c.cycle, c.third FROM "CheckIn" c WHERE c."personId" = p.id ORDER BY c.week DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(i.item) AS items FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id
         WHERE c."personId" = p.id AND c.cycle = last.cycle) asked ON true
     WHERE s."circleId" = ANY (${[...due.circleIds]}::uuid[]) AND ${isDue(due)}
     ORDER BY s."circleId", p.id`;
  return rows.map((row) => {
    const { id, circleId, accountId, lane } = row;
    return {
      id,
      circleId,
      accountId,
      lane,
      rhythm: toRhythm(row, DUTCH_TIMEZONE),
      ...placeInCycle(row, scaleOf),
    };
  });
}

/** The teacher's place in the cycle: the next third, and the items asked so far. */
function placeInCycle(row: DueRow, scaleOf: ScaleOfItem): Pick<PlannedTeacher, 'cycle' | 'third' | 'asked'> {
  const fresh = { vigour: [], dedication: [], absorption: [] };
  if (row.cycle === null || row.third === null) return { cycle: 0, third: 0, asked: fresh };
  if (row.third >= 2) return { cycle: row.cycle + 1, third: 0, asked: fresh };
  const items = row.items ?? [];
  const [vigour, dedication, absorption] = SCALES.map((scale) => items.filter((item) => scaleOf(item) === scale));
  return {
    cycle: row.cycle,
    third: row.third + 1,
    asked: { vigour: vigour ?? [], dedication: dedication ?? [], absorption: absorption ?? [] },
  };
}

/** One statement, and so one transaction, with one parameter whatever the number of rows. */
async function insertPlan(prisma: Connection, plan: readonly PlannedCheckIn[], now: Date): Promise<number> {
  const [inserted] = await prisma.$queryRaw<{ made: number }[]>`
    WITH plan AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(plan)}::jsonb) AS plan(
        "personId" uuid, "circleId" uuid, week text, cycle int, third smallint, instrument text, items jsonb,
        "closesAt" timestamptz, "accountId" uuid, lane text, "notBefore" timestamptz, "notAfter" timestamptz)
    ), made AS (
      INSERT INTO "CheckIn" ("personId", "circleId", week, cycle, third, instrument, "createdAt", "closesAt")
      SELECT "personId", "circleId", week, cycle, third, instrument, ${now}, "closesAt" FROM plan
      ON CONFLICT ("personId", week) DO NOTHING RETURNING id, "personId"
    ), asked AS (
      INSERT INTO "CheckInItem" ("checkInId", position, item)
      SELECT made.id, i.position - 1, i.item
        FROM made JOIN plan USING ("personId"), jsonb_array_elements_text(plan.items) WITH ORDINALITY AS i(item, position)
    ), notified AS (
      INSERT INTO "Notification" (key, kind, subject, lane, "accountId", unasked, "notBefore", "notAfter", "createdAt")
      SELECT 'check-in:' || made.id, 'check-in', made.id, plan.lane, plan."accountId", 1, plan."notBefore", plan."notAfter", ${now}
        FROM made JOIN plan USING ("personId")
    )
    SELECT count(*)::int AS made FROM made`;
  return inserted?.made ?? 0;
}
