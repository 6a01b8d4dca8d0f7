import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { ApplyMigrationsOutput, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as binding from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { PolsslagError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { BULK_CHANGE_LOCK, MIGRATION_LOCK } from './advisory-locks.ts';
import type { Pool } from './client.ts';
import { configureConnection } from './connection-settings.ts';

/**
 * Applies all missing migrations, with Prisma's own bookkeeping (`_prisma_migrations`), so that `prisma migrate deploy`
 * could go on from here. Safe to repeat, and to run in several processes.
 * @returns the names of the migrations that were applied now
 * @throws PolsslagError UNAVAILABLE when the database refuses one, NOT_ALLOWED when it is newer than this program
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = openClient(url);
  await lock.connect();
  try {
    await configureConnection(lock, MIGRATION_MS);
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrationsList = await readMigrations();
    await refuseNewer(await appliedMigrations(lock));
    // The server may still be running a migration for a process that was killed: this waits for it.
    await lock.query('SELECT pg_advisory_lock($1), pg_advisory_unlock($1)', [BULK_CHANGE_LOCK]);
    const cutShort = await unfinishedMigrations(lock);
    const result = await withSchemaEngine(url, async (engine) => {
      // Each migration is one transaction, so one that was cut short was rolled back and can be repeated.
      for (const migrationName of cutShort) await engine.markMigrationRolledBack({ migrationName });
      return applyAll(engine, migrationsList, new Set(cutShort));
    }).catch((error: unknown) => {
      throw migrationRefusal(error);
    });
    return result.appliedMigrationNames;
  } finally {
    await lock.end();
  }
}

/**
 * @param begun migrations that an earlier process began; their tables may exist though the bookkeeping does not say so
 */
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

/** Migrations that Prisma's bookkeeping records as begun, and neither as finished nor as rolled back. */
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

function migrationRefusal(cause: unknown): PolsslagError {
  const { name, why } = readRefusal(cause);
  const which = name === undefined ? 'A migration' : `The migration ${name}`;
  const saying = why === undefined ? '' : ` (it says: ${why})`;
  return new PolsslagError(
    'UNAVAILABLE',
    `${which} was refused by the database${saying} and changed nothing: see that its user owns the tables and may make new ones, then run polsslag db migrate again. If it says the same, restore the last backup, or report it.`,
    { cause },
  );
}

/**
 * The names of the migrations that this database has not had yet.
 * @throws PolsslagError NOT_ALLOWED when it has had migrations of a later version
 */
export async function pendingMigrations(url: string): Promise<string[]> {
  const client = openClient(url);
  await client.connect();
  try {
    const applied = await appliedMigrations(client);
    await refuseNewer(applied);
    return (await migrationNames()).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: pg.Client): Promise<ReadonlySet<string>> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  if (!table.rows[0]?.name) return new Set();
  const { rows } = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Set(rows.map((row) => row.migration_name));
}

/** Whether a later version has migrated this database, possibly while this one runs. */
export async function isNewer({ prisma }: Pick<Pool, 'prisma'>): Promise<boolean> {
  const rows = await prisma.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  return (await unknownOf(rows.map(({ name }) => name))).length > 0;
}

async function unknownOf(applied: Iterable<string>): Promise<string[]> {
  const known = new Set(await migrationNames());
  return [...applied].filter((name) => !known.has(name)).sort();
}

async function refuseNewer(applied: ReadonlySet<string>): Promise<void> {
  const unknown = await unknownOf(applied);
  if (unknown.length === 0) return;
  throw new PolsslagError(
    'NOT_ALLOWED',
    `The database is newer than this Polsslag, which does not know what a later version changed (${unknown.join(', ')}): run that version, or put back the copy that was made before the database was brought up to date. Where it is only a demonstration's, its folder can be removed.`,
  );
}

function openClient(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url });
  // Without a listener, losing the connection would end the process. A query that is under way fails all the same.
  client.on('error', () => undefined);
  return client;
}

/** How long a statement of a migration may take, in milliseconds: it may rewrite a big table. */
const MIGRATION_MS = 3_600_000;

const HOLD = `SELECT pg_advisory_xact_lock(${BULK_CHANGE_LOCK})`;
const FINISH =
  'UPDATE "_prisma_migrations" SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';

const prismaFolder = `${packageFile('prisma')}/`;
const migrationsFolder = path.join(prismaFolder, 'migrations');

/** Runs Prisma's schema engine as WebAssembly: the engine of Prisma's command line, without downloading a binary. */
export async function withSchemaEngine<T>(url: string, work: (engine: binding.SchemaEngine) => Promise<T>): Promise<T> {
  await loadWebAssembly();
  // The pool is closed here, because freeing the engine does not close its connections.
  const pool = new pg.Pool({
    connectionString: url,
    idleTimeoutMillis: 0,
    onConnect: (client) => configureConnection(client, MIGRATION_MS),
  });
  const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool)));
  const engine = await binding.SchemaEngine.new({ datamodels: [await readSchema()] }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/**
 * Makes the adapter send a script as a whole, which PostgreSQL runs as one transaction; by itself it sends statements
 * one by one, each a transaction of its own, so that a kill leaves half of the script. A migration's script also ends
 * with recording that it is finished, so that the bookkeeping never knows less than the tables.
 */
function wholeScripts(factory: PrismaPg): PrismaPg {
  const connect = factory.connect.bind(factory);
  const migrations = readMigrations().then(
    ({ migrationDirectories }) => new Set(migrationDirectories.map(({ migrationFile }) => migrationFile.content.value)),
  );
  factory.connect = async () => {
    const adapter = await connect();
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        const sql = (await migrations).has(script) ? `${HOLD};${script};${FINISH}` : script;
        await adapter.executeRaw({ sql, args: [], argTypes: [] });
      },
    });
  };
  return factory;
}

/** The path and text of prisma/schema.prisma. */
export async function readSchema(): Promise<[string, string]> {
  const file = path.join(prismaFolder, 'schema.prisma');
  return [file, await readFile(file, 'utf8')];
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The migrations in the repository, oldest first, in the engine's form. */
async function readMigrations(): Promise<binding.MigrationList> {
  const names = await migrationNames();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(path.join(migrationsFolder, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
  const content = await readFile(path.join(migrationsFolder, 'migration_lock.toml'), 'utf8');
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

let loaded: Promise<void> | undefined;

function loadWebAssembly(): Promise<void> {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<void> {
  const require = createRequire(import.meta.url);
  const file = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  const module = await WebAssembly.compile(await readFile(file));
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': imports() });
  binding.__wbg_set_wasm(exports);
  startEngine(exports);
}

/** Unrefs the engine's timers: it leaves one of ten seconds behind, and no process should wait for that. */
function imports(): WebAssembly.ModuleImports {
  const entries = Object.entries(binding).map(([name, value]) => {
    if (!name.startsWith('__wbg_setTimeout') || typeof value !== 'function') return [name, value];
    return [
      name,
      (...args: unknown[]) => {
        const timer: unknown = Reflect.apply(value, undefined, args);
        if (timer instanceof Object && 'unref' in timer && typeof timer.unref === 'function') timer.unref();
        return timer;
      },
    ];
  });
  return Object.fromEntries(entries);
}

function startEngine(exports: WebAssembly.Exports): void {
  const begin = exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
}
