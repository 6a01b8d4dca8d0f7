import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

/** Whether the database takes writes: a copy of another server answers and takes none, nor does one that its host made read-only for want of room. */
export async function takesWrites({ ask }: Pick<Pool, 'ask'>): Promise<boolean> {
  const [row] = await ask<{ readOnly: string }>(
    Prisma.sql`SELECT current_setting('transaction_read_only') AS "readOnly"`,
  );
  return row?.readOnly === 'off';
}
