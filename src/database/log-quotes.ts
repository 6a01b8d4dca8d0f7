import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

/**
 * Whether the server's own log quotes the rows that it refuses, with names and answers. It does unless
 * log_error_verbosity is terse.
 */
export async function logQuotesRows({ ask }: Pick<Pool, 'ask'>): Promise<boolean> {
  const [row] = await ask<{ verbosity: string }>(
    Prisma.sql`SELECT current_setting('log_error_verbosity') AS verbosity`,
  );
  return row?.verbosity !== 'terse';
}
