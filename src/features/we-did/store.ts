import { batchLoader } from '../../database/batch-calls.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';

/** A supervisor's circle, with what was written to it this week. */
export interface ServedCircle {
  readonly id: string;
  readonly name: string;
  /** Null when nothing was written. */
  readonly text: string | null;
  /** Whether somebody received it: then it cannot be changed. */
  readonly sent: boolean;
}

/** The sentence above a teacher's check-in. */
interface DeliveredSentence {
  readonly text: string;
  /** Null when it was not signed. */
  readonly author: string | null;
}

interface WrittenSentence {
  readonly authorId: string;
  readonly circleId: string;
  readonly week: string;
  readonly text: string;
  readonly signed: boolean;
}

/**
 * Older sentences refer to nothing that anybody remembers. It is long enough for what was written before the summer
 * holidays, when nobody is asked.
 */
const STALE_DAYS = 56;

/** Sentences of supervisors to their circles, in PostgreSQL. */
export function createWeDidStore({ prisma, ask }: Pool, now: () => Date) {
  return {
    /** A supervisor's circles, by name. */
    circlesOf: (personId: string, week: string) => prisma.$queryRaw<ServedCircle[]>`
      SELECT c.id, c.name, n.text, EXISTS (SELECT 1 FROM "CircleNoteSent" s WHERE s."noteId" = n.id) AS sent
        FROM "PersonCircle" pc JOIN "Circle" c ON c.id = pc."circleId"
        LEFT JOIN "CircleNote" n ON n."circleId" = c.id AND n.week = ${week}
       WHERE pc."personId" = ${personId}::uuid ORDER BY c.name`,

    /**
     * Writes a sentence, replacing one that nobody received yet.
     * @returns false when somebody did, or when the author does not serve that circle
     */
    write: async ({ authorId, circleId, week, text, signed }: WrittenSentence): Promise<boolean> => {
      const written = await prisma.$executeRaw`
        INSERT INTO "CircleNote" ("circleId", week, "authorId", signed, text, "writtenAt")
        SELECT pc."circleId", ${week}, pc."personId", ${signed}, ${text}, ${now()}
          FROM "PersonCircle" pc JOIN "Person" p ON p.id = pc."personId" AND p.role IN ('supervisor', 'lead')
         WHERE pc."personId" = ${authorId}::uuid AND pc."circleId" = ${circleId}::uuid
        ON CONFLICT ("circleId", week) DO UPDATE
          SET "authorId" = EXCLUDED."authorId", signed = EXCLUDED.signed, text = EXCLUDED.text, "writtenAt" = EXCLUDED."writtenAt"
          WHERE NOT EXISTS (SELECT 1 FROM "CircleNoteSent" s WHERE s."noteId" = "CircleNote".id)`;
      return written > 0;
    },

    /** The sentence of a check-in, always the same one. Simultaneous calls share one query. */
    forCheckIn: batchLoader((ids) => deliver(ask, ids, now())),

    /** Everything that somebody wrote. */
    writtenBy: async (authorId: string) => {
      const select = { week: true, text: true, writtenAt: true, circle: { select: { name: true } } } as const;
      const rows = await prisma.circleNote.findMany({ where: { authorId }, select, orderBy: { writtenAt: 'asc' } });
      return rows.map(({ circle, ...rest }) => ({ circle: circle.name, ...rest }));
    },
  };
}

/**
 * Sends a circle's newest sentence once to each of its teachers. Which check-in had it is stored, after which it cannot
 * be changed.
 */
async function deliver(
  ask: Pool['ask'],
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, DeliveredSentence>> {
  const rows = await ask<DeliveredSentence & { checkIn: string }>(Prisma.sql`
    WITH newest AS (
      SELECT DISTINCT ON (n."circleId") n.id, n."circleId" FROM "CircleNote" n
       WHERE n."writtenAt" > ${now}::timestamptz - ${STALE_DAYS} * interval '1 day' ORDER BY n."circleId", n.week DESC
    ), sent AS (
      INSERT INTO "CircleNoteSent" ("checkInId", "noteId")
      SELECT c.id, newest.id FROM "CheckIn" c JOIN newest ON newest."circleId" = c."circleId"
       WHERE c.id = ANY (${[...ids]}::uuid[])
         AND NOT EXISTS (
           SELECT 1 FROM "CircleNoteSent" s JOIN "CheckIn" e ON e.id = s."checkInId"
            WHERE s."noteId" = newest.id AND e."personId" = c."personId")
      ON CONFLICT DO NOTHING RETURNING "checkInId", "noteId"
    ), together AS (
      SELECT "checkInId", "noteId" FROM sent
      UNION SELECT "checkInId", "noteId" FROM "CircleNoteSent" WHERE "checkInId" = ANY (${[...ids]}::uuid[])
    )
    SELECT together."checkInId" AS "checkIn", n.text, CASE WHEN n.signed THEN p.name END AS author
      FROM together JOIN "CircleNote" n ON n.id = together."noteId" JOIN "Person" p ON p.id = n."authorId"`);
  return new Map(rows.map(({ checkIn, ...delivered }) => [checkIn, delivered]));
}
