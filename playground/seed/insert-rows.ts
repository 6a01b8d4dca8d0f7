import type { Connection, Transaction } from '../../src/database/client.ts';

/** Runs a statement with one text as its argument. */
export type Insert = (statement: string, rows: string) => Promise<unknown>;

/** Over Prisma, for whoever has it open; benchmarks insert over a plain connection. */
export function insertWith(database: Connection | Transaction): Insert {
  return (statement, rows) => database.$executeRawUnsafe(statement, rows);
}

/** Inserts rows of the same columns with one statement; what they leave out is as the table has it by itself. */
export async function insertRows(insert: Insert, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(', ');
  await insert(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1::json)`,
    JSON.stringify(rows),
  );
}
