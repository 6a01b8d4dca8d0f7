import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { makeTemporaryFolder } from '../src/database/temporary-folder.ts';
import { servers } from './servers.ts';

/** Starts one PostgreSQL with a migrated template, and one Redis, for all test files of a run. */
export default async function startServers(): Promise<void> {
  if (servers.postgres) return;
  const dataDir = makeTemporaryFolder('test');
  servers.dataDir = dataDir;
  servers.postgres = await openEmbedded(dataDir, ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']);
  const template = await servers.postgres.database('polsslag_template');
  await migrate(template);
  process.env['TEST_DATABASE_TEMPLATE'] = template;
  await startRedis(dataDir);
}

async function startRedis(dataDir: string): Promise<void> {
  const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'].find(
    existsSync,
  );
  if (!program) return;
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dataDir];
  servers.redis = spawn(program, options, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    client.disconnect();
    if (up) {
      process.env['TEST_REDIS_URL'] = url;
      return;
    }
    await sleep(25);
  }
  throw new Error(`redis-server (${program}) did not start on port ${port}`);
}

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
