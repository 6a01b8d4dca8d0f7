import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { startRedis } from '../servers/redis-server.ts';
import { makeTemporaryFolder } from '../servers/temporary-folder.ts';

/** The servers that both sides of every figure use. */
export interface Servers {
  readonly redisUrl: string;
  /** Makes a new migrated database. @param template an earlier one to copy; it must have no connections */
  newDatabase(name: string, template?: string): Promise<string>;
  /**
   * Drops a database, so that PostgreSQL does not clean it up while another figure is measured. A short run skips this,
   * because dropping waits for the disk.
   */
  dropDatabase(name: string): Promise<void>;
  close(): Promise<void>;
}

const TEMPLATE = 'bench_template';

/**
 * Starts an embedded PostgreSQL with its own settings and a Redis, in a temporary folder.
 * @param short whether the run takes only about a minute
 * @throws PolsslagError UNAVAILABLE that names what is missing
 */
export async function startServers(short: boolean): Promise<Servers> {
  const folder = makeTemporaryFolder('bench');
  const redis = await startRedis(folder);
  const postgres = await openEmbedded(path.join(folder, 'data'));
  const template = await postgres.database(TEMPLATE);
  await migrate(template);
  const administration = new URL(template);
  administration.pathname = '/postgres';
  return {
    redisUrl: redis.url,
    newDatabase: async (name, from = TEMPLATE) => {
      await withClient(administration.href, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`));
      return postgres.database(name);
    },
    dropDatabase: async (name) => {
      if (short) return;
      await withClient(administration.href, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
    close: async () => {
      await redis.close();
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a connection for some statements, and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
