import { rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { startRedis } from '../../tools/servers/redis-server.ts';
import { runPolsslag } from '../cli/command-process.ts';
import { makeUsedDataFolder } from '../data-folder.ts';
import { createTestDatabase } from '../database.ts';
import { openStallingProxy } from '../fakes/stalling-proxy.ts';
import { redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';

it('stops within ten seconds of a request to stop, also when its database does not answer any more', async () => {
  const { url, drop } = await createTestDatabase();
  const address = new URL(url);
  const proxy = await openStallingProxy(Number(address.port));
  address.port = String(proxy.port);
  const running = runPolsslag(['start'], { DATABASE_URL: address.href, PORT: '0', LOG_LEVEL: 'silent' });
  await waitUntil(() => running.output().includes('Polsslag listens'));
  proxy.goSilent();
  proxy.answer(false);
  const asked = performance.now();
  running.process.kill('SIGTERM');
  // Kills a process that hangs, so that this test ends.
  const late = setTimeout(() => running.process.kill('SIGKILL'), 20_000);
  expect(await running.ended).toBe(0);
  clearTimeout(late);
  expect(performance.now() - asked).toBeLessThan(10_500);
  proxy.close();
  await drop();
});

const withRedis = redisUrl === undefined ? it.skip : it;

// The queue's workers, which wait for Redis, would keep a process alive forever after its own PostgreSQL has stopped.
withRedis('ends when it is asked to, also with a PostgreSQL of its own and while Redis is away', async () => {
  const dataDir = makeUsedDataFolder('redis-away');
  const redis = await startRedis(dataDir);
  const settings = { POLSSLAG_DATA_DIR: dataDir, REDIS_URL: redis.url, PORT: '0' };
  const running = runPolsslag(['start'], settings);
  await waitUntil(() => running.output().includes('Polsslag listens'));
  await redis.close();
  await waitUntil(() => running.output().includes('queue trouble'));
  running.process.kill('SIGTERM');
  const late = setTimeout(() => running.process.kill('SIGKILL'), 60_000);
  expect(await running.ended).toBe(0);
  clearTimeout(late);
  rmSync(dataDir, { recursive: true });
});
