import type { Connection } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';

/** Messages of a lane that wait for another attempt because it is unknown whether they arrived. */
interface Doubt {
  readonly lane: string;
  readonly messages: number;
  /** When the oldest of them was due. */
  readonly since: Date;
  /** When the next of them is tried again. */
  readonly nextTry: Date;
  /** Whether other messages of this lane are late as well. */
  readonly othersLate: boolean;
}

/**
 * Lists lanes with messages in doubt for longer than this many seconds. A message whose next attempt is that much
 * overdue is not in doubt but late: no worker sends it.
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
