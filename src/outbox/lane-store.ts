import { z } from 'zod';
import type { Connection } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { isServed } from '../people/reachable.ts';
import type { LaneStore } from './lane.ts';

const leaseRows = z.array(
  z.object({
    epoch: z.number(),
    failures: z.number(),
    refusals: z.number(),
    refusedWhy: z.string().nullable(),
    readBackInMs: z.number(),
  }),
);
const coolDownRows = z.array(z.object({ ms: z.number() }));
const dueRows = z.array(z.object({ lane: z.string(), epoch: z.number() }));

/**
 * For a query with Lane as l: it is held or rests, or was until a quarter of an hour ago. When nothing was tried for
 * longer, it is unknown whether it still fails.
 */
export const WAS_TRIED_LATELY = Prisma.sql`(greatest(l."leaseUntil", l."resumeAt") > clock_timestamp() - interval '15 minutes')`;

/** The lanes, in PostgreSQL. Leases and rests use the database's own clock. */
export function createLaneStore(prisma: Connection): LaneStore {
  return {
    async acquire(lane, owner, leaseMs) {
      const rows = await prisma.$queryRaw`
        INSERT INTO "Lane" AS l (name, owner, epoch, "leaseUntil")
        SELECT ${lane}, ${owner}, 1, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        WHERE ${isLaneOpen(Prisma.sql`${lane}`)}
        ON CONFLICT (name) DO UPDATE
        SET owner = excluded.owner, epoch = l.epoch + 1, "leaseUntil" = excluded."leaseUntil", "releasedAt" = NULL,
          "failingSince" = CASE WHEN ${WAS_TRIED_LATELY} THEN l."failingSince" END
        WHERE (l."leaseUntil" <= clock_timestamp() OR (l."releasedAt" IS NOT NULL AND l.owner = excluded.owner))
          AND (l."resumeAt" IS NULL OR l."resumeAt" <= clock_timestamp())
        RETURNING epoch, failures, refusals, "refusedWhy",
          greatest(0, ceil(extract(epoch FROM "readBackAt" - clock_timestamp()) * 1000))::int AS "readBackInMs"`;
      const [row] = leaseRows.parse(rows);
      return row ? { lane, owner, ...row } : null;
    },

    async coolDownMs(lane) {
      const rows = await prisma.$queryRaw`
        SELECT ceil(extract(epoch FROM "leaseUntil" - clock_timestamp()) * 1000)::int AS ms FROM "Lane"
        WHERE name = ${lane} AND "releasedAt" IS NOT NULL AND "leaseUntil" > clock_timestamp()
          AND ("resumeAt" IS NULL OR "resumeAt" <= clock_timestamp()) AND ${isLaneOpen(Prisma.sql`${lane}`)}`;
      return coolDownRows.parse(rows)[0]?.ms ?? 0;
    },

    async renew(lease, leaseMs) {
      const renewed = await prisma.$executeRaw`
        UPDATE "Lane" SET "leaseUntil" = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        WHERE name = ${lease.lane} AND owner = ${lease.owner} AND epoch = ${lease.epoch}`;
      return renewed === 1;
    },

    async release(lease, state, coolDownMs) {
      const lastKnown = state.works ? Prisma.sql`NULL` : Prisma.sql`"failingSince"`;
      await prisma.$executeRaw`
        UPDATE "Lane" SET
          "releasedAt" = clock_timestamp(),
          "leaseUntil" = clock_timestamp() + ${coolDownMs} * interval '1 millisecond',
          "resumeAt" = CASE WHEN ${state.restMs} > 0 THEN clock_timestamp() + ${state.restMs} * interval '1 millisecond' END,
          "readBackAt" = clock_timestamp() + ${state.readBackInMs} * interval '1 millisecond',
          "failingSince" = CASE WHEN ${state.failures} > 0 OR ${state.restMs} > 0 THEN coalesce(${lastKnown}, clock_timestamp()) END,
          failures = ${state.failures}, refusals = ${state.refusals}, "refusedWhy" = ${state.refusedWhy}
        WHERE name = ${lease.lane} AND owner = ${lease.owner} AND epoch = ${lease.epoch}`;
    },

    async due(now, settledBefore) {
      const rows = await prisma.$queryRaw(dueLanes(now, settledBefore));
      return dueRows.parse(rows);
    },
  };
}

