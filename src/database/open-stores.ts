import { PolsslagError } from '../errors.ts';
import { type Database, openDatabase } from './client.ts';
import { openEmbedded } from './embedded.ts';
import { Prisma } from './generated/client.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { refusalOf } from './refusal.ts';

interface Configured {
  /** Null means the embedded database. */
  readonly databaseUrl: string | null;
  /** Folder of the embedded database, absolute. */
  readonly dataDir: string;
}

interface StoreOptions {
  /** Folder of the embedded database, absolute; the configured one when left out. */
  readonly dataDir?: string | undefined;
}

/** A database that a command may use until it closes it. */
export interface Stores {
  readonly database: Database;
  close(): Promise<void>;
}

const DATABASE = 'polsslag';

/** Gets a line for the operator when the embedded database is not in the folder that was asked for. */
type Say = (line: string) => void;

/**
 * Opens the configured database without checking its migrations; `dataDir` asks for the embedded one.
 * @throws PolsslagError UNAVAILABLE when it cannot be reached
 */
export async function openUnmigrated(config: Configured, { dataDir }: StoreOptions, say: Say): Promise<Stores> {
  if (config.databaseUrl !== null && dataDir === undefined) {
    const database = openDatabase(config.databaseUrl);
    try {
      await database.ask(Prisma.sql`SELECT 1`);
    } catch (cause) {
      await database.close();
      throw new PolsslagError(
        'UNAVAILABLE',
        refusalOf(cause)?.advice ??
          'The database (DATABASE_URL, or POSTGRES_HOST and its like) cannot be reached: check that it runs, and that address, user and password are right.',
        { cause },
      );
    }
    return { database, close: () => database.close() };
  }
  const server = await openEmbedded(dataDir ?? config.dataDir);
  if (server.note !== null) say(server.note);
  const url = await server.database(DATABASE).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const database = openDatabase(url);
  return {
    database,
    close: async () => {
      await database.close();
      await server.close();
    },
  };
}

/**
 * Opens the configured database and requires it to be migrated. Only the embedded one is migrated here; a server is
 * migrated only by `polsslag db migrate`.
 * @throws PolsslagError UNAVAILABLE
 */
export async function openStores(config: Configured, options: StoreOptions, say: Say): Promise<Stores> {
  const stores = await openUnmigrated(config, options, say);
  try {
    const pending = await pendingMigrations(stores.database.url);
    if (pending.length === 0) return stores;
    if (config.databaseUrl !== null && options.dataDir === undefined) {
      throw new PolsslagError('UNAVAILABLE', 'The database is not up to date: run polsslag db migrate first.');
    }
    await migrate(stores.database.url);
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
}
