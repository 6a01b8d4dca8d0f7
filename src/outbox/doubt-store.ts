import type { Connection } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';

/** Messages of a lane that wait for another try, for nobody can tell whether the platform has them. */
interface Doubt {
  readonly lane: string;
  readonly messages: number;
  /** When the oldest of them was to go. */
  readonly since: Date;
  /** When the next of them goes again. */
  readonly nextTry: Date;
  /** Something else of this lane is late as well. */
  readonly othersLate: boolean;
}

/**
 * The doubts that are older than so many seconds, by lane. What was to be tried again so long ago and was not is no doubt but late:
 * nobody sends it.
 */
export function listDoubts(prisma: Connection, now: Date, seconds: number): Promise<Doubt[]> {
  const longAgo = new Date(now.getTime() - seconds * 1_000);
  const isDoubt = Prisma.sql`("inDoubt" > 0 AND "notBefore" > ${longAgo})`;
  return prisma.$queryRaw<Doubt[]>`
    SELECT lane, count(*) FILTER (WHERE ${isDoubt})::int AS messages,
           min(coalesce("dueAt", "notBefore")) FILTER (WHERE ${isDoubt}) AS since,
           min("notBefore") FILTER (WHERE ${isDoubt}) AS "nextTry",
           bool_or(NOT ${isDoubt} AND "notBefore" <= ${longAgo}) AS "othersLate"
      FROM "Notification" WHERE state = 'queued' AND "notAfter" > ${now}
     GROUP BY lane HAVING min(coalesce("dueAt", "notBefore")) FILTER (WHERE ${isDoubt}) <= ${longAgo}
     ORDER BY lane`;
}
