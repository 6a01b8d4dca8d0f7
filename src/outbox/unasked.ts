import type { GoodMoments } from '../calendar/store.ts';
import type { Pool, Transaction } from '../database/client.ts';
import { createUntimelyStore, HAD_NO_GOOD_MOMENT } from './untimely-store.ts';

/**
 * Finds another good moment for a person's waiting messages that they did not ask for, after their preferences changed.
 * This includes messages that had no good moment before, for example because of a pause that ends now.
 */
export async function retimeQueued(pool: Pool, goodMoments: GoodMoments, personId: string, now: Date): Promise<void> {
  const waiting = await pool.prisma.$queryRaw<{ id: string; notBefore: Date }[]>`
    SELECT n.id, n."notBefore" FROM "Notification" n JOIN "Account" a ON a.id = n."accountId"
     WHERE a."personId" = ${personId}::uuid AND n.unasked IS NOT NULL
       AND (n.state = 'queued' OR (${HAD_NO_GOOD_MOMENT} AND n."notAfter" > ${now}))`;
  const until = new Map<string, Date | null>();
  for (const { id, notBefore } of waiting) {
    const moments = await goodMoments([personId], notBefore < now ? now : notBefore);
    until.set(id, moments.get(personId) ?? null);
  }
  if (until.size > 0) await createUntimelyStore(pool).postpone(until);
}

/** A person's waiting messages that they did not ask for, inside the caller's transaction. */
export function unaskedOf(transaction: Transaction, personId: string) {
  return {
    /** Withdraws them. */
    withdraw: async (): Promise<void> => {
      await transaction.$executeRaw`
        UPDATE "Notification" n SET state = 'expired', reason = 'withdrawn'
          FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid AND n.state = 'queued' AND n.unasked IS NOT NULL`;
    },

    /** Queues withdrawn messages again that can still be sent, because the person changed their mind. */
    restore: async (now: Date): Promise<void> => {
      await transaction.$executeRaw`
        UPDATE "Notification" n SET state = 'queued', reason = NULL
          FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid
           AND n.state = 'expired' AND n.reason = 'withdrawn' AND n."notAfter" > ${now}`;
    },
  };
}
