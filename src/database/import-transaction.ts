import type { Connection, Transaction } from './client.ts';

/** What an import did, counted in rows of its own kind. */
export interface ImportCount {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Any constant will do: two imports at once would each miss what the other is adding. */
const IMPORT_LOCK = 7_026_113;
const MAX_IMPORT_MS = 3_600_000;
const BATCH = 2_000;

/** Ends the transaction of a dry run. */
class NothingWritten extends Error {
  override readonly name = 'NothingWritten';
}

/**
 * Runs an import: all of it or nothing, and one at a time.
 * @param dryRun does all of it, and then takes it back
 */
export async function inImport<Result>(
  prisma: Connection,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const done: { readonly result: Result }[] = [];
  const imported = prisma.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${IMPORT_LOCK}::bigint)`;
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

/** Cuts a list into pieces that fit one statement. */
export function* batches<Item>(items: readonly Item[], size = BATCH): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
