import { addDays } from 'date-fns/addDays';
import { subDays } from 'date-fns/subDays';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { mayBeTried } from '../../people/reachable.ts';
import { markVisit, postByCard, tellByCard } from './card-store.ts';
import { REMEMBERED_DAYS } from './deadline.ts';
import { HAS_VISIT, JOIN_TAKEN, REQUEST_STANDS, SERVES } from './standing-store.ts';
import { supervisorsOf } from './supervisors-store.ts';

export const MESSAGES = {
  written: 'help-request',
  taken: 'help-request-taken',
  planned: 'help-request-planned',
  /** Whether they were there, once the planned day has passed. */
  visited: 'help-request-visited',
  reminder: 'help-request-reminder',
  late: 'help-request-late',
  /** To whoever planned a visit that is not needed any more. */
  withdrawn: 'help-request-withdrawn',
  /** To the teacher, and to those who can take it, when whoever had it has left. */
  again: 'help-request-again',
  free: 'help-request-free',
} as const;

/** What a teacher asks, sealed. */
interface NewRequest {
  readonly teacherId: string;
  readonly sealedQuestion: string;
  readonly sealedFeedback: string | null;
  readonly sealedMaterials: string | null;
  readonly wishes: readonly string[];
  readonly cluster: number | null;
  readonly coordinatorKnows: boolean;
  /** yyyy-MM-dd */
  readonly dueOn: string;
}

export interface HelpRequest extends NewRequest {
  readonly id: string;
  readonly teacher: string;
  readonly school: string;
  readonly circle: string;
  readonly circleId: string;
  /** Of the school; null when the teacher has none any more. */
  readonly timezone: string | null;
  readonly createdAt: Date;
  readonly visitOn: string | null;
  /** The planned day that passed without a word, when there was one. */
  readonly lapsedOn: string | null;
  readonly doneAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly takenAt: Date | null;
  readonly supervisorId: string | null;
  readonly supervisor: string | null;
}

/** Where a teacher's school stands in the calendar. */
interface SchoolOf {
  readonly schoolId: string;
  readonly region: string;
  readonly timezone: string;
}

/** Others than those whose field it is hear of a request so much later, if nobody took it. */
const OTHERS_AFTER_DAYS = 1;
const REMINDER_DAYS = 3;
/** In place of the days after which it is reminded of: nobody in its circle could hear of it. */
export const UNHEARD = 0;
export const NEWS_DAYS = 14;

