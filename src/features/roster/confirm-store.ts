import type { Transaction } from '../../database/client.ts';

/** Lets those of these people who joined by a code count from now on. @returns how many waited for it */
export function confirmPeople(transaction: Transaction, keys: readonly string[], now: Date): Promise<number> {
  return transaction.$executeRaw`
    UPDATE "Person" SET "confirmedAt" = ${now}
     WHERE key = ANY (${[...keys]}::text[]) AND "joinedAt" IS NOT NULL AND "confirmedAt" IS NULL`;
}

/** Calls a person as the import file will. @returns false when somebody is called so already */
export async function renamePerson(transaction: Transaction, key: string, as: string): Promise<boolean> {
  const renamed = await transaction.$executeRaw`
    UPDATE "Person" SET key = ${as}
     WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM "Person" WHERE key = ${as})`;
  return renamed > 0;
}

/** Since when the first of those who joined by a code waits to be confirmed; null when nobody does. */
export async function unconfirmedSince(connection: Pick<Transaction, 'person'>): Promise<Date | null> {
  const { _min } = await connection.person.aggregate({
    where: { joinedAt: { not: null }, confirmedAt: null },
    _min: { joinedAt: true },
  });
  return _min.joinedAt;
}
