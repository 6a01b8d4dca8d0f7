import type { GoodMoments } from '../calendar/store.ts';
import type { Pool, Transaction } from '../database/client.ts';
import { createUntimelyStore, HAD_NO_GOOD_MOMENT } from './untimely-store.ts';

/**
 * Finds another good moment for what waits to be sent to somebody and they did not ask for: what is good for them has changed. Also
 * for what had none before it was too late, such as in a pause that they end now.
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

/** What waits to be sent to a person and they did not ask for, inside the caller's transaction. */
export function unaskedOf(transaction: Transaction, personId: string) {
  return {
    /** Takes it back. */
    withdraw: async (): Promise<void> => {
      await transaction.$executeRaw`
        UPDATE "Notification" n SET state = 'expired', reason = 'withdrawn'
          FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid AND n.state = 'queued' AND n.unasked IS NOT NULL`;
    },

    /** Lets what was taken back, and can still be sent, wait again: they have changed their mind. */
    restore: async (now: Date): Promise<void> => {
      await transaction.$executeRaw`
        UPDATE "Notification" n SET state = 'queued', reason = NULL
          FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid
           AND n.state = 'expired' AND n.reason = 'withdrawn' AND n."notAfter" > ${now}`;
    },
  };
}
