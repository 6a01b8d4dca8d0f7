import { addDays } from 'date-fns/addDays';
import { subDays } from 'date-fns/subDays';
import type { Connection, Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { mayBeTried } from '../../people/reachable.ts';
import { postByCard, tellByCard } from './card-store.ts';
import {
  MESSAGES,
  NEWS_DAYS,
  type NewRequest,
  planVisit,
  takeRequest,
  withdrawRequest,
  writeRequest,
} from './change-store.ts';
import { REMEMBERED_DAYS } from './deadline.ts';
import { HAS_VISIT, JOIN_TAKEN, REQUEST_STANDS } from './standing-store.ts';
import { supervisorsOf } from './supervisors-store.ts';

export interface HelpRequest extends NewRequest {
  readonly id: string;
  readonly teacher: string;
  readonly school: string;
  readonly circle: string;
  readonly circleId: string;
  /** The time zone of the school; null when the teacher no longer has one. */
  readonly timezone: string | null;
  readonly createdAt: Date;
  readonly visitOn: string | null;
  /** The planned day that passed without an answer, if any. */
  readonly lapsedOn: string | null;
  readonly doneAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly takenAt: Date | null;
  readonly supervisorId: string | null;
  readonly supervisor: string | null;
}

/** A teacher's school, with what determines its calendar. */
interface SchoolOf {
  readonly schoolId: string;
  readonly region: string;
  readonly timezone: string;
}

const REMINDER_DAYS = 3;
/** Used in place of the number of days when nobody in the circle could hear of it. */
export const UNHEARD = 0;

/** A planned visit. */
interface Visit {
  readonly id: string;
  readonly supervisorId: string;
  /** yyyy-MM-dd */
  readonly day: string;
}

/** How many messages to people, and posts to the team, are new. */
interface Reminded {
  readonly told: number;
  readonly posted: number;
}

/** Requests for help, in PostgreSQL. */
export function createHelpStore({ prisma }: Pool) {
  const find = (where: Prisma.Sql) => findRequests(prisma, where);
  return {
    get: async (id: string): Promise<HelpRequest | null> => (await find(Prisma.sql`r.id = ${id}::uuid`))[0] ?? null,

    /** The requests of a teacher, or taken by a supervisor: open ones or all. */
    of: (personId: string, which: 'standing' | 'all') =>
      find(Prisma.sql`(r."teacherId" = ${personId}::uuid OR t."supervisorId" = ${personId}::uuid)
        AND ${which === 'all' ? Prisma.sql`true` : REQUEST_STANDS}`),

    /** The open requests in a supervisor's circles. */
    inCirclesOf: (supervisorId: string) =>
      find(Prisma.sql`${REQUEST_STANDS} AND r."circleId" IN (
        SELECT "circleId" FROM "PersonCircle" WHERE "personId" = ${supervisorId}::uuid)`),

    /** Open requests with a visit, past or future, except one so long ago that nobody remembers it. */
    planned: (now: Date) =>
      find(Prisma.sql`${REQUEST_STANDS} AND ${HAS_VISIT} AND r."visitOn" > ${subDays(now, REMEMBERED_DAYS)}::date`),

    /** Open requests without a visit. */
    waiting: () => find(Prisma.sql`${REQUEST_STANDS} AND NOT ${HAS_VISIT}`),

    schoolOf: async (teacherId: string): Promise<SchoolOf | null> =>
      (
        await prisma.$queryRaw<SchoolOf[]>`
          SELECT s.id AS "schoolId", s.region::text AS region, s.timezone FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
           WHERE p.id = ${teacherId}::uuid`
      )[0] ?? null,

    /** Whether somebody supervises the circle of a request. */
    supervises: async (personId: string, circleId: string): Promise<boolean> =>
      (await prisma.personCircle.count({ where: { personId, circleId, person: { role: { not: 'teacher' } } } })) > 0,

    /** As writeRequest. */
    write: (request: NewRequest, most: number, now: Date): Promise<boolean> =>
      prisma.$transaction((transaction) => writeRequest(transaction, request, most, now)),

    /** As takeRequest. */
    take: (id: string, supervisorId: string, now: Date): Promise<boolean> =>
      prisma.$transaction((transaction) => takeRequest(transaction, id, supervisorId, now)),

    /** As planVisit. */
    plan: (id: string, supervisorId: string, day: string, now: Date): Promise<boolean> =>
      prisma.$transaction((transaction) => planVisit(transaction, id, supervisorId, day, now)),

    /** Ends a request with a visit; one that nobody planned was today. */
    finish: async (id: string, supervisorId: string, today: string, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "HelpRequest" r SET "doneAt" = ${now}, "visitOn" = least(coalesce(r."visitOn", ${today}::date), ${today}::date)
          FROM "HelpTaken" t
         WHERE r.id = ${id}::uuid AND t."requestId" = r.id AND t."supervisorId" = ${supervisorId}::uuid AND ${REQUEST_STANDS}`;
    },

    /** As withdrawRequest. */
    withdraw: (id: string, teacherId: string, now: Date): Promise<void> =>
      prisma.$transaction((transaction) => withdrawRequest(transaction, id, teacherId, now)),

    /**
     * Asks the supervisor whether they were there, once for each planned day.
     * @returns since when they could have answered: now while the question waits to be sent; null when nothing reaches
     *   them
     */
    askVisited: (id: string, supervisorId: string, day: string, notBefore: Date, now: Date): Promise<Date | null> =>
      prisma.$transaction((transaction) => askVisited(transaction, { id, supervisorId, day }, notBefore, now)),

    /**
     * Marks the planned day as passed without an answer. The day itself is kept for a supervisor who says later that
     * they were there.
     */
    lapse: async (id: string, day: string): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "HelpRequest" r SET "lapsedOn" = r."visitOn"
         WHERE r.id = ${id}::uuid AND r."visitOn" = ${day}::date AND ${REQUEST_STANDS}`;
    },

    /**
     * Reminds the supervisor who has it, or all of the circle, and the team; once each, and once more after a planned
     * day without an answer.
     */
    remind: (request: HelpRequest, after: number, now: Date): Promise<Reminded> =>
      prisma.$transaction((transaction) => remind(transaction, request, after, now)),

    /** Tells the team, once, when nobody has the request and no supervisor of its circle can be reached. */
    callOut: (request: HelpRequest, now: Date): Promise<void> =>
      prisma.$transaction((transaction) => callOut(transaction, request, now)),
  };
}

function findRequests(prisma: Connection, where: Prisma.Sql): Promise<readonly HelpRequest[]> {
  return prisma.$queryRaw`
    SELECT r.id, r."teacherId", r."sealedQuestion", r."sealedFeedback", r."sealedMaterials", r.wishes, r.cluster,
           r."coordinatorKnows", r."createdAt", r."dueOn"::text AS "dueOn", r."doneAt",
           CASE WHEN ${HAS_VISIT} THEN r."visitOn"::text END AS "visitOn", r."lapsedOn"::text AS "lapsedOn",
           r."withdrawnAt", r."circleId", c.name AS circle, p.name AS teacher, coalesce(s.name, '') AS school, s.timezone,
           t."takenAt", t."supervisorId", by.name AS supervisor
      FROM "HelpRequest" r JOIN "Person" p ON p.id = r."teacherId" JOIN "Circle" c ON c.id = r."circleId"
      LEFT JOIN "School" s ON s.id = p."schoolId" ${JOIN_TAKEN}
      LEFT JOIN "Person" by ON by.id = t."supervisorId"
     WHERE ${where} ORDER BY r."createdAt", r.id`;
}

async function askVisited(
  transaction: Transaction,
  { id, supervisorId, day }: Visit,
  notBefore: Date,
  now: Date,
): Promise<Date | null> {
  const [kind, subject] = [MESSAGES.visited, `${id}:${supervisorId}:${day}`];
  const to = [{ personId: supervisorId, subject, notBefore }];
  // While this question waits, the day does not lapse and the request is not given to somebody else.
  const question = { kind, to, notAfter: addDays(notBefore, NEWS_DAYS), onlyConnected: true } as const;
  await tellByCard(transaction, id, question, now);
  const asked = await transaction.notification.findUnique({ where: { key: `${kind}:${subject}` } });
  if (asked?.state === 'queued' || asked?.state === 'sending') return now;
  return asked?.sentAt ?? asked?.createdAt ?? null;
}

async function remind(
  transaction: Transaction,
  { id, supervisorId, circleId, lapsedOn }: HelpRequest,
  after: number,
  now: Date,
): Promise<Reminded> {
  const people =
    supervisorId === null ? (await supervisorsOf(transaction, circleId, now)).map((each) => each.id) : [supervisorId];
  const time = lapsedOn === null ? `${after}` : `${after}:${lapsedOn}`;
  const to = people.map((personId) => ({ personId, subject: `${id}:${personId}:${time}` }));
  const notAfter = addDays(now, REMINDER_DAYS);
  const told = await tellByCard(transaction, id, { kind: MESSAGES.reminder, to, notAfter }, now);
  const post = { kind: MESSAGES.late, subject: `${id}:${time}` };
  return { told, posted: await postByCard(transaction, id, post, now, notAfter) };
}

async function callOut(
  transaction: Transaction,
  { id, supervisorId, circleId }: HelpRequest,
  now: Date,
): Promise<void> {
  const reached = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM "PersonCircle" c JOIN "Person" p ON p.id = c."personId" AND p.role <> 'teacher'
      JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId"
     WHERE c."circleId" = ${circleId}::uuid AND ${mayBeTried(now)} LIMIT 1`;
  if (supervisorId !== null || reached.length > 0) return;
  const post = { kind: MESSAGES.late, subject: `${id}:${UNHEARD}` };
  await postByCard(transaction, id, post, now, addDays(now, NEWS_DAYS));
}
