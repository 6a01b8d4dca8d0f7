import { addWeeks } from 'date-fns/addWeeks';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { LEFT_ALONE, TAKES_PART } from '../../people/conditions.ts';
import { mayBeTried, SURELY_NOT_SENT } from '../../people/reachable.ts';
import type { Weeks } from './view.ts';

/** How many check-ins in a row are without an answer. */
const UNANSWERED_IN_A_ROW = 4;

/** Longer than any holiday: the question waits for a good moment, and until then they are left alone. */
const MAX_WAIT_WEEKS = 10;

interface AskedTeacher {
  readonly id: string;
  readonly personId: string;
}

/** People who are left alone, in PostgreSQL. */
export function createSlowDownStore({ prisma }: Pool) {
  return {
    /** The person of a question, and how often they are asked; null once they did something. */
    find: async (id: string): Promise<{ readonly language: string; readonly everyWeeks: number } | null> => {
      const [found] = await prisma.$queryRaw<{ language: string; everyWeeks: number }[]>`
        SELECT p.language, coalesce(r."everyWeeks", 1)::int AS "everyWeeks"
          FROM "SlowDown" asked JOIN "Person" p ON p.id = asked."personId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE asked.id = ${id}::uuid AND ${LEFT_ALONE}`;
      return found ?? null;
    },

    /**
     * Asks everybody whose last four check-ins arrived, are closed, and have no answer. People who were asked before
     * and have not answered a check-in since are not asked again. A question that certainly did not arrive does not
     * count as asked.
     * @returns how many were asked
     */
    ask: (now: Date, goodMoments: GoodMoments): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`
          DELETE FROM "SlowDown" d USING "Notification" n WHERE n.key = 'slow-down:' || d.id AND ${SURELY_NOT_SENT}`;
        const asked = await transaction.$queryRaw<AskedTeacher[]>`
          INSERT INTO "SlowDown" AS d ("personId", "askedAt")
          SELECT p.id, ${now} FROM "Person" p CROSS JOIN LATERAL (
              SELECT count(*) AS arrived FROM (
                SELECT c.id, c."createdAt", c."closesAt" FROM "CheckIn" c WHERE c."personId" = p.id ORDER BY c.week DESC LIMIT ${UNANSWERED_IN_A_ROW}) c
                JOIN "Notification" n ON n.key = 'check-in:' || c.id AND n.state = 'sent'
               WHERE c."closesAt" <= ${now} AND c."createdAt" >= p."consentedAt"
                 AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."checkInId" = c.id)
                 AND NOT EXISTS (SELECT 1 FROM "CheckInItem" i WHERE i."checkInId" = c.id AND i.skipped)) last
           WHERE p.role = 'teacher' AND ${TAKES_PART} AND last.arrived = ${UNANSWERED_IN_A_ROW}
             AND EXISTS (SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                          WHERE a."personId" = p.id AND ${mayBeTried(now)})
          ON CONFLICT ("personId") DO UPDATE SET id = gen_random_uuid(), "askedAt" = EXCLUDED."askedAt", "endedAt" = NULL
            WHERE EXISTS (SELECT 1 FROM "Answer" a WHERE a."personId" = d."personId" AND a."answeredAt" > d."askedAt")
          RETURNING id, "personId"`;
        const moments = await goodMoments(
          asked.map(({ personId }) => personId),
          now,
        );
        const to = asked.map(({ id, personId }) => ({
          personId,
          subject: id,
          notBefore: moments.get(personId) ?? now,
        }));
        return notifyPeople(
          transaction,
          { kind: 'slow-down', to, unasked: 2, notAfter: addWeeks(now, MAX_WAIT_WEEKS) },
          now,
        );
      }),

    /** Records that they did something. */
    end: async (personId: string, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "SlowDown" SET "endedAt" = ${now} WHERE "personId" = ${personId}::uuid AND "endedAt" IS NULL`;
    },

    /** Records how often they want to be asked. */
    choose: async (personId: string, weeks: Weeks, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        WITH ended AS (UPDATE "SlowDown" SET "endedAt" = ${now} WHERE "personId" = ${personId}::uuid AND "endedAt" IS NULL)
        INSERT INTO "Rhythm" ("personId", "everyWeeks") VALUES (${personId}::uuid, ${weeks})
        ON CONFLICT ("personId") DO UPDATE SET "everyWeeks" = EXCLUDED."everyWeeks"`;
    },

    /** What is stored about a person. */
    export: (personId: string) =>
      prisma.slowDown.findUnique({ where: { personId }, select: { askedAt: true, endedAt: true } }),
  };
}
