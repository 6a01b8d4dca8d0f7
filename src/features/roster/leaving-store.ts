import { addDays } from 'date-fns/addDays';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import type { LeftBehind } from '../../people/empty-homes.ts';
import { erasePerson, slackHomesOf } from '../../people/erase-person.ts';
import { HAS_ADDRESS, IS_CONNECTED } from '../../people/reachable.ts';

/** The kind of the message that asks whether somebody stays. */
export const STILL_HERE = 'still-here';
/**
 * The kind of the second such message: a single one is easily overlooked, and everything stored depends on the answer.
 */
export const STILL_HERE_AGAIN = 'still-here-again';
/** How many days before the erasure the second message is sent. */
const AGAIN_DAYS = 7;

/** For a query with Person as p: not in a file with these keys, and expected in one. */
function missingFromFile(keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`(p.key NOT IN (SELECT unnest(${[...keys]}::text[])) AND (p."joinedAt" IS NULL OR p.key NOT LIKE 'joined-%'))`;
}

/** Compares the stored people with a file of these keys that is the whole list. */
export function createListStore(transaction: Transaction, keys: readonly string[]) {
  return {
    /** How many people would newly count as having left. */
    countMissing: async (): Promise<number> => {
      const [row] = await transaction.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM "Person" p WHERE p."missingSince" IS NULL AND ${missingFromFile(keys)}`;
      return row?.count ?? 0;
    },

    /** Marks the people who are not in the file; those who were marked before keep their date. */
    markMissing: (now: Date): Promise<number> =>
      transaction.$executeRaw`
        UPDATE "Person" p SET "missingSince" = ${now} WHERE p."missingSince" IS NULL AND ${missingFromFile(keys)}`,

    /** Unmarks the people who are in the file again; they are asked anew when they leave again. */
    markPresent: async (): Promise<void> => {
      const back = await transaction.$queryRaw<{ id: string }[]>`
        UPDATE "Person" SET "missingSince" = NULL, "staysAt" = NULL
         WHERE key = ANY (${[...keys]}::text[]) AND "missingSince" IS NOT NULL RETURNING id`;
      const subjects = back.map(({ id }) => id);
      await transaction.notification.deleteMany({
        where: { kind: { in: [STILL_HERE, STILL_HERE_AGAIN] }, subject: { in: subjects } },
      });
    },
  };
}

/**
 * For a query with Person as p and their question as n, if there is one: when they are erased unless they say that they
 * stay. They always have the full number of days after they could read it, however late it was sent.
 * @param asked when a question that was not sent yet will be sent
 */
function erasedAt(days: number, asked: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(greatest(p."missingSince", coalesce(n."sentAt", ${asked})) + ${days} * interval '1 day')`;
}

/**
 * For a query with Notification as n: the question was never sent, through no fault of the person: the deployment
 * paused, the platform was down, or holidays lasted longer than the question. A question that was withdrawn by a stop,
 * or by the operator, is not asked again.
 */
const WAS_NEVER_ASKED = Prisma.sql`(
  n.state = 'expired' AND n."inDoubt" = 0 AND coalesce(n.reason, '') NOT IN ('withdrawn', 'discarded'))`;

/** For a query with Notification as n: this question may still be sent. */
const IS_TO_COME = Prisma.sql`(n.state IN ('queued', 'sending') OR ${WAS_NEVER_ASKED})`;

/** The longest that data is kept while nobody could ask: keeping it forever does not help people who have left. */
const MAX_KEPT_DAYS = 365;

/**
 * For a query with Person as p, their Rhythm as r and their question as n: they could not be asked, through no fault of
 * their own: the question waits, was never sent, or their workspace is not connected or its platform is off. Then they
 * have a year, and the full number of days after their own pause.
 */
function isUnasked(days: number, now: Date): Prisma.Sql {
  return Prisma.sql`(
    (${IS_TO_COME} OR (n.id IS NULL AND EXISTS (
      SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
       WHERE a."personId" = p.id AND a."unreachableSince" IS NULL AND NOT ${IS_CONNECTED} AND ${HAS_ADDRESS})))
    AND greatest(p."missingSince" + ${Math.max(days, MAX_KEPT_DAYS)} * interval '1 day',
                 r."pausedUntil" + ${days} * interval '1 day') > ${now})`;
}

/** People who left the list, in PostgreSQL. @param days from the question to the erasure */
export function createLeavingStore({ prisma }: Pool, days: number) {
  return {
    /**
     * Until when somebody can say that they stay, for a question that is sent now or was sent; null when there is
     * nothing to ask.
     */
    erasureOf: async (personId: string, now: Date): Promise<{ language: string; at: Date } | null> => {
      const rows = await prisma.$queryRaw<{ language: string; at: Date }[]>`
        SELECT p.language, ${erasedAt(days, Prisma.sql`greatest(n."notBefore", ${now}::timestamptz)`)} AS at
          FROM "Person" p LEFT JOIN "Notification" n ON n.key = ${`${STILL_HERE}:`} || p.id
         WHERE p.id = ${personId}::uuid AND p."missingSince" IS NOT NULL AND p."staysAt" IS NULL`;
      return rows[0] ?? null;
    },
    stay: async (personId: string, now: Date): Promise<void> => {
      await prisma.person.updateMany({ where: { id: personId, missingSince: { not: null } }, data: { staysAt: now } });
    },
    /**
     * Asks everybody who left the list and was not asked yet, at a good moment; asks again when the question could not
     * be sent in time.
     */
    ask: (now: Date, goodMoments: GoodMoments): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`
          DELETE FROM "Notification" n WHERE n.kind = ${STILL_HERE} AND ${WAS_NEVER_ASKED}`;
        const missing = await transaction.$queryRaw<{ id: string }[]>`
          SELECT p.id FROM "Person" p WHERE p."missingSince" IS NOT NULL AND p."staysAt" IS NULL
             AND NOT EXISTS (SELECT 1 FROM "Notification" n WHERE n.key = ${`${STILL_HERE}:`} || p.id)`;
        const ids = missing.map(({ id }) => id);
        const moments = await goodMoments(ids, now);
        const to = ids.map((id) => {
          const notBefore = moments.get(id) ?? now;
          return { personId: id, subject: id, notBefore, notAfter: addDays(notBefore, days) };
        });
        return notifyPeople(transaction, { kind: STILL_HERE, to, unasked: 2, notAfter: addDays(now, days) }, now);
      }),
    /**
     * Asks a second time those who have not said that they stay. Answering a check-in does not count as staying: the
     * operator sees who stays, and would learn who answers.
     */
    askAgain: (now: Date, goodMoments: GoodMoments): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        const silent = await transaction.$queryRaw<{ id: string; at: Date }[]>`
          SELECT p.id, ${erasedAt(days, Prisma.sql`n."sentAt"`)} AS at
            FROM "Person" p JOIN "Notification" n ON n.key = ${`${STILL_HERE}:`} || p.id AND n.state = 'sent'
           WHERE ${IS_LEAVING} AND n."sentAt" <= ${now}::timestamptz - ${days - AGAIN_DAYS} * interval '1 day'
             AND n."sentAt" < ${now}::timestamptz - interval '1 day'
             AND NOT EXISTS (SELECT 1 FROM "Notification" a WHERE a.key = ${`${STILL_HERE_AGAIN}:`} || p.id)`;
        const moments = await goodMoments(
          silent.map(({ id }) => id),
          now,
        );
        const to = silent.flatMap(({ id, at }) => {
          const notBefore = moments.get(id) ?? now;
          return notBefore < at ? [{ personId: id, subject: id, notBefore, notAfter: at }] : [];
        });
        return notifyPeople(transaction, { kind: STILL_HERE_AGAIN, to, unasked: 2, notAfter: now }, now);
      }),
    /**
     * Erases everybody who left the list and did not say in time that they stay; those who could not be asked have a
     * year.
     * @param onErased told what is left elsewhere of each, as soon as they are erased: the next one may fail
     */
    eraseDue: async (now: Date, onErased: (left: LeftBehind) => void): Promise<void> => {
      // A question that may have arrived, for example one that was given up in doubt, promised these days.
      const asked = Prisma.sql`CASE WHEN NOT ${IS_TO_COME} THEN n."notBefore" END`;
      const due = await prisma.$queryRaw<{ id: string; language: string }[]>`
        SELECT p.id, p.language FROM "Person" p LEFT JOIN "Rhythm" r ON r."personId" = p.id
          LEFT JOIN "Notification" n ON n.key = ${`${STILL_HERE}:`} || p.id
         WHERE p."missingSince" IS NOT NULL AND p."staysAt" IS NULL AND ${erasedAt(days, asked)} <= ${now}
           AND (${isUnasked(days, now)}) IS NOT TRUE`;
      for (const { id, language } of due) {
        const homes = await slackHomesOf(prisma, id);
        if (await erasePerson(prisma, id)) onErased({ language, homes });
      }
    },
  };
}
