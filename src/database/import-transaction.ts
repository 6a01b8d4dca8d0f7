import { BULK_CHANGE_LOCK } from './advisory-locks.ts';
import type { Connection, Transaction } from './client.ts';

/** The result of an import, in rows of its own kind. */
export interface ImportCount {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

const MAX_IMPORT_MS = 3_600_000;
const BATCH = 2_000;

/** Thrown to roll back the transaction of a dry run. */
class NothingWritten extends Error {
  override readonly name = 'NothingWritten';
}

/**
 * Runs an import: all of it or nothing, and only one import at a time.
 * @param dryRun do all of it, and then roll it back
 */
export async function inImport<Result>(
  prisma: Connection,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const done: { readonly result: Result }[] = [];
  const imported = prisma.$transaction(
    async (transaction) => {
      // Two imports at once would each miss what the other one adds.
      await transaction.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${BULK_CHANGE_LOCK}::bigint)`;
      done.push({ result: await work(transaction) });
      if (dryRun) throw new NothingWritten();
    },
    { timeout: MAX_IMPORT_MS },
  );
  await imported.catch((error: unknown) => {
    if (!(error instanceof NothingWritten)) throw error;
  });
  const [only] = done;
  if (!only) throw new Error('an import ended without a result');
  return only.result;
}

/** Splits a list into batches that fit into one statement. */
export function* batches<Item>(items: readonly Item[], size = BATCH): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
