import type { Transaction } from '../database/client.ts';

/** Takes back what waits to be sent to this person and they did not ask for, inside the caller's transaction. */
export async function withdrawQueued(transaction: Transaction, personId: string): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Notification" n SET state = 'expired', reason = 'withdrawn'
      FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid AND n.state = 'queued' AND n.unasked IS NOT NULL`;
}

/** Lets what was taken back, and can still be sent, wait again: they have changed their mind. */
export async function restoreWithdrawn(transaction: Transaction, personId: string, now: Date): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Notification" n SET state = 'queued', reason = NULL
      FROM "Account" a WHERE a.id = n."accountId" AND a."personId" = ${personId}::uuid
       AND n.state = 'expired' AND n.reason = 'withdrawn' AND n."notAfter" > ${now}`;
}
