import { systemErrorCode } from '../errors.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

type WritingFault = 'read_only' | 'disk_full';

const DISK_FULL = '53100';
/** PostgreSQL's code when temporary files are limited. */
const TOO_MANY_TEMPORARY_FILES = '53400';

/**
 * Why a running database takes no writes; null when it does. A replica takes none, nor does a server that its host made
 * read-only because its disk is nearly full. A full disk is found only by asking for room: a single row often still
 * fits into existing pages, while the next one does not.
 * @param triesDisk false to skip the check of the disk, which writes a temporary file
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
 * Counts more rows than fit into the memory that it allows, so that the server writes a temporary file to the
 * database's disk and removes it at once. The settings end with the statement; the row count depends on them, so that
 * they are applied first.
 */
const COUNTED_ON_DISK = Prisma.sql`
  WITH small AS MATERIALIZED (
    SELECT set_config('work_mem', '64kB', true) || set_config('temp_tablespaces', '', true) AS memory)
  SELECT count(*) FROM small CROSS JOIN LATERAL generate_series(1, 2000 * length(small.memory))`;
