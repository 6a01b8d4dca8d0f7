import { subHours } from 'date-fns/subHours';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { mayBeTried } from '../../people/reachable.ts';
import type { OfferedSlot } from './offer.ts';
import { APPOINTMENT_STANDS } from './offer-store.ts';
import { hasRoom, lockTeacher } from './room-store.ts';

/** How many people are asked in one round. */
const MAX_ASKED = 200;

/** After this many unanswered offers in a row a teacher is not asked again. */
const MAX_UNANSWERED = 3;
/** The time from the end of an unanswered offer to the next one: a day, less some hours for an earlier good moment. */
const NEXT_AFTER_HOURS = 18;

/** A teacher whose turn it is. */
export interface WaitingTeacher {
  readonly teacherId: string;
  /** Slots that they were offered and did not take, which are not offered again. */
  readonly had: readonly { readonly supervisorId: string; readonly begins: string }[];
  /**
   * Whether an appointment of theirs ended without their having been told: the message about that mentions what is held
   * for them.
   */
  readonly toBeTold: boolean;
}

/** Until when a slot is held for somebody, and when they are asked. */
interface Hold {
  readonly from: Date;
  readonly until: Date;
}

/** For a query with Appointment as a: it ended and its teacher has not been told. */
export const UNTOLD = Prisma.sql`a."endedBy" IN ('ill', 'off', 'removed') AND a."heldUntil" IS NULL AND NOT EXISTS (
  SELECT 1 FROM "Notification" n WHERE n.key = 'contact-hour-ended:' || a.id)`;

/**
 * For a query with ContactHourWaiting as line: how many offers they left unanswered since they last reacted or lost an
 * appointment.
 */
const UNANSWERED_OFFERS = Prisma.sql`(
  SELECT count(*) FROM "Appointment" a WHERE a."teacherId" = line."teacherId" AND a."endedBy" = 'lapsed' AND NOT EXISTS (
     SELECT 1 FROM "Notification" n WHERE n.key = 'contact-hour-offer:' || a.id AND n.state <> 'sent')
     AND a."createdAt" >= coalesce(greatest(
           (SELECT max(other."endedAt") FROM "Appointment" other
             WHERE other."teacherId" = line."teacherId" AND other."endedBy" <> 'lapsed'),
           CASE WHEN NOT line."lostOne" THEN line.since END), '-infinity'))`;

export type WaitingStore = ReturnType<typeof createWaitingStore>;

