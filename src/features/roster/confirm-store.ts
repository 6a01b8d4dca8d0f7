import type { Transaction } from '../../database/client.ts';

/**
 * Confirms those of these people who joined by a code, so that they count from now on. @returns how many were confirmed
 */
export function confirmPeople(transaction: Transaction, keys: readonly string[], now: Date): Promise<number> {
  return transaction.$executeRaw`
    UPDATE "Person" SET "confirmedAt" = ${now}
     WHERE key = ANY (${[...keys]}::text[]) AND "joinedAt" IS NOT NULL AND "confirmedAt" IS NULL`;
}

/**
 * Changes a person's key to the one that the import file will use. @returns false when somebody has that key already
 */
export async function renamePerson(transaction: Transaction, key: string, as: string): Promise<boolean> {
  const renamed = await transaction.$executeRaw`
    UPDATE "Person" SET key = ${as}
     WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM "Person" WHERE key = ${as})`;
  return renamed > 0;
}

/** Since when the first person who joined by a code waits to be confirmed; null when nobody does. */
export async function unconfirmedSince(connection: Pick<Transaction, 'person'>): Promise<Date | null> {
  const { _min } = await connection.person.aggregate({
    where: { joinedAt: { not: null }, confirmedAt: null },
    _min: { joinedAt: true },
  });
  return _min.joinedAt;
}
