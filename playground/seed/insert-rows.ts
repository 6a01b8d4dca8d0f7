import type { Connection, Transaction } from '../../src/database/client.ts';

/** Runs a statement with one text parameter. */
export type Insert = (statement: string, rows: string) => Promise<unknown>;

/** Inserts through a Prisma connection or transaction; benchmarks insert through a plain connection. */
export function insertWith(database: Connection | Transaction): Insert {
  return (statement, rows) => database.$executeRawUnsafe(statement, rows);
}

/** Inserts rows with the same columns in one statement. Columns that are left out get the table's default. */
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
