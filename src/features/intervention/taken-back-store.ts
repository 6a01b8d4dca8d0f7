import { addDays } from 'date-fns/addDays';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { TAKES_PART } from '../../people/conditions.ts';

export const TAKEN_BACK_KIND = 'visit-taken-back';

/** How long the message may wait, as for next week's turn; later nobody would remember the visit. */
const NEWS_DAYS = 14;

/** A visit that a supervisor withdrew after the teacher had answered about it. */
export interface TakenBack {
  readonly id: string;
  /** yyyy-MM-dd */
  readonly day: string;
  readonly supervisor: string | null;
  readonly codes: readonly string[];
}

export type TakenBackStore = ReturnType<typeof createTakenBackStore>;

/** What remains of withdrawn visits, in PostgreSQL: the answers, which the teacher may keep or remove. */
export function createTakenBackStore({ prisma }: Pool) {
  return {
    /** A withdrawn visit; null when there is nothing to tell its teacher, or they do not want to hear about visits. */
    find: async (visitId: string): Promise<TakenBack | null> => {
      const [found] = await prisma.$queryRaw<TakenBack[]>`
        SELECT v.id, v.day::text AS day, by.name AS supervisor,
               ARRAY(SELECT i.code FROM "Intervention" i WHERE i."visitId" = v.id AND i.felt IS NOT NULL ORDER BY i.code) AS codes
          FROM "Visit" v JOIN "Person" p ON p.id = v."teacherId"
          LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id LEFT JOIN "Person" by ON by.id = l."supervisorId"
         WHERE v.id = ${visitId}::uuid AND v."takenBackAt" IS NOT NULL
           AND ${TAKES_PART}
           AND NOT EXISTS (SELECT 1 FROM "AskingOff" o WHERE o."personId" = p.id)`;
      return found && found.codes.length > 0 ? found : null;
    },

    /**
     * Removes the answers, because the visit was not to this teacher. Safe to repeat.
     * @returns whether nothing is left: a visit that was not withdrawn, or somebody else's, stays
     */
    takeAway: async (visitId: string, teacherId: string): Promise<boolean> => {
      await prisma.visit.deleteMany({ where: { id: visitId, teacherId, takenBackAt: { not: null } } });
      return (await prisma.visit.count({ where: { id: visitId } })) === 0;
    },
  };
}

/**
 * Withdraws a visit but keeps the teacher's answers, and asks the teacher whether it was about them: supervisors must
 * not be able to delete answers from the figures. The supervisor does not learn whether there were answers.
 */
export async function keepAnswered(
  transaction: Transaction,
  visitId: string,
  now: Date,
  goodMoments: GoodMoments,
): Promise<void> {
  await transaction.intervention.deleteMany({ where: { visitId, felt: null } });
  const isAnswered = (await transaction.intervention.count({ where: { visitId } })) > 0;
  if (!isAnswered) {
    await transaction.visit.delete({ where: { id: visitId } });
    return;
  }
  await transaction.loggedVisit.update({ where: { visitId }, data: { expected: null } });
  const { teacherId } = await transaction.visit.update({ where: { id: visitId }, data: { takenBackAt: now } });
  const notBefore = (await goodMoments([teacherId], now)).get(teacherId);
  if (!notBefore) return;
  const to = [{ personId: teacherId, subject: visitId, notBefore }];
  await notifyPeople(
    transaction,
    { kind: TAKEN_BACK_KIND, to, unasked: 2, notAfter: addDays(notBefore, NEWS_DAYS) },
    now,
  );
}

/**
 * Withdraws part of a visit: answers about what is removed from it move to a visit of their own that counts as
 * withdrawn.
 */
export async function splitAnswered(
  transaction: Transaction,
  visitId: string,
  kept: readonly string[],
  now: Date,
  goodMoments: GoodMoments,
): Promise<void> {
  const isTaken = Prisma.sql`i."visitId" = ${visitId}::uuid AND NOT i.code = ANY (${[...kept]})`;
  await transaction.$executeRaw`DELETE FROM "Intervention" i WHERE ${isTaken} AND i.felt IS NULL`;
  const [split] = await transaction.$queryRaw<{ id: string }[]>`
    WITH split AS (
      INSERT INTO "Visit" ("teacherId", "circleId", day, "createdAt", source, "questionId")
      SELECT v."teacherId", v."circleId", v.day, v."createdAt", v.source, v."questionId" FROM "Visit" v
       WHERE v.id = ${visitId}::uuid AND EXISTS (SELECT 1 FROM "Intervention" i WHERE ${isTaken})
      RETURNING id)
    INSERT INTO "LoggedVisit" ("visitId", "supervisorId")
    SELECT split.id, l."supervisorId" FROM split, "LoggedVisit" l WHERE l."visitId" = ${visitId}::uuid
    RETURNING "visitId" AS id`;
  if (!split) return;
  await transaction.$executeRaw`UPDATE "Intervention" i SET "visitId" = ${split.id}::uuid WHERE ${isTaken}`;
  await keepAnswered(transaction, split.id, now, goodMoments);
}
