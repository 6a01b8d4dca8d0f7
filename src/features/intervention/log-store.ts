import { subDays } from 'date-fns/subDays';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Connection, Pool, Transaction } from '../../database/client.ts';
import { TAKES_PART } from '../../people/conditions.ts';
import { CHANGEABLE_DAYS } from './actions.ts';
import { keepAnswered, splitAnswered } from './taken-back-store.ts';

/** A teacher about whom a supervisor can log a visit. */
export interface PossibleTeacher {
  readonly id: string;
  readonly name: string;
  readonly school: string;
  /** The timezone of their school, an IANA name. */
  readonly timezone: string;
}

/** A visit to store: what a supervisor did for a teacher on one day. */
interface VisitToLog {
  readonly supervisorId: string;
  readonly teacherId: string;
  /** yyyy-MM-dd */
  readonly day: string;
  readonly codes: readonly string[];
  /** 1 to 5; null when they expected nothing in particular. */
  readonly expected: number | null;
}

export interface LoggedVisit {
  readonly id: string;
  readonly teacher: string;
  /** The timezone of the teacher's school; null when they no longer have one. */
  readonly timezone: string | null;
  readonly day: string;
  readonly codes: readonly string[];
  readonly expected: number | null;
}

export type LogStore = ReturnType<typeof createLogStore>;

/** Logged visits, in PostgreSQL. */
export function createLogStore({ prisma }: Pool) {
  return {
    /**
     * Teachers who were visited between two moments. Visits that were withdrawn are left out, because what remains of
     * them would reveal who answered.
     * @param supervisorId of the visitor; null for any
     */
    visited: async (from: Date, until: Date, supervisorId: string | null): Promise<readonly string[]> => {
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT v."teacherId" AS id FROM "Visit" v LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
         WHERE v.day BETWEEN ${from}::date AND ${until}::date AND v."takenBackAt" IS NULL
           AND (${supervisorId}::uuid IS NULL OR l."supervisorId" = ${supervisorId}::uuid)`;
      return rows.map(({ id }) => id);
    },

    /** The teachers of the supervisor's circles who take part, by school and name. */
    teachersOf: (supervisorId: string): Promise<readonly PossibleTeacher[]> => prisma.$queryRaw`
      SELECT p.id, p.name, s.name AS school, s.timezone FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
       WHERE p.role = 'teacher' AND ${TAKES_PART}
         AND s."circleId" IN (SELECT "circleId" FROM "PersonCircle" WHERE "personId" = ${supervisorId}::uuid)
       ORDER BY s.name, p.name, p.id`,

    /** Logs a visit. @returns false when the teacher is not one of theirs, or does not take part */
    log: (visit: VisitToLog, now: Date): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        const { supervisorId, teacherId, day, expected } = visit;
        const [logged] = await transaction.$queryRaw<{ id: string }[]>`
          INSERT INTO "Visit" ("teacherId", "circleId", day, "createdAt", source)
          SELECT p.id, s."circleId", ${day}::date, ${now}, 'chat' FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
           WHERE p.id = ${teacherId}::uuid AND p.role = 'teacher' AND ${TAKES_PART}
             AND EXISTS (SELECT 1 FROM "PersonCircle" c JOIN "Person" by ON by.id = c."personId" AND by.role <> 'teacher'
                          WHERE c."personId" = ${supervisorId}::uuid AND c."circleId" = s."circleId")
          RETURNING id`;
        if (!logged) return false;
        await transaction.loggedVisit.create({ data: { visitId: logged.id, supervisorId, expected } });
        await keepCodes(transaction, logged.id, visit.codes);
        return true;
      }),

    /** The visits that a supervisor can still change, latest first. */
    recent: (supervisorId: string, now: Date): Promise<readonly LoggedVisit[]> =>
      findVisits(prisma, supervisorId, subDays(now, CHANGEABLE_DAYS)),

    /**
     * Changes a visit. Answers about what is removed from it are kept. @returns false when it is not theirs, or too
     * late
     */
    change: (
      visitId: string,
      { supervisorId, day, codes, expected }: Omit<VisitToLog, 'teacherId'>,
      now: Date,
      goodMoments: GoodMoments,
    ): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        if (!(await isChangeable(transaction, visitId, supervisorId, now))) return false;
        await transaction.loggedVisit.update({ where: { visitId }, data: { expected } });
        await transaction.visit.update({ where: { id: visitId }, data: { day: new Date(day) } });
        await splitAnswered(transaction, visitId, codes, now, goodMoments);
        await keepCodes(transaction, visitId, codes);
        return true;
      }),

    /**
     * Withdraws a visit; answers about it are kept. Safe to repeat, also at the same time.
     * @returns whether it is withdrawn: a visit of somebody else, or one that is too old, stays
     */
    remove: (visitId: string, supervisorId: string, now: Date, goodMoments: GoodMoments): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        if (await isChangeable(transaction, visitId, supervisorId, now)) {
          await keepAnswered(transaction, visitId, now, goodMoments);
        }
        // The same result whether it had answers or not, so that the supervisor does not learn which.
        return (await transaction.visit.count({ where: { id: visitId, takenBackAt: null } })) === 0;
      }),

    /** All visits that they logged and did not withdraw: what remains of withdrawn ones would reveal who answered. */
    all: (supervisorId: string) => findVisits(prisma, supervisorId, new Date(0)),
  };
}

/** Locks both rows, so that another change of the same visit waits and then sees the result. */
async function isChangeable(
  transaction: Transaction,
  visitId: string,
  supervisorId: string,
  now: Date,
): Promise<boolean> {
  const [own] = await transaction.$queryRaw<{ id: string }[]>`
    SELECT v.id FROM "LoggedVisit" l JOIN "Visit" v ON v.id = l."visitId"
     WHERE v.id = ${visitId}::uuid AND l."supervisorId" = ${supervisorId}::uuid
       AND v."createdAt" > ${subDays(now, CHANGEABLE_DAYS)} AND v."takenBackAt" IS NULL
       FOR UPDATE OF l, v`;
  return own !== undefined;
}

function findVisits(prisma: Connection, supervisorId: string, since: Date): Promise<readonly LoggedVisit[]> {
  return prisma.$queryRaw`
    SELECT v.id, p.name AS teacher, s.timezone, v.day::text AS day, l.expected::int AS expected,
           ARRAY(SELECT i.code FROM "Intervention" i WHERE i."visitId" = v.id ORDER BY i.code) AS codes
      FROM "LoggedVisit" l JOIN "Visit" v ON v.id = l."visitId" JOIN "Person" p ON p.id = v."teacherId"
      LEFT JOIN "School" s ON s.id = p."schoolId"
     WHERE l."supervisorId" = ${supervisorId}::uuid AND v."createdAt" > ${since} AND v."takenBackAt" IS NULL ORDER BY v."createdAt" DESC, v.id`;
}

async function keepCodes(transaction: Transaction, visitId: string, codes: readonly string[]): Promise<void> {
  const data = codes.map((code) => ({ visitId, code }));
  await transaction.intervention.createMany({ data, skipDuplicates: true });
}
