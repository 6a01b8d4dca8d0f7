import { z } from 'zod';
import type { Database } from '../src/database/client.ts';
import { DEMONSTRATION_TABLES } from './populate.ts';

/** The rows of a demonstration by table. The state of lanes is not saved. */
export const savedTables = z.record(z.enum(DEMONSTRATION_TABLES), z.array(z.record(z.string(), z.unknown())));

type SavedTables = z.infer<typeof savedTables>;

const answer = z.tuple([z.object({ rows: z.string() })]);

/** Reads all rows as JSON. PostgreSQL makes the JSON itself, so that it can read it back. */
export async function saveTables({ prisma }: Database): Promise<SavedTables> {
  const saved = new Map<string, unknown>();
  for (const table of DEMONSTRATION_TABLES) {
    const asked = await prisma.$queryRawUnsafe(
      `SELECT coalesce(json_agg(kept), '[]')::text AS rows FROM "${table}" kept`,
    );
    saved.set(table, JSON.parse(answer.parse(asked)[0].rows));
  }
  return savedTables.parse(Object.fromEntries(saved));
}

/** Fills empty tables in one transaction: with all rows, or with none when one of them does not fit. */
export async function restoreTables({ prisma }: Database, tables: SavedTables): Promise<void> {
  await prisma.$transaction(
    DEMONSTRATION_TABLES.map((table) =>
      prisma.$executeRawUnsafe(
        `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
        JSON.stringify(tables[table]),
      ),
    ),
  );
}
