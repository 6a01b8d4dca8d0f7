import { z } from 'zod';
import type { PlatformName } from '../chat/address.ts';
import type { Connection, Transaction } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { CAN_BE_REACHED, FIRST_TO_TRY, isServed } from '../people/reachable.ts';
import type { JobDefinition } from '../queue/define-job.ts';

/**
 * A platform counts as switched off when no worker has reported for this long that it sends there; a restart, or a
 * rolling one, takes less.
 */
const SILENT_MS = 5 * 60_000;

/**
 * Records which platforms this worker sends to. Each worker has a timer for it, so that a platform served by one worker
 * only is not taken for switched off.
 */
export const servePlatformsJob: JobDefinition<Record<string, never>> = {
  name: 'serve-platforms',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 60_000 },
};

/** A worker that reported nothing for longer was held up itself, and others may have been too. */
const HELD_UP_MS = 2 * 60_000;

/** Since when a worker has reported every minute without a gap, and when it last did; by the database's clock. */
interface Watch {
  readonly since: Date;
  readonly last: Date;
}

const nowRows = z.tuple([z.object({ now: z.date() })]);

/**
 * Runs the job. Only a worker that has reported without a gap itself may mark a platform as switched off: after a
 * start, an outage of the database or a jump of its clock, other workers may be about to report too.
 * @param before the result of the previous run; null at first
 */
export async function servePlatforms(
  prisma: Connection,
  served: readonly PlatformName[],
  before: Watch | null,
): Promise<Watch> {
  return prisma.$transaction(async (transaction) => {
    const [{ now }] = nowRows.parse(await transaction.$queryRaw`SELECT clock_timestamp() AS now`);
    const watch = { since: before && isUnbroken(before, now) ? before.since : now, last: now };
    // A platform without a report so far counts as served now, so that it is not marked as off at the first start of a
    // newer version.
    await transaction.$executeRaw`
      INSERT INTO "ServedPlatform" AS s (platform, "servedAt")
      SELECT platform, ${now}::timestamptz FROM unnest(enum_range(NULL::"Platform")) AS platform ORDER BY platform
      ON CONFLICT (platform) DO UPDATE SET "servedAt" = EXCLUDED."servedAt" WHERE s.platform::text = ANY (${[...served]})`;
    const silentSince = new Date(now.getTime() - SILENT_MS);
    const silent = Prisma.sql`(${watch.since <= silentSince} AND "servedAt" <= ${silentSince}::timestamptz)`;
    const changed = await transaction.$executeRaw`
      UPDATE "ServedPlatform" SET "offSince" = CASE WHEN "offSince" IS NULL THEN ${now}::timestamptz END
       WHERE CASE WHEN "offSince" IS NULL THEN ${silent} ELSE platform::text = ANY (${[...served]}) END`;
    const off = await transaction.servedPlatform.count({ where: { offSince: { not: null } } });
    if (changed + off > 0) await moveQueued(transaction, changed > 0);
    return watch;
  });
}

function isUnbroken({ last }: Watch, now: Date): boolean {
  return last <= now && now.getTime() - last.getTime() <= HELD_UP_MS;
}

/** The platforms to which no worker sends, and when one last did. */
export async function listUnserved(
  prisma: Connection,
): Promise<readonly { readonly platform: PlatformName; readonly servedAt: Date }[]> {
  return prisma.servedPlatform.findMany({
    where: { offSince: { not: null } },
    select: { platform: true, servedAt: true },
  });
}

/**
 * Moves waiting messages to the account they would go to if they were written now: away from a platform that is off,
 * and back when it is on again. Messages that may have arrived, and those with no other account, stay.
 * @param all false for only the messages that wait for a platform that is off, such as postponed ones
 */
async function moveQueued(transaction: Transaction, all: boolean): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Notification" n SET "accountId" = best.id, lane = best.lane
      FROM "Account" kept JOIN "Workspace" own ON own.id = kept."workspaceId"
      JOIN LATERAL (
        SELECT a.id, w.platform || ':' || w."externalId" AS lane
          FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE a."personId" = kept."personId" AND ${CAN_BE_REACHED} ORDER BY ${FIRST_TO_TRY} LIMIT 1) best ON true
     WHERE kept.id = n."accountId" AND n.state = 'queued' AND n."inDoubt" = 0 AND best.id <> kept.id
       AND (${all} OR NOT ${isServed(Prisma.sql`own.platform::text`)})`;
}
