import { addMinutes } from 'date-fns/addMinutes';
import { addWeeks } from 'date-fns/addWeeks';
import { subDays } from 'date-fns/subDays';
import { subWeeks } from 'date-fns/subWeeks';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { LEFT_ALONE, TAKES_PART } from '../../people/conditions.ts';
import { mayBeTried, SURELY_NOT_SENT } from '../../people/reachable.ts';
import { CHANGEABLE_DAYS } from './actions.ts';

export const QUESTION_KIND = 'visit-question';

/** Older visits are not remembered well enough to ask about. */
const OLDEST_WEEKS = 8;
/** Longer than any holiday. */
const MAX_WAIT_WEEKS = 8;
/** Time in which a supervisor can correct a wrong name before the question is sent. */
const GRACE_MINUTES = 10;

export interface AskedItem {
  readonly visitId: string;
  readonly code: string;
  /** yyyy-MM-dd */
  readonly day: string;
  /** Null when the supervisor was erased. */
  readonly supervisor: string | null;
  /** 1 to 5; null without an answer, and for "it did not happen to me". */
  readonly felt: number | null;
  readonly answeredAt: Date | null;
}

export interface Question {
  readonly id: string;
  readonly personId: string;
  readonly language: string;
  readonly takesPart: boolean;
  readonly isOff: boolean;
  /** The items that were not withdrawn, oldest visit first. */
  readonly items: readonly AskedItem[];
}

export type QuestionStore = ReturnType<typeof createQuestionStore>;

