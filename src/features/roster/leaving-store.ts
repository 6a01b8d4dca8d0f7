import { addDays } from 'date-fns/addDays';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import type { LeftBehind } from '../../people/empty-homes.ts';
import { erasePerson, slackHomesOf } from '../../people/erase-person.ts';
import { HAS_ADDRESS, IS_CONNECTED } from '../../people/reachable.ts';

/** The notification that asks whether somebody stays. */
export const STILL_HERE = 'still-here';
/** The one that asks it once more: one message is soon overlooked, and all that is stored hangs on it. */
export const STILL_HERE_AGAIN = 'still-here-again';
/** So long before they are erased it comes. */
const AGAIN_DAYS = 7;

/** For a query with Person as p: not in a file with these keys, and known by a file. */
function missingFromFile(keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`(p.key NOT IN (SELECT unnest(${[...keys]}::text[])) AND (p."joinedAt" IS NULL OR p.key NOT LIKE 'joined-%'))`;
}

/** Whoever is in a file with these keys, and whoever is missing from it when it is the whole list. */
export function createListStore(transaction: Transaction, keys: readonly string[]) {
  return {
    /** How many would be said to have left. */
    countMissing: async (): Promise<number> => {
      const [row] = await transaction.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM "Person" p WHERE p."missingSince" IS NULL AND ${missingFromFile(keys)}`;
      return row?.count ?? 0;
    },

    /** Whoever was missing before stays as they were. */
    markMissing: (now: Date): Promise<number> =>
      transaction.$executeRaw`
        UPDATE "Person" p SET "missingSince" = ${now} WHERE p."missingSince" IS NULL AND ${missingFromFile(keys)}`,

    /** They are there again, and are asked once more should they leave again. */
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
 * For a query with Person as p and their question as n, if there is one: when they are erased unless they say that they stay.
 * They have their days from when they could read it, however long it was held up.
 * @param asked when it is sent that was not sent yet
 */
function erasedAt(days: number, asked: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(greatest(p."missingSince", coalesce(n."sentAt", ${asked})) + ${days} * interval '1 day')`;
}

/**
 * For a query with Notification as n: nobody got this question, and nobody can be blamed for that: the deployment paused, the
 * platform was away, or holidays outlasted it. What was taken back with a stop, or by the operator, is not asked again.
 */
const WAS_NEVER_ASKED = Prisma.sql`(
  n.state = 'expired' AND n."inDoubt" = 0 AND coalesce(n.reason, '') NOT IN ('withdrawn', 'discarded'))`;

/** For a query with Notification as n: this question may still come. */
const IS_TO_COME = Prisma.sql`(n.state IN ('queued', 'sending') OR ${WAS_NEVER_ASKED})`;

/** Keeping the data of somebody who has left for good does them no favour either. */
const MAX_KEPT_DAYS = 365;

/**
 * For a query with Person as p, their Rhythm as r and their question as n: it is no fault of theirs that nobody could ask them:
 * it waits, was never sent, or their workspace is not connected or its platform off. They have a year then, and their days after a pause of theirs.
 */
function isUnasked(days: number, now: Date): Prisma.Sql {
  return Prisma.sql`(
    (${IS_TO_COME} OR (n.id IS NULL AND EXISTS (
      SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
       WHERE a."personId" = p.id AND a."unreachableSince" IS NULL AND NOT ${IS_CONNECTED} AND ${HAS_ADDRESS})))
    AND greatest(p."missingSince" + ${Math.max(days, MAX_KEPT_DAYS)} * interval '1 day',
                 r."pausedUntil" + ${days} * interval '1 day') > ${now})`;
}

/** Who left the list, in PostgreSQL. @param days from the question to the erasure */
export function createLeavingStore({ prisma }: Pool, days: number) {
  return {
    /** Until when somebody can say that they stay whose question is sent now, or was; null when there is nothing to ask. */
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
    /** Asks everybody who left the list and was not asked yet, at a good moment, and again when the question could not be sent in time. */
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
     * Asks once more whoever was asked and has not said that they stay. An answer to a check-in does not say so: the operator sees
     * who stays, and would see who answers.
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
    /** Erases everybody who left the list and has not said in time that they stay; whoever could not be asked has a year. @returns what is left of each elsewhere */
    eraseDue: async (now: Date): Promise<readonly LeftBehind[]> => {
      // Of one that may have come, such as one given up in doubt, the days are those that it told.
      const asked = Prisma.sql`CASE WHEN NOT ${IS_TO_COME} THEN n."notBefore" END`;
      const due = await prisma.$queryRaw<{ id: string; language: string }[]>`
        SELECT p.id, p.language FROM "Person" p LEFT JOIN "Rhythm" r ON r."personId" = p.id
          LEFT JOIN "Notification" n ON n.key = ${`${STILL_HERE}:`} || p.id
         WHERE p."missingSince" IS NOT NULL AND p."staysAt" IS NULL AND ${erasedAt(days, asked)} <= ${now}
           AND (${isUnasked(days, now)}) IS NOT TRUE`;
      const left: LeftBehind[] = [];
      for (const { id, language } of due) {
        const homes = await slackHomesOf(prisma, id);
        if (await erasePerson(prisma, id)) left.push({ language, homes });
      }
      return left;
    },
  };
}
