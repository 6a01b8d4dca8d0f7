import { addSeconds } from 'date-fns/addSeconds';
import { subDays } from 'date-fns/subDays';
import type { handleOnce } from '../chat/router.ts';
import { sha256 } from '../sha256.ts';
import type { Pool } from './client.ts';

/** Platforms retry within minutes or hours; after this many days a delivery's id is forgotten. */
const KEPT_DAYS = 7;
/** Longer than any work for a delivery takes, and shorter than the minute after which Slack sends an event again. */
const CLAIM_SECONDS = 50;

type SeenEvents = Parameters<typeof handleOnce>[1];

/**
 * Incoming deliveries in PostgreSQL, so that every web process knows what another one handled. Kept as marks: an id may
 * name the conversation, and whoever was forgotten leaves no trace here either. Teams numbers messages by their time, so that
 * whoever knows a conversation could try all ids of a week on a plain hash. An earlier version kept those: what it handled shortly before
 * it was brought up to date is not handled again.
 * @param marks one by each key, all of which are kept: while processes are given a newer key in turn, or the oldest is dropped, what one
 *   handled is known to the others by a key that they share
 */
export function createSeenEventStore({ prisma }: Pool, marks: (text: string) => readonly string[]): SeenEvents {
  const drop = (platform: string, ids: readonly string[]) =>
    prisma.$executeRaw`
      DELETE FROM "IncomingEvent" WHERE platform = ${platform}::"Platform" AND id = ANY (${[...ids]}::text[])`;
  return {
    claim: async (platform, id, now) => {
      const [ours, known] = [[...marks(id)], [...marks(id), sha256(id)]];
      const claimed = await prisma.$queryRaw<{ id: string }[]>`
        INSERT INTO "IncomingEvent" (platform, id, "receivedAt", "claimedUntil")
        SELECT ${platform}::"Platform", mark, ${now}, ${addSeconds(now, CLAIM_SECONDS)} FROM unnest(${ours}::text[]) AS mark
         WHERE NOT EXISTS (
           SELECT 1 FROM "IncomingEvent" earlier WHERE earlier.platform = ${platform}::"Platform" AND earlier.id = ANY (${known}::text[])
              AND (earlier."claimedUntil" IS NULL OR earlier."claimedUntil" > ${now}))
         ORDER BY mark
        ON CONFLICT (platform, id) DO UPDATE SET "claimedUntil" = EXCLUDED."claimedUntil"
          WHERE "IncomingEvent"."claimedUntil" <= ${now}
        RETURNING id`;
      if (claimed.length === ours.length) return 'claimed';
      // A process with other keys was as quick, and has the mark that both know.
      if (claimed.length > 0) {
        await drop(
          platform,
          claimed.map((each) => each.id),
        );
      }
      const underWay = await prisma.$queryRaw<unknown[]>`
        SELECT 1 FROM "IncomingEvent"
        WHERE platform = ${platform}::"Platform" AND id = ANY (${known}::text[]) AND "claimedUntil" IS NOT NULL`;
      return underWay.length > 0 ? 'under-way' : 'done';
    },
    finish: async (platform, id) => {
      await prisma.$executeRaw`
        UPDATE "IncomingEvent" SET "claimedUntil" = NULL
         WHERE platform = ${platform}::"Platform" AND id = ANY (${[...marks(id)]}::text[])`;
    },
    release: async (platform, id) => {
      await drop(platform, marks(id));
    },
  };
}

/** @returns how many were old */
export async function forgetOldEvents({ prisma }: Pool, now: Date): Promise<number> {
  const { count } = await prisma.incomingEvent.deleteMany({
    where: { receivedAt: { lt: subDays(now, KEPT_DAYS) } },
  });
  return count;
}
