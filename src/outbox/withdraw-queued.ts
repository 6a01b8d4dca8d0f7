import type { Transaction } from '../database/client.ts';

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
