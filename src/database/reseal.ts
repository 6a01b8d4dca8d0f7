import type { Connection, Transaction } from './client.ts';
import { Prisma } from './generated/client.ts';

/** A column of sealed texts, in a table whose `id` is a uuid. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

const BATCH = 1_000;
const MAX_MS = 3_600_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Seals stored texts again; all of them or none.
 * @param reseal gives the new sealed text, or null to keep the old one
 * @returns how many were sealed again
 */
export function resealColumns(
  prisma: Connection,
  columns: readonly SealedColumn[],
  reseal: (sealed: string) => string | null,
): Promise<number> {
  return prisma.$transaction(
    async (transaction) => {
      let count = 0;
      for (const column of columns) count += await resealColumn(transaction, column, reseal);
      return count;
    },
    { timeout: MAX_MS },
  );
}

async function resealColumn(
  transaction: Transaction,
  names: SealedColumn,
  reseal: (sealed: string) => string | null,
): Promise<number> {
  const [table, column] = [names.table, names.column].map((name) => Prisma.raw(`"${name}"`));
  let [count, last] = [0, FIRST];
  for (;;) {
    const rows = await transaction.$queryRaw<{ id: string; sealed: string }[]>`
      SELECT id, ${column} AS sealed FROM ${table} WHERE id > ${last}::uuid AND ${column} IS NOT NULL
       ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
    const changed = rows.flatMap(({ id, sealed }) => {
      const anew = reseal(sealed);
      return anew === null ? [] : [{ id, anew }];
    });
    if (changed.length > 0) {
      await transaction.$executeRaw`
        UPDATE ${table} t SET ${column} = c.anew
          FROM unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ anew }) => anew)}::text[]) AS c(id, anew)
         WHERE t.id = c.id`;
    }
    count += changed.length;
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return count;
    last = end.id;
  }
}

/** The texts that one key sealed in one column: how many, and one of them. */
interface SealedByOne {
  readonly key: string;
  readonly count: number;
  readonly sample: string;
}

/** Which keys sealed what is stored in these columns. */
export async function sealedByKey(prisma: Connection, columns: readonly SealedColumn[]): Promise<SealedByOne[]> {
  const found = await Promise.all(
    columns.map((names) => {
      const [table, column] = [names.table, names.column].map((name) => Prisma.raw(`"${name}"`));
      return prisma.$queryRaw<SealedByOne[]>`
        SELECT split_part(${column}, '.', 2) AS key, count(*)::int AS count, min(${column}) AS sample
          FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`;
    }),
  );
  return found.flat();
}
