import { systemErrorCode } from '../errors.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

type WritingFault = 'read_only' | 'disk_full';

const DISK_FULL = '53100';
/** Of a server that allows no such files, or few. */
const TOO_MANY_TEMPORARY_FILES = '53400';

/**
 * Why the database takes no writes though it answers; null when it does. A copy of another server takes none, nor does one that
 * its host made read-only for want of room. A full disk says so to whoever needs more of it: a single row often finds a place in what
 * is there already, while the next one does not.
 * @param triesDisk false: the disk is left alone, which costs a temporary file each time
 */
export async function writingFault({ ask }: Pick<Pool, 'ask'>, triesDisk = true): Promise<WritingFault | null> {
  const [row] = await ask<{ readOnly: string }>(
    Prisma.sql`SELECT current_setting('transaction_read_only') AS "readOnly"`,
  );
  if (row?.readOnly !== 'off') return 'read_only';
  if (!triesDisk) return null;
  try {
    await ask(COUNTED_ON_DISK);
    return null;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === DISK_FULL) return 'disk_full';
    if (code === TOO_MANY_TEMPORARY_FILES) return null;
    throw error;
  }
}

/**
 * Counts more than fits into the memory that it is given, where the database lies: the server writes it to the disk and forgets it
 * at once, so that nothing is left of it. The settings end with the statement; how far it counts hangs on them, so that they come first.
 */
const COUNTED_ON_DISK = Prisma.sql`
  WITH small AS MATERIALIZED (
    SELECT set_config('work_mem', '64kB', true) || set_config('temp_tablespaces', '', true) AS memory)
  SELECT count(*) FROM small CROSS JOIN LATERAL generate_series(1, 2000 * length(small.memory))`;
