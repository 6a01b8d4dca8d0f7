import type { Day } from '../../calendar/day.ts';
import type { Rhythm } from '../../calendar/good-moment.ts';
import { RHYTHM_COLUMNS, type RhythmRow, toRhythm } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { LEFT_ALONE, TAKES_PART } from '../../people/conditions.ts';

/** A participating teacher who may be asked. */
interface Participant {
  readonly rhythm: Rhythm;
  /** 1, 2 or 4. */
  readonly everyWeeks: number;
  /** The week of their last check-in; null for none yet. */
  readonly lastWeek: string | null;
  /** Whether the operator has paused the deployment, so that nothing is sent and nobody knows until when. */
  readonly standsStill: boolean;
}

/** A check-in that was planned and not sent. */
interface WaitingCheckIn {
  readonly id: string;
  readonly week: string;
  readonly notBefore: Date;
}

/** A check-in that arrived and has open questions. */
interface OpenCheckIn {
  /** When they close. */
  readonly at: Date;
  /** Of their school. */
  readonly timezone: string;
  /** The first day after their own pause; null when they took none. */
  readonly pausedUntil: Day | null;
}

/** A message that waits to be sent. */
interface WaitingMessage {
  readonly personId: string;
  readonly isCheckIn: boolean;
  readonly notBefore: Date;
  readonly rhythm: Rhythm;
}

type AskedRow = RhythmRow & Omit<Participant, 'rhythm'> & { readonly id: string };

/** For a query with CheckIn as c: a question of it is neither answered nor skipped. */
const HAS_OPEN_QUESTIONS = Prisma.sql`EXISTS (
  SELECT 1 FROM "CheckInItem" i WHERE i."checkInId" = c.id AND NOT i.skipped
     AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."checkInId" = c.id AND a.item = i.item))`;

/** The keys of the notifications that a check-in has now: its own, and the one that it was postponed to. */
const KEYS_NOW = Prisma.sql`('check-in:' || c.id, 'check-in:' || c.id || ':snooze:' || c.snoozes)`;

