import { z } from 'zod';
import type { PlatformName } from '../chat/address.ts';
import type { Connection, Transaction } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { CAN_BE_REACHED, FIRST_TO_TRY, isServed } from '../people/reachable.ts';
import type { JobDefinition } from '../queue/define-job.ts';

/** A platform that no worker said to send to for so long is switched off: a restart, or one after the other, takes less. */
const SILENT_MS = 5 * 60_000;

/** Says which platforms this worker sends to; by a timer in each, so that what one is alone with is never taken for off. */
export const servePlatformsJob: JobDefinition<Record<string, never>> = {
  name: 'serve-platforms',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 60_000 },
};

/**
 * What the job does. Only a worker that has run for as long itself says of a platform that nobody sends there: after an outage
 * of all of them, others may be about to start.
 * @param sinceMs how long this worker has run
 */
export async function servePlatforms(
  prisma: Connection,
  served: readonly PlatformName[],
  sinceMs: number,
): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    // One that nobody was known to serve begins its time now, so that it is not off at the first start of a newer version.
    await transaction.$executeRaw`
      INSERT INTO "ServedPlatform" AS s (platform, "servedAt")
      SELECT platform, clock_timestamp() FROM unnest(enum_range(NULL::"Platform")) AS platform ORDER BY platform
      ON CONFLICT (platform) DO UPDATE SET "servedAt" = EXCLUDED."servedAt" WHERE s.platform::text = ANY (${[...served]})`;
    const silent = Prisma.sql`(${sinceMs} >= ${SILENT_MS} AND "servedAt" <= clock_timestamp() - ${SILENT_MS} * interval '1 millisecond')`;
    const changed = await transaction.$executeRaw`
      UPDATE "ServedPlatform" SET "offSince" = CASE WHEN "offSince" IS NULL THEN clock_timestamp() END
       WHERE CASE WHEN "offSince" IS NULL THEN ${silent} ELSE platform::text = ANY (${[...served]}) END`;
    const off = await transaction.servedPlatform.count({ where: { offSince: { not: null } } });
    if (changed + off > 0) await moveQueued(transaction, changed > 0);
  });
}

/**
 * Lets what waits go where it would go if it were written now: away from a platform that is off, and back when it is on again.
 * What may have arrived where it was sent stays there, and so does what has nowhere else to go.
 * @param all false: only what waits for a platform that is off, such as what was put off there
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