/** Requests for help, in PostgreSQL. */
export function createHelpStore({ prisma }: Pool) {
  const find = async (where: Prisma.Sql): Promise<readonly HelpRequest[]> => prisma.$queryRaw`
    SELECT r.id, r."teacherId", r."sealedQuestion", r."sealedFeedback", r."sealedMaterials", r.wishes, r.cluster,
           r."coordinatorKnows", r."createdAt", r."dueOn"::text AS "dueOn", r."doneAt",
           CASE WHEN ${HAS_VISIT} THEN r."visitOn"::text END AS "visitOn", r."lapsedOn"::text AS "lapsedOn",
           r."withdrawnAt", r."circleId", c.name AS circle, p.name AS teacher, coalesce(s.name, '') AS school, s.timezone,
           t."takenAt", t."supervisorId", by.name AS supervisor
      FROM "HelpRequest" r JOIN "Person" p ON p.id = r."teacherId" JOIN "Circle" c ON c.id = r."circleId"
      LEFT JOIN "School" s ON s.id = p."schoolId" ${JOIN_TAKEN}
      LEFT JOIN "Person" by ON by.id = t."supervisorId"
     WHERE ${where} ORDER BY r."createdAt", r.id`;
  return {
    get: async (id: string): Promise<HelpRequest | null> => (await find(Prisma.sql`r.id = ${id}::uuid`))[0] ?? null,

    /** Of a teacher, or taken by a supervisor: what stands, or all of it. */
    of: (personId: string, which: 'standing' | 'all') =>
      find(Prisma.sql`(r."teacherId" = ${personId}::uuid OR t."supervisorId" = ${personId}::uuid)
        AND ${which === 'all' ? Prisma.sql`true` : REQUEST_STANDS}`),

    /** What stands in the circles of a supervisor. */
    inCirclesOf: (supervisorId: string) =>
      find(Prisma.sql`${REQUEST_STANDS} AND r."circleId" IN (
        SELECT "circleId" FROM "PersonCircle" WHERE "personId" = ${supervisorId}::uuid)`),

    /** What stands with a visit, to come or past: not so long ago that nobody remembers, as where it was never asked about before. */
    planned: (now: Date) =>
      find(Prisma.sql`${REQUEST_STANDS} AND ${HAS_VISIT} AND r."visitOn" > ${subDays(now, REMEMBERED_DAYS)}::date`),

    /** What stands without a visit. */
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

    /**
     * Writes it down, and tells the supervisors of the circle: at once those whose field it is, a day later the others.
     * @returns false when as many as `most` of the teacher's stand already
     */
    write: (request: NewRequest, most: number, now: Date): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        const { teacherId, dueOn, wishes, ...rest } = request;
        // One at a time for each teacher: several that come at once would each count what none of them had written yet.
        // Not by their row, which an import that changes people holds for long.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`help-request:${teacherId}`}))`;
        const standing = await transaction.$queryRaw<unknown[]>`
          SELECT 1 FROM "HelpRequest" r WHERE r."teacherId" = ${teacherId}::uuid AND ${REQUEST_STANDS}`;
        if (standing.length >= most) return false;
        const { schoolId } = await transaction.person.findUniqueOrThrow({ where: { id: teacherId } });
        const { circleId } = await transaction.school.findUniqueOrThrow({ where: { id: schoolId ?? '' } });
        const { id } = await transaction.helpRequest.create({
          data: { ...rest, wishes: [...wishes], teacherId, circleId, dueOn: new Date(dueOn), createdAt: now },
        });
        const people = await supervisorsOf(transaction, circleId, now);
        const matching = people.filter(({ cluster }) => cluster === request.cluster);
        const to = people.map(({ id: personId, cluster }) => {
          const isLater = matching.length > 0 && cluster !== request.cluster;
          return { personId, subject: `${id}:${personId}`, notBefore: isLater ? addDays(now, OTHERS_AFTER_DAYS) : now };
        });
        await tellByCard(transaction, id, { kind: MESSAGES.written, to, notAfter: addDays(now, NEWS_DAYS) }, now);
        return true;
      }),

    /** One of them takes it, and the teacher is told. @returns false when somebody was faster, or it does not stand */
    take: (id: string, supervisorId: string, now: Date): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        const [taken] = await transaction.$queryRaw<{ teacherId: string }[]>`
          WITH taken AS (
            INSERT INTO "HelpTaken" AS t ("requestId", "supervisorId", "takenAt")
            SELECT r.id, ${supervisorId}::uuid, ${now} FROM "HelpRequest" r WHERE r.id = ${id}::uuid AND ${REQUEST_STANDS}
            ON CONFLICT ("requestId") DO UPDATE SET "supervisorId" = excluded."supervisorId", "takenAt" = excluded."takenAt"
              WHERE NOT EXISTS (SELECT 1 FROM "HelpRequest" r WHERE r.id = t."requestId" AND ${SERVES})
            RETURNING t."requestId")
          UPDATE "HelpRequest" r SET "visitOn" = NULL, "isTaken" = true FROM taken WHERE taken."requestId" = r.id RETURNING r."teacherId"`;
        if (!taken) return false;
        await tell(transaction, MESSAGES.taken, taken.teacherId, [id, `${now.getTime()}`], now);
        return true;
      }),

    /** The teacher is told on which day. @returns false when it is not theirs */
    plan: (id: string, supervisorId: string, day: string, now: Date): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        const [planned] = await transaction.$queryRaw<{ teacherId: string; before: string | null }[]>`
          UPDATE "HelpRequest" r SET "visitOn" = ${day}::date FROM "HelpTaken" t
           WHERE r.id = ${id}::uuid AND t."requestId" = r.id AND t."supervisorId" = ${supervisorId}::uuid AND ${REQUEST_STANDS}
          RETURNING r."teacherId", (SELECT old."visitOn"::text FROM "HelpRequest" old WHERE old.id = r.id) AS before`;
        if (!planned) return false;
        await markVisit(transaction, id, supervisorId, day);
        const change = `${day}:${now.getTime()}`;
        if (planned.before !== day) await tell(transaction, MESSAGES.planned, planned.teacherId, [id, change], now);
        return true;
      }),

    /** A visit that nobody planned was today. */
    finish: async (id: string, supervisorId: string, today: string, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "HelpRequest" r SET "doneAt" = ${now}, "visitOn" = least(coalesce(r."visitOn", ${today}::date), ${today}::date)
          FROM "HelpTaken" t
         WHERE r.id = ${id}::uuid AND t."requestId" = r.id AND t."supervisorId" = ${supervisorId}::uuid AND ${REQUEST_STANDS}`;
    },

    /** A supervisor who planned a visit is told: what is drawn again in their chat makes no sound. */
    withdraw: (id: string, teacherId: string, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        // As it was changed: read apart from that, a visit that is planned in the same moment would not be there.
        const [visit] = await transaction.$queryRaw<{ supervisorId: string; day: string }[]>`
          WITH r AS (
            UPDATE "HelpRequest" r SET "withdrawnAt" = ${now}
             WHERE r.id = ${id}::uuid AND r."teacherId" = ${teacherId}::uuid AND ${REQUEST_STANDS} RETURNING r.*)
          SELECT t."supervisorId", r."visitOn"::text AS day FROM r ${JOIN_TAKEN} WHERE ${HAS_VISIT}`;
        if (!visit) return;
        const { supervisorId: personId, day } = visit;
        const to = [{ personId, subject: `${id}:${personId}:${day}` }];
        await notifyPeople(transaction, { kind: MESSAGES.withdrawn, to, notAfter: addDays(now, NEWS_DAYS) }, now);
      }),

    /**
     * Asks whoever planned a visit whether they were there, once for each planned day.
     * @returns since when they could have said so: now as long as the question waits to be sent; null where nothing reaches them
     */
    askVisited: (id: string, supervisorId: string, day: string, notBefore: Date, now: Date): Promise<Date | null> =>
      prisma.$transaction(async (transaction) => {
        const [kind, subject] = [MESSAGES.visited, `${id}:${supervisorId}:${day}`];
        const to = [{ personId: supervisorId, subject, notBefore }];
        // A question that waits to be asked keeps the day from lapsing, and its teacher from being helped by somebody else.
        const question = { kind, to, notAfter: addDays(notBefore, NEWS_DAYS), onlyConnected: true } as const;
        await tellByCard(transaction, id, question, now);
        const asked = await transaction.notification.findUnique({ where: { key: `${kind}:${subject}` } });
        if (asked?.state === 'queued' || asked?.state === 'sending') return now;
        return asked?.sentAt ?? asked?.createdAt ?? null;
      }),

    /** The day is kept: whoever says later that they were there means it. */
    lapse: async (id: string, day: string): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "HelpRequest" r SET "lapsedOn" = r."visitOn"
         WHERE r.id = ${id}::uuid AND r."visitOn" = ${day}::date AND ${REQUEST_STANDS}`;
    },

    /**
     * To whoever took it, or all of the circle, and to the team; once each, and once more after a planned day that lapsed.
     * @returns how many messages, and posts to the team, are new
     */
    remind: (
      { id, supervisorId, circleId, lapsedOn }: HelpRequest,
      after: number,
      now: Date,
    ): Promise<{ readonly told: number; readonly posted: number }> =>
      prisma.$transaction(async (transaction) => {
        const people =
          supervisorId === null
            ? (await supervisorsOf(transaction, circleId, now)).map((each) => each.id)
            : [supervisorId];
        const time = lapsedOn === null ? `${after}` : `${after}:${lapsedOn}`;
        const to = people.map((personId) => ({ personId, subject: `${id}:${personId}:${time}` }));
        const notAfter = addDays(now, REMINDER_DAYS);
        const told = await tellByCard(transaction, id, { kind: MESSAGES.reminder, to, notAfter }, now);
        const post = { kind: MESSAGES.late, subject: `${id}:${time}` };
        return { told, posted: await postByCard(transaction, id, post, now, notAfter) };
      }),

    /** To the team, once, where nobody has it and nothing reaches any supervisor of its circle. */
    callOut: ({ id, supervisorId, circleId }: HelpRequest, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const reached = await transaction.$queryRaw<unknown[]>`
          SELECT 1 FROM "PersonCircle" c JOIN "Person" p ON p.id = c."personId" AND p.role <> 'teacher'
            JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId"
           WHERE c."circleId" = ${circleId}::uuid AND ${mayBeTried(now)} LIMIT 1`;
        if (supervisorId !== null || reached.length > 0) return;
        const post = { kind: MESSAGES.late, subject: `${id}:${UNHEARD}` };
        await postByCard(transaction, id, post, now, addDays(now, NEWS_DAYS));
      }),
  };
}

async function tell(
  transaction: Transaction,
  kind: string,
  personId: string,
  [id, change]: readonly [id: string, change: string],
  now: Date,
): Promise<void> {
  const to = [{ personId, subject: `${id}:${change}` }];
  await tellByCard(transaction, id, { kind, to, notAfter: addDays(now, NEWS_DAYS) }, now);
}