/** The plan for one teacher, in PostgreSQL. @param timezone the deployment's */
export function createOwnPlanStore({ prisma }: Pool, timezone: string) {
  return {
    /** Null for somebody who is not asked. */
    asked: async (personId: string): Promise<Participant | null> => {
      const [row] = await prisma.$queryRaw<AskedRow[]>`
        SELECT p.id, ${RHYTHM_COLUMNS}, coalesce(r."everyWeeks", 1)::int AS "everyWeeks",
               (SELECT max(c.week) FROM "CheckIn" c WHERE c."personId" = p.id) AS "lastWeek",
               EXISTS (SELECT 1 FROM "Deployment" WHERE "pausedAt" IS NOT NULL) AS "standsStill"
          FROM "Person" p JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE p.id = ${personId}::uuid AND p.role = 'teacher' AND ${TAKES_PART}
           AND NOT ${LEFT_ALONE}`;
      if (!row) return null;
      const { everyWeeks, lastWeek, standsStill } = row;
      return { rhythm: toRhythm(row, timezone), everyWeeks, lastWeek, standsStill };
    },

    /** The check-in of this person that waits to be sent. */
    waiting: async (personId: string, now: Date): Promise<WaitingCheckIn | null> => {
      const [row] = await prisma.$queryRaw<WaitingCheckIn[]>`
        SELECT c.id, c.week, n."notBefore" FROM "CheckIn" c JOIN "Notification" n ON n.key = 'check-in:' || c.id
         WHERE c."personId" = ${personId}::uuid AND c."closesAt" > ${now} AND n.state = 'queued'
         ORDER BY c.week DESC LIMIT 1`;
      return row ?? null;
    },

    /**
     * The messages that nobody asked for and that wait for a later moment, with what makes a moment good for their
     * reader; check-ins only of teachers with a school.
     */
    allWaiting: async (now: Date): Promise<readonly WaitingMessage[]> => {
      const rows = await prisma.$queryRaw<(RhythmRow & Omit<WaitingMessage, 'rhythm'>)[]>`
        SELECT a."personId", n.kind = 'check-in' AS "isCheckIn", n."notBefore", ${RHYTHM_COLUMNS}
          FROM "Notification" n JOIN "Account" a ON a.id = n."accountId" JOIN "Person" p ON p.id = a."personId"
          LEFT JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE n.state = 'queued' AND n.unasked IS NOT NULL AND n."notBefore" > ${now} AND (n.kind <> 'check-in' OR s.id IS NOT NULL)`;
      return rows.map(({ personId, isCheckIn, notBefore, ...row }) => {
        return { personId, isCheckIn, notBefore, rhythm: toRhythm(row, timezone) };
      });
    },

    /** When the waiting or postponed check-in is sent; null when none has open questions. */
    comesAt: async (personId: string, now: Date): Promise<Date | null> => {
      const [row] = await prisma.$queryRaw<{ notBefore: Date }[]>`
        SELECT n."notBefore" FROM "CheckIn" c JOIN "Notification" n ON n.key IN ${KEYS_NOW}
         WHERE c."personId" = ${personId}::uuid AND c."closesAt" > ${now} AND n.state = 'queued'
           AND ${HAS_OPEN_QUESTIONS}
         ORDER BY c.week DESC LIMIT 1`;
      return row?.notBefore ?? null;
    },

    /** The open check-in of a participant; null when none is open, or when it was postponed. */
    openUntil: async (personId: string, now: Date): Promise<OpenCheckIn | null> => {
      const [row] = await prisma.$queryRaw<OpenCheckIn[]>`
        SELECT c."closesAt" AS at, s.timezone, r."pausedUntil"::text
          FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" JOIN "School" s ON s.id = p."schoolId"
          LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE p.id = ${personId}::uuid AND ${TAKES_PART} AND c."closesAt" > ${now}
           AND NOT EXISTS (SELECT 1 FROM "Notification" n WHERE n.state = 'queued'
                              AND n.key IN ${KEYS_NOW})
           AND ${HAS_OPEN_QUESTIONS}
         ORDER BY c.week DESC LIMIT 1`;
      return row ?? null;
    },

    /** Moves a check-in to another moment, unless it is being sent. */
    move: async (id: string, to: { notBefore: Date; notAfter: Date; closesAt: Date }): Promise<void> => {
      await prisma.$executeRaw`
        WITH moved AS (
          UPDATE "Notification" SET "notBefore" = ${to.notBefore}, "dueAt" = NULL, "notAfter" = ${to.notAfter}
           WHERE key = 'check-in:' || ${id} AND state = 'queued' RETURNING 1)
        UPDATE "CheckIn" SET "closesAt" = ${to.closesAt} WHERE id = ${id}::uuid AND EXISTS (SELECT 1 FROM moved)`;
    },

    /**
     * Withdraws a check-in unless it is being sent, as if it had never been planned, so that its questions are asked
     * another time and it does not count as missed. A check-in that somebody has begun to answer has arrived, and
     * stays.
     */
    withdraw: (id: string): Promise<void> => prisma.$transaction((transaction) => withdrawCheckIn(transaction, id)),
  };
}

async function withdrawCheckIn(transaction: Transaction, id: string): Promise<void> {
  // Waits for somebody who is answering at this moment. A person's row is locked before their check-ins', in the
  // order that erasing uses.
  await transaction.$queryRaw`
    SELECT 1 FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" WHERE c.id = ${id}::uuid
       FOR KEY SHARE OF p FOR UPDATE OF c`;
  await transaction.$executeRaw`
    WITH taken AS (
      DELETE FROM "Notification" WHERE key = 'check-in:' || ${id} AND state = 'queued' RETURNING 1)
    DELETE FROM "CheckIn" c WHERE c.id = ${id}::uuid AND EXISTS (SELECT 1 FROM taken)
       AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."checkInId" = c.id)
       AND NOT EXISTS (SELECT 1 FROM "CheckInItem" i WHERE i."checkInId" = c.id AND i.skipped)`;
}
