import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { makeTemporaryFolder } from '../database/temporary-folder.ts';
import { PolsslagError } from '../errors.ts';

/** The servers that both sides of every figure use. */
export interface Servers {
  readonly redisUrl: string;
  /** A new migrated database. @param template an earlier one to copy, which nobody may be using */
  newDatabase(name: string, template?: string): Promise<string>;
  close(): Promise<void>;
}

const TEMPLATE = 'bench_template';

/**
 * Starts an embedded PostgreSQL with its own settings and a Redis, in a temporary folder.
 * @throws PolsslagError UNAVAILABLE that names what is missing
 */
export async function startServers(): Promise<Servers> {
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
    close: async () => {
      await stopRedis(redis.process);
      await postgres.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One connection for some statements. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startRedis(folder: string): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const failure = { missing: false };
  child.once('error', () => {
    failure.missing = true;
  });
  const url = `redis://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (failure.missing)
      throw new PolsslagError('UNAVAILABLE', 'redis-server is missing: install Redis, and see that it is on the PATH.');
    if (await answers(url)) return { url, process: child };
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new PolsslagError('UNAVAILABLE', 'redis-server did not start within five seconds.');
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  const up = await client.connect().then(
    () => true,
    () => false,
  );
  client.disconnect();
  return up;
}

async function stopRedis(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** A port of 127.0.0.1 that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
