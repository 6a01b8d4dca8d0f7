import pg from 'pg';
import { migrate, readSchema, withSchemaEngine } from '../../src/database/migrate.ts';

/**
 * Compares the database of the migrations with that of prisma/schema.prisma. Both are built and their catalogues
 * compared, because the engine cannot read a PostgreSQL catalogue through the driver adapter.
 * @param migrated url of an empty database for the migrations
 * @param declared url of an empty database for the schema
 * @returns one line for each difference, with '-' (only in the migrations) or '+' (only in the schema); empty when they
 * agree
 */
export async function schemaDrift(migrated: string, declared: string): Promise<string[]> {
  await migrate(migrated);
  await run(declared, await schemaScript(declared));
  const [before, after] = [await describe(migrated), await describe(declared)];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...added];
}

/** The SQL that creates prisma/schema.prisma in an empty database. */
async function schemaScript(url: string): Promise<string> {
  const [path, content] = await readSchema();
  const result = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path, content }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return result.stdout ?? '';
}

/** Exclusion constraints are left out, because Prisma's schema cannot express them; tests check what they refuse. */
const CATALOGUE = `
  SELECT format('column %s.%s %s %s %s', c.table_name, c.column_name, c.udt_name, c.is_nullable, c.column_default) AS line
    FROM information_schema.columns c WHERE c.table_schema = 'public'
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef NOT LIKE '% USING gist %'
  UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'x'
  UNION ALL SELECT format('enum %s %s', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname`;

async function describe(url: string): Promise<string[]> {
  const rows = await run(url, CATALOGUE);
  return rows
    .map((row) => String(row['line']))
    .filter((line) => !line.includes('_prisma_migrations'))
    .sort();
}

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows ?? [];
  } finally {
    await client.end();
  }
}
