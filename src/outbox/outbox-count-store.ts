import { z } from 'zod';
import type { Connection } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { WAS_TRIED_LATELY } from './lane-store.ts';

/** The waiting messages of one lane. */
interface LaneLoad {
  readonly lane: string;
  readonly queued: number;
  readonly sending: number;
  /** How long the oldest due message has been waiting, in seconds; 0 when none is due. */
  readonly oldestDueSeconds: number;
  /**
   * When the platform accepted nothing for most of that time, the code that it gave ('' for none); null when they wait
   * for another reason.
   */
  readonly failing: string | null;
}

/** The state of the outbox, for the operator's graphs: no recipients and no contents. */
export interface OutboxLoad {
  /** The busiest lanes first, without empty ones. */
  readonly lanes: readonly LaneLoad[];
  /** Messages that were given up and that the operator has not handled yet. */
  readonly failed: number;
  /** The number of workspaces that get nothing until they are connected again. */
  readonly toReconnect: number;
  /** Whether the deployment is paused. */
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

/** A failed message is tried again within ten minutes, and counts as waiting until then. */
const SOON = Prisma.sql`interval '10 minutes'`;

/** A message in doubt is tried again hours later; it has been waiting since it was first due. */
const WAITS_SINCE = Prisma.sql`CASE WHEN "inDoubt" > 0 THEN coalesce("dueAt", "notBefore") ELSE "notBefore" END`;

/**
 * Counts waiting messages. It reads undelivered messages only, not years of sent ones.
 * @param now the product's clock, as in `notBefore`
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
    // The state is written into the text: a partial index is not used when the state is a parameter.
    prisma.$queryRaw`SELECT count(*)::int AS failed FROM "Notification" WHERE state = 'failed'`,
    prisma.workspace.count({ where: { state: 'reconnect' } }),
    prisma.deployment.count({ where: { pausedAt: { not: null } } }),
  ]);
  return { lanes: loadRows.parse(lanes), failed: failedRows.parse(failed)[0].failed, toReconnect, paused: pauses > 0 };
}
