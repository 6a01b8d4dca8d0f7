import type { ChatUser } from '../../chat/address.ts';
import type { Connection, Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { loadTogether } from '../../database/load-together.ts';
import { SCALES, type Scale } from '../../measurement/scale.ts';
import { FIRST_TO_TRY, mayBeTried } from '../../people/reachable.ts';
import type { CheckIn, CheckInStore, DueCircle, DueTeacher, PlannedCheckIn } from './check-in-store.ts';
import { lastSendingOf } from './plan-check-ins.ts';

/** Items of each scale, to tell which of them a teacher has had. */
export type ScaleOfItem = (item: string) => Scale | undefined;

/** For a query with Person as p: said yes, and has not stopped since. */
const TAKES_PART = Prisma.sql`(p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL)`;

/** Check-ins in PostgreSQL. */
export function createCheckInStore({ prisma, ask }: Pool, scaleOf: ScaleOfItem): CheckInStore {
  return {
    circlesDue: (week, holidayRegions) => prisma.$queryRaw<DueCircle[]>`
        SELECT s."circleId" AS id, count(*)::int AS teachers FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
         WHERE p.role = 'teacher' AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
           AND s.region::text <> ALL (${[...holidayRegions]}::text[])
           AND NOT EXISTS (SELECT 1 FROM "CheckIn" c WHERE c."personId" = p.id AND c.week = ${week})
         GROUP BY 1 ORDER BY 1`,

    dueTeachers: (circleIds, week, holidayRegions, now) =>
      findDueTeachers(prisma, { circleIds, week, holidayRegions, now }, scaleOf),

    regionsWithTeachers: () => regionsWithTeachers(prisma),

    savePlan: (plan, now) => insertPlan(prisma, plan, now),

    find: (checkInId, owner) => readCheckIn(prisma, checkInId, owner),
    get: loadTogether((ids) => readCheckIns(prisma, Prisma.sql`c.id = ANY (${[...ids]}::uuid[]) AND ${TAKES_PART}`)),

    findLatest: async (owner) => {
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM "CheckIn" c JOIN "Account" a ON a."personId" = c."personId" JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE w.platform = ${owner.platform}::"Platform" AND w."externalId" = ${owner.workspace} AND a."externalId" = ${owner.user}
         ORDER BY c.week DESC LIMIT 1`;
      return rows[0] ? readCheckIn(prisma, rows[0].id, owner) : null;
    },

    answer: async (checkInId, owner, item, value, now) => {
      const rows = await ask<CheckInRow>(Prisma.sql`
        WITH asked AS MATERIALIZED (
          SELECT c.id, c."personId", c."circleId", c.week, c.instrument, c."closesAt", p.language, ${TAKES_PART} AS "takesPart"
            FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" WHERE c.id = ${checkInId}::uuid AND ${isOwnedBy(owner)}
        ), stored AS (
          INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
          SELECT asked."personId", asked.id, asked."circleId", i.item, ${value}, asked.week, ${now}, asked.instrument, 'chat'::"AnswerSource"
            FROM asked JOIN "CheckInItem" i ON i."checkInId" = asked.id AND i.item = ${item}
           WHERE asked."closesAt" > ${now} AND asked."takesPart"
          ON CONFLICT DO NOTHING RETURNING item, value
        )
        SELECT asked.id, asked.week, asked.language, asked."closesAt", asked."takesPart", i.item, coalesce(stored.value, a.value) AS value
          FROM asked JOIN "CheckInItem" i ON i."checkInId" = asked.id
          LEFT JOIN "Answer" a ON a."checkInId" = asked.id AND a.item = i.item
          LEFT JOIN stored ON stored.item = i.item
         ORDER BY i.position`);
      const checkIn = toCheckIns(rows).get(checkInId) ?? null;
      const answered = checkIn?.items.find((each) => each.item === item);
      // Not stored and not to be seen: somebody was faster while this statement ran, the check-in is closed, or its owner stopped.
      return answered?.value === null ? readCheckIn(prisma, checkInId, owner) : checkIn;
    },

    addAnswer: async (checkInId, item, value, now) => {
      const stored = await prisma.$executeRaw`
        INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
        SELECT c."personId", c.id, c."circleId", i.item, ${value}, c.week, ${now}, c.instrument, 'chat'::"AnswerSource"
          FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" JOIN "CheckInItem" i ON i."checkInId" = c.id
         WHERE c.id = ${checkInId}::uuid AND i.item = ${item} AND c."closesAt" > ${now} AND ${TAKES_PART}
        ON CONFLICT DO NOTHING`;
      return stored === 1;
    },

    changeAnswers: async (checkInId, values, now) => {
      const stored = await prisma.$executeRaw`
        INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
        SELECT c."personId", c.id, c."circleId", i.item, v.value, c.week, ${now}, c.instrument, 'chat'::"AnswerSource"
          FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" JOIN "CheckInItem" i ON i."checkInId" = c.id
          JOIN unnest(${[...values.keys()]}::text[], ${[...values.values()]}::int[]) AS v(item, value) ON v.item = i.item
         WHERE c.id = ${checkInId}::uuid AND c."closesAt" > ${now} AND ${TAKES_PART}
        ON CONFLICT ("checkInId", item) DO UPDATE SET value = EXCLUDED.value`;
      return stored > 0;
    },
  };
}

interface DueRow {
  readonly id: string;
  readonly circleId: string;
  readonly cycle: number | null;
  readonly third: number | null;
  readonly items: readonly string[] | null;
  readonly accountId: string;
  readonly lane: string;
}

interface Due {
  readonly circleIds: readonly string[];
  readonly week: string;
  readonly holidayRegions: readonly string[];
  readonly now: Date;
}

async function findDueTeachers(
  prisma: Connection,
  { circleIds, week, holidayRegions, now }: Due,
  scaleOf: ScaleOfItem,
): Promise<DueTeacher[]> {
  const rows = await prisma.$queryRaw<DueRow[]>`
    SELECT p.id, s."circleId", last.cycle, last.third, asked.items, account.id AS "accountId", account.lane
      FROM "School" s
      JOIN "Person" p ON p."schoolId" = s.id
      JOIN LATERAL (
        SELECT a.id, w.platform || ':' || w."externalId" AS lane FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE a."personId" = p.id AND ${mayBeTried(now)}
         ORDER BY ${FIRST_TO_TRY} LIMIT 1) account ON true
      LEFT JOIN LATERAL (
        SELECT c.week, c.cycle, c.third FROM "CheckIn" c WHERE c."personId" = p.id ORDER BY c.week DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(i.item) AS items FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id
         WHERE c."personId" = p.id AND c.cycle = last.cycle) asked ON true
     WHERE s."circleId" = ANY (${[...circleIds]}::uuid[]) AND p.role = 'teacher' AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
       AND s.region::text <> ALL (${[...holidayRegions]}::text[])
       AND last.week IS DISTINCT FROM ${week}
     ORDER BY s."circleId", p.id`;
  return rows.map((row) => {
    const { id, circleId, accountId, lane } = row;
    return { id, circleId, accountId, lane, ...placeInCycle(row, scaleOf) };
  });
}

/** Where a teacher is: the third that comes next, and what was asked in the running cycle. */
function placeInCycle(row: DueRow, scaleOf: ScaleOfItem): Pick<DueTeacher, 'cycle' | 'third' | 'asked'> {
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

/** One statement, so one transaction; and one parameter, whatever the number of rows. */
async function insertPlan(prisma: Connection, plan: readonly PlannedCheckIn[], now: Date): Promise<number> {
  const rows = plan.map((row) => ({ ...row, notAfter: lastSendingOf(row.closesAt) }));
  const [inserted] = await prisma.$queryRaw<{ made: number }[]>`
    WITH plan AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS plan(
        "personId" uuid, "circleId" uuid, week text, cycle int, third smallint, instrument text, items jsonb,
        "closesAt" timestamptz, "accountId" uuid, lane text, "notAfter" timestamptz)
    ), made AS (
      INSERT INTO "CheckIn" ("personId", "circleId", week, cycle, third, instrument, "createdAt", "closesAt")
      SELECT "personId", "circleId", week, cycle, third, instrument, ${now}, "closesAt" FROM plan
      ON CONFLICT ("personId", week) DO NOTHING RETURNING id, "personId"
    ), asked AS (
      INSERT INTO "CheckInItem" ("checkInId", position, item)
      SELECT made.id, i.position - 1, i.item
        FROM made JOIN plan USING ("personId"), jsonb_array_elements_text(plan.items) WITH ORDINALITY AS i(item, position)
    ), notified AS (
      INSERT INTO "Notification" (key, kind, subject, lane, "accountId", "notBefore", "notAfter", "createdAt")
      SELECT 'check-in:' || made.id, 'check-in', made.id, plan.lane, plan."accountId", ${now}, plan."notAfter", ${now}
        FROM made JOIN plan USING ("personId")
    )
    SELECT count(*)::int AS made FROM made`;
  return inserted?.made ?? 0;
}

interface CheckInRow {
  readonly id: string;
  readonly week: string;
  readonly language: string;
  readonly closesAt: Date;
  readonly takesPart: boolean;
  readonly item: string;
  readonly value: number | null;
}

async function readCheckIn(prisma: Connection, id: string, owner: ChatUser): Promise<CheckIn | null> {
  const found = await readCheckIns(prisma, Prisma.sql`c.id = ${id}::uuid AND ${isOwnedBy(owner)}`);
  return found.get(id) ?? null;
}

/** By id. @param which for a query with CheckIn as c */
async function readCheckIns(prisma: Connection, which: Prisma.Sql): Promise<ReadonlyMap<string, CheckIn>> {
  const rows = await prisma.$queryRaw<CheckInRow[]>`
    SELECT c.id, c.week, p.language, c."closesAt", ${TAKES_PART} AS "takesPart", i.item, a.value
      FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId"
      JOIN "CheckInItem" i ON i."checkInId" = c.id
      LEFT JOIN "Answer" a ON a."checkInId" = c.id AND a.item = i.item
     WHERE ${which}
     ORDER BY i.position`;
  return toCheckIns(rows);
}

/** For a query with CheckIn as c. */
function isOwnedBy(owner: ChatUser): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "Account" x JOIN "Workspace" w ON w.id = x."workspaceId"
     WHERE x."personId" = c."personId" AND w.platform = ${owner.platform}::"Platform"
       AND w."externalId" = ${owner.workspace} AND x."externalId" = ${owner.user})`;
}

function toCheckIns(rows: readonly CheckInRow[]): ReadonlyMap<string, CheckIn> {
  const checkIns = new Map<string, CheckIn & { items: { item: string; value: number | null }[] }>();
  for (const { id, week, language, closesAt, takesPart, item, value } of rows) {
    const checkIn = checkIns.get(id) ?? { id, week, language, closesAt, takesPart, items: [] };
    checkIn.items.push({ item, value });
    checkIns.set(id, checkIn);
  }
  return checkIns;
}

/** The regions that schools with teachers are in. */
async function regionsWithTeachers(prisma: Connection): Promise<string[]> {
  const rows = await prisma.school.findMany({
    where: { people: { some: { role: 'teacher' } } },
    distinct: ['region'],
    select: { region: true },
    orderBy: { region: 'asc' },
  });
  return rows.map(({ region }) => region);
}
