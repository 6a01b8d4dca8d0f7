import { addSeconds } from 'date-fns/addSeconds';
import { subDays } from 'date-fns/subDays';
import type { handleOnce } from '../chat/router.ts';
import { sha256 } from '../sha256.ts';
import type { Pool } from './client.ts';

/** Days after which the id of a delivery is deleted; platforms retry within minutes or hours. */
const KEPT_DAYS = 7;
/** Longer than the work for a delivery takes, and shorter than the minute after which Slack sends an event again. */
const CLAIM_SECONDS = 50;

type SeenEvents = Parameters<typeof handleOnce>[1];

/**
 * Incoming deliveries in PostgreSQL, so that every web process knows what another one handled. Ids are stored as keyed
 * marks, because an id may name the conversation, and a person who was erased must leave no trace. A plain hash would
 * not be enough: Teams numbers messages by their time, so that whoever knows a conversation could try all ids of a
 * week. An earlier version stored plain hashes; they are still recognised, so that a delivery handled shortly before an
 * update is not handled again.
 * @param marks gives one mark for each key, and all are stored: while processes are given a newer key one after the
 *   other, or the oldest is removed, any two of them share a key
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
      // A process with other keys claimed it at the same time, by the mark of the key that both have.
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

/** Deletes old deliveries. @returns how many */
export async function forgetOldEvents({ prisma }: Pool, now: Date): Promise<number> {
  const { count } = await prisma.incomingEvent.deleteMany({
    where: { receivedAt: { lt: subDays(now, KEPT_DAYS) } },
  });
  return count;
}
