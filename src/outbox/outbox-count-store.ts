import { z } from 'zod';
import type { Connection } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { WAS_TRIED_LATELY } from './lane-store.ts';

/** What waits in one lane. */
interface LaneLoad {
  readonly lane: string;
  readonly queued: number;
  readonly sending: number;
  /** How long the oldest message that may go out has been waiting, in seconds; 0 when none is due. */
  readonly oldestDueSeconds: number;
  /** The platform has taken nothing for most of that time: the code that it gave; '' for none. Null when that is not why they wait. */
  readonly failing: string | null;
}

/** The outbox at one moment, for the operator's graphs: no recipients, no contents. */
export interface OutboxLoad {
  /** The busiest lanes first; lanes in which nothing waits are left out. */
  readonly lanes: readonly LaneLoad[];
  /** Given up, and not looked at by the operator yet. */
  readonly failed: number;
  /** Workspaces that get nothing until somebody connects them again. */
  readonly toReconnect: number;
  /** Nothing is planned or sent until somebody resumes. */
  readonly paused: boolean;
}

const loadRows = z.array(
  z.object({
    lane: z.string(),
    queued: z.number(),
    sending: z.number(),
    oldestDueSeconds: z.number(),
    failing: z.string().nullable(),
  }),
);
const failedRows = z.tuple([z.object({ failed: z.number() })]);

/** A message that failed is tried again within ten minutes: until then it waits all the same. */
const SOON = Prisma.sql`interval '10 minutes'`;

/** What is in doubt is tried again hours later, and waits since it was to go. */
const WAITS_SINCE = Prisma.sql`CASE WHEN "inDoubt" > 0 THEN coalesce("dueAt", "notBefore") ELSE "notBefore" END`;

/**
 * Counts what waits. It reads what is on its way only, not the years of what was sent.
 * @param now the product's clock, which `notBefore` is in
 * @param limit at most this many lanes
 */
export async function countOutbox(prisma: Connection, now: Date, limit: number): Promise<OutboxLoad> {
  const [lanes, failed, toReconnect, pauses] = await Promise.all([
    prisma.$queryRaw`
      SELECT waiting.lane, queued, sending, greatest(0, "dueSeconds", "failingSeconds")::float AS "oldestDueSeconds",
        CASE WHEN "failingSeconds" > 0 THEN coalesce(why, '') END AS failing
      FROM (
        SELECT lane, count(*) AS all, count(*) FILTER (WHERE state = 'queued')::int AS queued,
          count(*) FILTER (WHERE state = 'sending')::int AS sending,
          extract(epoch FROM ${now}::timestamptz - min(${WAITS_SINCE}) FILTER (WHERE state = 'queued')) AS "dueSeconds",
          min(${WAITS_SINCE}) <= ${now}::timestamptz + ${SOON} AS "isDue",
          mode() WITHIN GROUP (ORDER BY reason) FILTER (WHERE reason IS NOT NULL) AS why
        FROM "Notification" WHERE state IN ('queued', 'sending')
        GROUP BY lane ORDER BY count(*) DESC, lane LIMIT ${limit}) waiting
      -- What waits is moved on again and again, so that only its lane knows since when. Both clocks of it are the database's own.
      LEFT JOIN LATERAL (
        SELECT extract(epoch FROM clock_timestamp() - l."failingSince") AS "failingSeconds" FROM "Lane" l
        WHERE l.name = waiting.lane AND "isDue" AND ${WAS_TRIED_LATELY}) failing ON TRUE
      ORDER BY waiting.all DESC, waiting.lane`,
    // Written out: an index of only some states is not found for a state that is a parameter.
    prisma.$queryRaw`SELECT count(*)::int AS failed FROM "Notification" WHERE state = 'failed'`,
    prisma.workspace.count({ where: { state: 'reconnect' } }),
    prisma.deployment.count({ where: { pausedAt: { not: null } } }),
  ]);
  return { lanes: loadRows.parse(lanes), failed: failedRows.parse(failed)[0].failed, toReconnect, paused: pauses > 0 };
}