/** Questions to teachers about visits, in PostgreSQL. */
export function createQuestionStore({ prisma }: Pool) {
  return {
    find: (id: string): Promise<Question | null> => findQuestion(prisma, id),

    /** The latest question of somebody that still has something to ask or to change. */
    latest: async (personId: string): Promise<Question | null> => {
      const row = await prisma.visitQuestion.findFirst({
        where: { personId, visits: { some: {} } },
        orderBy: { createdAt: 'desc' },
      });
      return row && findQuestion(prisma, row.id);
    },

    /**
     * Asks about every visit that its teacher was not asked about yet: in the message that already waits for that
     * teacher, or in a new one, at least a week after the last. Safe to repeat.
     * @returns how many messages are new
     */
    ask: (now: Date, goodMoments: GoodMoments): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        // One at a time: otherwise two processes would each write a message to the same teacher.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${QUESTION_KIND}))`;
        await freeUnsent(transaction);
        await joinWaiting(transaction, now);
        const asked = await beginQuestions(transaction, now);
        const ids = asked.map(({ personId }) => personId);
        const moments = await goodMoments(ids, addMinutes(now, GRACE_MINUTES));
        const to = asked.map(({ id, personId }) => ({
          personId,
          subject: id,
          notBefore: moments.get(personId) ?? now,
        }));
        const notAfter = addWeeks(now, MAX_WAIT_WEEKS);
        return notifyPeople(transaction, { kind: QUESTION_KIND, to, unasked: 3, notAfter }, now);
      }),

    /** Stores the first answer; only `change` replaces it. @param felt null for "it did not happen to me" */
    answer: async (item: TappedItem, felt: number | null, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "Intervention" i SET felt = ${felt}::smallint, "answeredAt" = ${now} FROM "Visit" v
         WHERE v.id = i."visitId" AND ${isOwn(item)} AND i."answeredAt" IS NULL`;
    },

    /**
     * Changes an answer within a week after it was given: a month is closed a week after its end, so that the answer is
     * not published yet.
     * @returns how many were changed
     */
    change: (item: TappedItem, felt: number | null, now: Date): Promise<number> => prisma.$executeRaw`
      UPDATE "Intervention" i SET felt = ${felt}::smallint FROM "Visit" v
       WHERE v.id = i."visitId" AND ${isOwn(item)} AND i."answeredAt" > ${subDays(now, CHANGEABLE_DAYS)}`,

    isOff: async (personId: string): Promise<boolean> => (await prisma.askingOff.count({ where: { personId } })) > 0,

    switchOff: async (personId: string, now: Date): Promise<void> => {
      await prisma.askingOff.upsert({ where: { personId }, create: { personId, since: now }, update: {} });
    },

    switchOn: async (personId: string): Promise<void> => {
      await prisma.askingOff.deleteMany({ where: { personId } });
    },

    /** What is stored about a teacher: visits with their answers, questions, and whether they are asked. */
    export: async (personId: string) => {
      const [visits, questions, off] = await Promise.all([
        prisma.$queryRaw<
          { day: string; code: string; supervisor: string | null; felt: number | null; answeredAt: Date | null }[]
        >`
          SELECT v.day::text AS day, i.code, by.name AS supervisor, i.felt::int AS felt, i."answeredAt"
            FROM "Visit" v JOIN "Intervention" i ON i."visitId" = v.id
            LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id LEFT JOIN "Person" by ON by.id = l."supervisorId"
           WHERE v."teacherId" = ${personId}::uuid ORDER BY v.day, i.code`,
        prisma.visitQuestion.findMany({
          where: { personId },
          select: { createdAt: true },
          orderBy: { createdAt: 'asc' },
        }),
        prisma.askingOff.findMany({ where: { personId }, select: { since: true } }),
      ]);
      return { visits, questions, off };
    },
  };
}

/** An item of a question, as a tap names it. */
interface TappedItem {
  readonly personId: string;
  readonly visitId: string;
  readonly code: string;
}

/** For an update of Intervention as i with Visit as v. */
function isOwn({ personId, visitId, code }: TappedItem): Prisma.Sql {
  return Prisma.sql`v.id = ${visitId}::uuid AND v."teacherId" = ${personId}::uuid AND v."questionId" IS NOT NULL AND i.code = ${code}`;
}

async function findQuestion(prisma: Pool['prisma'], id: string): Promise<Question | null> {
  const question = await prisma.visitQuestion.findUnique({
    where: { id },
    select: {
      personId: true,
      person: { select: { language: true, consentedAt: true, declinedAt: true, askingOff: true } },
    },
  });
  if (!question) return null;
  const { personId, person } = question;
  const items = await prisma.$queryRaw<AskedItem[]>`
    SELECT v.id AS "visitId", i.code, v.day::text AS day, by.name AS supervisor, i.felt::int AS felt, i."answeredAt"
      FROM "Visit" v JOIN "Intervention" i ON i."visitId" = v.id
      LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id LEFT JOIN "Person" by ON by.id = l."supervisorId"
     WHERE v."questionId" = ${id}::uuid ORDER BY v.day, v."createdAt", v.id, i.code`;
  const takesPart = person.consentedAt !== null && person.declinedAt === null;
  return { id, personId, language: person.language, takesPart, isOff: person.askingOff !== null, items };
}

/** Deletes questions that certainly did not arrive, so that their visits are asked about again. */
async function freeUnsent(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`
    DELETE FROM "VisitQuestion" q USING "Notification" n
     WHERE n.key = ${`${QUESTION_KIND}:`} || q.id AND ${SURELY_NOT_SENT}`;
}

/** For a query with Visit as v and Person as p: whether to ask this teacher about this visit. */
function isToAsk(now: Date): Prisma.Sql {
  return Prisma.sql`v."questionId" IS NULL AND v."takenBackAt" IS NULL AND v.source = 'chat' AND v.day >= ${subWeeks(now, OLDEST_WEEKS)}::date
    AND ${TAKES_PART} AND NOT ${LEFT_ALONE}
    AND NOT EXISTS (SELECT 1 FROM "AskingOff" o WHERE o."personId" = p.id)
    AND EXISTS (SELECT 1 FROM "Intervention" i WHERE i."visitId" = v.id)`;
}

async function joinWaiting(transaction: Transaction, now: Date): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Visit" v SET "questionId" = q.id
      FROM "Person" p JOIN "VisitQuestion" q ON q."personId" = p.id
      JOIN "Notification" n ON n.key = ${`${QUESTION_KIND}:`} || q.id AND n.state = 'queued'
     WHERE p.id = v."teacherId" AND ${isToAsk(now)}`;
}

function beginQuestions(
  transaction: Transaction,
  now: Date,
): Promise<{ readonly id: string; readonly personId: string }[]> {
  return transaction.$queryRaw`
    WITH waiting AS (
      SELECT v.id, p.id AS "personId" FROM "Visit" v JOIN "Person" p ON p.id = v."teacherId"
       WHERE ${isToAsk(now)}
         AND NOT EXISTS (
           SELECT 1 FROM "VisitQuestion" q LEFT JOIN "Notification" n ON n.key = ${`${QUESTION_KIND}:`} || q.id
            WHERE q."personId" = p.id AND coalesce(n."sentAt", n."notBefore", q."createdAt") > ${subDays(now, 7)})
         AND EXISTS (
           SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId" WHERE a."personId" = p.id AND ${mayBeTried(now)})
    ), asked AS (
      SELECT gen_random_uuid() AS id, "personId" FROM (SELECT DISTINCT "personId" FROM waiting) each
    ), begun AS (
      INSERT INTO "VisitQuestion" (id, "personId", "createdAt") SELECT id, "personId", ${now} FROM asked RETURNING id, "personId"
    ), joined AS (
      UPDATE "Visit" v SET "questionId" = begun.id FROM waiting JOIN begun ON begun."personId" = waiting."personId" WHERE v.id = waiting.id)
    SELECT id, "personId" FROM begun`;
}
