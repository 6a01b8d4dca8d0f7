import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { choosePlace } from '../../src/database/embedded-place.ts';
import { embeddedServer } from '../../src/database/embedded-process.ts';
import { migrate } from '../../src/database/migrate.ts';

/** The PostgreSQL of a run. */
export interface ChaosDatabase {
  readonly url: string;
  readonly database: Database;
  /** Cuts every connection to the database. @returns the number of connections */
  cut(): Promise<number>;
  /** Stops the server, with all connections, and starts it again on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an embedded PostgreSQL in a folder. @throws PolsslagError UNAVAILABLE */
export async function startPostgres(folder: string): Promise<ChaosDatabase> {
  const server = await openEmbedded(folder);
  const url = await server.database('polsslag');
  await migrate(url);
  const database = openDatabase(url);
  return {
    url,
    database,
    cut: () => cutConnections(url),
    restart: () => restart(folder, url),
    close: async () => {
      await database.close();
      await server.close();
    },
  };
}

/** Repeats work for about ten seconds while it fails, because connections to the database are cut now and then. */
export async function retryOnCutConnection<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      return await work();
    } catch {
      await sleep(250);
    }
  }
  return work();
}

async function cutConnections(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  // A restart of the server at the same time may cut this connection too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function restart(folder: string, url: string): Promise<void> {
  const { password, port } = new URL(url);
  const server = embeddedServer(await choosePlace(folder));
  const running = await server.running(decodeURIComponent(password));
  if (running) await server.stop(running.pid);
  await server.start(decodeURIComponent(password), [], async () => Number(port));
}
