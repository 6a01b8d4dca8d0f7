import type { ApplyMigrationsOutput, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { PolsslagError } from '../errors.ts';
import { APPLYING_LOCK, MIGRATION_MS, readMigrations, withSchemaEngine } from './schema-engine.ts';
import { limitStatements } from './statement-limit.ts';

/** Any constant will do: it keeps two processes that start at once from migrating at once. */
const MIGRATION_LOCK = 7_026_112;

/**
 * Brings the database up to the newest migration, with Prisma's own bookkeeping (`_prisma_migrations`), so that
 * `prisma migrate deploy` could go on from here. Safe to repeat and to run from several processes.
 * @returns the names of the migrations that were applied now
 * @throws PolsslagError UNAVAILABLE when the database refuses one, with what to do
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = openClient(url);
  await lock.connect();
  try {
    await limitStatements(lock, MIGRATION_MS);
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrationsList = await readMigrations();
    // A server may still be at work on what was asked by a process that is gone.
    await lock.query('SELECT pg_advisory_lock($1), pg_advisory_unlock($1)', [APPLYING_LOCK]);
    const cutShort = await unfinishedMigrations(lock);
    const result = await withSchemaEngine(url, async (engine) => {
      // Each is one transaction: what a kill cut short was rolled back, and is to be done again.
      for (const migrationName of cutShort) await engine.markMigrationRolledBack({ migrationName });
      return applyAll(engine, migrationsList, new Set(cutShort));
    }).catch((error: unknown) => {
      throw refusal(error);
    });
    return result.appliedMigrationNames;
  } finally {
    await lock.end();
  }
}

/** @param begun migrations that an earlier process began: what they make may be there without a word of it in the bookkeeping */
async function applyAll(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  begun: ReadonlySet<string>,
): Promise<ApplyMigrationsOutput> {
  const filters = { externalTables: [], externalEnums: [] };
  try {
    return await engine.applyMigrations({ migrationsList, filters });
  } catch (error) {
    const { name, why } = readRefusal(error);
    if (name === undefined || !begun.has(name) || !why?.endsWith('already exists')) throw error;
    await engine.markMigrationRolledBack({ migrationName: name });
    await engine.markMigrationApplied({ migrationsList, migrationName: name });
    return applyAll(engine, migrationsList, new Set([...begun].filter((each) => each !== name)));
  }
}

/** Begun, and neither finished nor rolled back as far as Prisma's bookkeeping knows. */
async function unfinishedMigrations(client: pg.Client): Promise<string[]> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  if (!table.rows[0]?.name) return [];
  const { rows } = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  return rows.map((row) => row.migration_name);
}

function readRefusal(error: unknown): { name: string | undefined; why: string | undefined } {
  const said = error instanceof Error ? error.message : '';
  return { name: /migration_name="([^"]+)"/.exec(said)?.[1], why: /ERROR: (.+)/.exec(said)?.[1]?.trim() };
}

function refusal(cause: unknown): PolsslagError {
  const { name, why } = readRefusal(cause);
  const which = name === undefined ? 'A migration' : `The migration ${name}`;
  const saying = why === undefined ? '' : ` (it says: ${why})`;
  return new PolsslagError(
    'UNAVAILABLE',
    `${which} was refused by the database${saying} and changed nothing: see that its user owns the tables and may make new ones, then run polsslag db migrate again. If it says the same, restore the last backup, or report it.`,
    { cause },
  );
}

/** Names of the repository's migrations that this database has not had yet. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const client = openClient(url);
  await client.connect();
  try {
    const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
    const applied = new Set<string>();
    if (table.rows[0]?.name) {
      const rows = await client.query<{ migration_name: string }>(
        'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
      );
      for (const row of rows.rows) applied.add(row.migration_name);
    }
    const { migrationDirectories } = await readMigrations();
    return migrationDirectories.map((directory) => directory.path).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

function openClient(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url });
  // A cut connection would end the process if nobody listened; whoever waits for an answer hears of it all the same.
  client.on('error', () => undefined);
  return client;
}