/** The waiting list and the slots held for people on it, in PostgreSQL. */
export function createWaitingStore({ ask, askInTurn, prisma }: Pool) {
  return {
    /** Joins the list; somebody on it keeps their place. */
    join: async (teacherId: string, now: Date): Promise<void> => {
      await ask(Prisma.sql`
        INSERT INTO "ContactHourWaiting" ("teacherId", since) VALUES (${teacherId}::uuid, ${now}) ON CONFLICT DO NOTHING`);
    },

    leave: async (teacherId: string): Promise<void> => {
      await ask(Prisma.sql`DELETE FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid`);
    },

    /**
     * The people whose turn it is, in order: they have nothing held, have room for an appointment, left no offer
     * unanswered today and can be reached. For anybody else an offer would pass unnoticed while others wait.
     */
    inLine: (now: Date) => prisma.$queryRaw<WaitingTeacher[]>`
      SELECT line."teacherId",
             ARRAY(SELECT jsonb_build_object('supervisorId', a."supervisorId", 'begins', a.begins) FROM "Appointment" a
                    WHERE a."teacherId" = line."teacherId" AND a."heldUntil" IS NOT NULL AND a."endedAt" IS NOT NULL AND a.begins > ${now}) AS had,
             EXISTS (SELECT 1 FROM "Appointment" a WHERE a."teacherId" = line."teacherId" AND a.begins > ${now} AND ${UNTOLD}) AS "toBeTold"
        FROM "ContactHourWaiting" line
       WHERE NOT EXISTS (SELECT 1 FROM "Appointment" a
                          WHERE a."teacherId" = line."teacherId" AND a."heldUntil" IS NOT NULL
                            AND (a."endedAt" IS NULL OR (a."endedBy" = 'lapsed' AND a."endedAt" > ${subHours(now, NEXT_AFTER_HOURS)})))
         AND ${hasRoom(Prisma.sql`line."teacherId"`, now)}
         AND EXISTS (SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                      WHERE a."personId" = line."teacherId" AND ${mayBeTried(now)})
       ORDER BY line."lostOne" DESC, line.since, line."teacherId" LIMIT ${MAX_ASKED}`,

    /** Holds a slot for somebody on the list, and asks them. @returns false when somebody else got it */
    hold: (slot: OfferedSlot, teacherId: string, hold: Hold, ask: boolean, now: Date) =>
      prisma.$transaction((transaction) => holdSlot(transaction, slot, teacherId, { ...hold, ask }, now)),

    /** Books the held slot. @returns false when it is no longer held for them, or they have enough */
    accept: async (id: string, teacherId: string, now: Date): Promise<boolean> => {
      const rows = await askInTurn<{ id: string }>(
        lockTeacher(teacherId),
        Prisma.sql`
          WITH taken AS (
            UPDATE "Appointment" a SET "heldUntil" = NULL
             WHERE ${isHeldFor(id, teacherId)} AND a."heldUntil" > ${now} AND ${hasRoom(Prisma.sql`${teacherId}::uuid`, now)} RETURNING a.id
          ), waited AS (
            DELETE FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid AND EXISTS (SELECT 1 FROM taken)
          )
          SELECT id FROM taken`,
      );
      return rows.length > 0;
    },

    decline: async (id: string, teacherId: string, now: Date): Promise<boolean> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        UPDATE "Appointment" a SET "endedAt" = ${now}, "endedBy" = 'declined' WHERE ${isHeldFor(id, teacherId)} RETURNING a.id`);
      return rows.length > 0;
    },

    /** Whether a slot is held for somebody, or they wait. */
    standing: async (teacherId: string, now: Date): Promise<'held' | 'waits' | null> => {
      const [row] = await ask<{ held: boolean; waits: boolean }>(Prisma.sql`
        SELECT EXISTS (SELECT 1 FROM "Appointment" a
                        WHERE a."teacherId" = ${teacherId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" > ${now}) AS held,
               EXISTS (SELECT 1 FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid) AS waits`);
      if (row?.held) return 'held';
      return row?.waits ? 'waits' : null;
    },

    /** Whether somebody leaves the list when they do not answer this time either. */
    isLastTime: async (teacherId: string): Promise<boolean> => {
      const rows = await ask<{ teacherId: string }>(Prisma.sql`
        SELECT line."teacherId" FROM "ContactHourWaiting" line
         WHERE line."teacherId" = ${teacherId}::uuid AND ${UNANSWERED_OFFERS} >= ${MAX_UNANSWERED - 1}`);
      return rows.length > 0;
    },

    /**
     * Ends holds that were not answered in time. A teacher who never answers leaves the list, as the last offer told
     * them.
     */
    lapse: async (now: Date): Promise<void> => {
      await prisma.$executeRaw`
        WITH lapsed AS (
          UPDATE "Appointment" SET "endedAt" = ${now}, "endedBy" = 'lapsed' WHERE "endedAt" IS NULL AND "heldUntil" <= ${now}
          RETURNING id, "teacherId"
        )
        DELETE FROM "ContactHourWaiting" line USING lapsed JOIN "Notification" n ON n.key = 'contact-hour-offer:' || lapsed.id
         WHERE line."teacherId" = lapsed."teacherId" AND n.state = 'sent' AND ${UNANSWERED_OFFERS} >= ${MAX_UNANSWERED - 1}`;
    },
  };
}

async function holdSlot(
  transaction: Transaction,
  { hour, begins, ends }: OfferedSlot,
  teacherId: string,
  hold: Hold & { readonly ask: boolean },
  now: Date,
): Promise<boolean> {
  const held = await transaction.$queryRaw<{ id: string }[]>`
    WITH turn AS MATERIALIZED (
      SELECT "teacherId" FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid FOR UPDATE
    ), given AS MATERIALIZED (
      SELECT h.id, h."supervisorId" FROM "ContactHour" h
       WHERE h.id = ${hour.id}::uuid AND h.revision = ${hour.revision} AND h."removedAt" IS NULL FOR SHARE
    )
    INSERT INTO "Appointment" ("hourId", "supervisorId", "teacherId", begins, ends, "heldUntil", offered, "createdAt")
    SELECT given.id, given."supervisorId", turn."teacherId", ${begins}, ${ends}, ${hold.until}, true, ${now} FROM given, turn
     WHERE NOT EXISTS (SELECT 1 FROM "Appointment" a
                        WHERE a."teacherId" = turn."teacherId" AND a."heldUntil" IS NOT NULL AND a."endedAt" IS NULL)
    ON CONFLICT DO NOTHING RETURNING id`;
  const id = held[0]?.id;
  if (id === undefined) return false;
  const to = [{ personId: teacherId, subject: id, notBefore: hold.from }];
  if (hold.ask) await notifyPeople(transaction, { kind: 'contact-hour-offer', to, notAfter: hold.until }, now);
  return true;
}

function isHeldFor(id: string, teacherId: string): Prisma.Sql {
  return Prisma.sql`a.id = ${id}::uuid AND a."teacherId" = ${teacherId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NOT NULL`;
}
