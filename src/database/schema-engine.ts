import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as binding from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { packageFile } from '../package-root.ts';
import { limitStatements } from './statement-limit.ts';

/** Milliseconds that a statement of a migration may take: a big table is rewritten in one. */
export const MIGRATION_MS = 3_600_000;

/** Held by whatever applies a migration until it is committed or not, also when the process that asked for it is gone. */
export const APPLYING_LOCK = 7_026_113;
const HOLD = `SELECT pg_advisory_xact_lock(${APPLYING_LOCK})`;
const FINISH =
  'UPDATE "_prisma_migrations" SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';

const prismaFolder = `${packageFile('prisma')}/`;

/**
 * Works with Prisma's schema engine as WebAssembly: the same engine as the command line's, without a binary to
 * download.
 */
export async function withSchemaEngine<T>(url: string, work: (engine: binding.SchemaEngine) => Promise<T>): Promise<T> {
  await loadWebAssembly();
  // Freeing the engine does not close its connections, so the pool is ours to end.
  const pool = new pg.Pool({
    connectionString: url,
    idleTimeoutMillis: 0,
    onConnect: (client) => limitStatements(client, MIGRATION_MS),
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
 * The adapter runs a script one statement after the other, each a transaction of its own, so that a kill leaves half of
 * it. Sent as a whole a script is one transaction; and a migration's ends with the word that it is finished, so that
 * Prisma's bookkeeping never knows less than the tables.
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

/** Path and text of prisma/schema.prisma. */
export async function readSchema(): Promise<[string, string]> {
  const file = path.join(prismaFolder, 'schema.prisma');
  return [file, await readFile(file, 'utf8')];
}

/** The migrations in the repository, oldest first, in the engine's form. */
export async function readMigrations(): Promise<binding.MigrationList> {
  const baseDir = path.join(prismaFolder, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const content = await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8');
  return { baseDir, lockfile: { path: 'migration_lock.toml', content }, shadowDbInitScript: '', migrationDirectories };
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
  start(exports);
}

/** The engine leaves a ten-second timer behind, for which no process should have to wait. */
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

function start(exports: WebAssembly.Exports): void {
  const begin = exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
}