/**
 * Jumps through the index of undelivered messages from lane to lane, so that the cost depends on the number of lanes
 * and not of messages.
 */
function dueLanes(now: Date, settledBefore: Parameters<LaneStore['due']>[1]): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE lanes AS (
      (SELECT lane FROM "Notification" WHERE state IN ('queued', 'sending') ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (
        SELECT n.lane FROM "Notification" n
        WHERE n.lane > lanes.lane AND n.state IN ('queued', 'sending') ORDER BY n.lane LIMIT 1)
      FROM lanes WHERE lanes.lane IS NOT NULL
    ), doubled AS (
      SELECT DISTINCT lane FROM "Notification" WHERE double IS NOT NULL AND "notAfter" > ${now}
    )
    SELECT lanes.lane, coalesce(l.epoch, 0) AS epoch
    FROM (SELECT lane FROM lanes UNION SELECT lane FROM doubled) lanes LEFT JOIN "Lane" l ON l.name = lanes.lane
    WHERE lanes.lane IS NOT NULL
      AND (l.name IS NULL OR l."releasedAt" IS NOT NULL OR l."leaseUntil" <= clock_timestamp())
      AND (l."resumeAt" IS NULL OR l."resumeAt" <= clock_timestamp())
      AND (
        EXISTS (
          SELECT 1 FROM "Notification" n
          WHERE n.lane = lanes.lane AND n.state = 'queued' AND n."notBefore" <= ${now} AND n."notAfter" > ${now})
        OR lanes.lane IN (SELECT lane FROM doubled)
        OR (
          (l."readBackAt" IS NULL OR l."readBackAt" <= clock_timestamp())
          AND EXISTS (
            SELECT 1 FROM "Notification" n
            WHERE n.lane = lanes.lane AND n.state = 'sending' AND n."attemptedAt" < CASE
              WHEN lanes.lane LIKE 'slack:%' THEN ${settledBefore.slack}::timestamptz
              ELSE ${settledBefore.teams}::timestamptz END)))
      AND ${isLaneOpen(Prisma.sql`lanes.lane`)}
    ORDER BY lanes.lane`;
}

/**
 * For a query: whether anything may be sent through a lane. Nothing is while the deployment is paused, the lane's
 * platform is switched off, or its workspace must be connected (a tenant: allowed) again. It is checked for every
 * batch, so that a change takes effect within seconds.
 * @param lane an SQL expression that gives 'slack:T0123' or 'teams:<tenant>'
 */
export function isLaneOpen(lane: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    NOT EXISTS (SELECT 1 FROM "Deployment" WHERE "pausedAt" IS NOT NULL)
    AND ${isServed(Prisma.sql`split_part(${lane}, ':', 1)`)}
    AND NOT EXISTS (
      SELECT 1 FROM "Workspace" w
      WHERE w.state = 'reconnect' AND w.platform::text = split_part(${lane}, ':', 1)
        AND w."externalId" = split_part(${lane}, ':', 2)))`;
}

/** A lane that sends nothing for a while. */
interface LaneRest {
  readonly lane: string;
  readonly until: Date;
  /** The code with which the workspace refused us; null when it only asked us to wait, or failed. */
  readonly reason: string | null;
}

const restRows = z.array(z.object({ lane: z.string(), until: z.date(), reason: z.string().nullable() }));

/** The resting lanes, the longest rest first. */
export async function listRests(prisma: Connection): Promise<LaneRest[]> {
  const rows = await prisma.$queryRaw`
    SELECT name AS lane, "resumeAt" AS until, CASE WHEN refusals > 0 THEN "refusedWhy" END AS reason FROM "Lane" WHERE "resumeAt" > clock_timestamp() ORDER BY "resumeAt" DESC`;
  return restRows.parse(rows);
}
