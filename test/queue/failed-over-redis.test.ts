import { rmSync } from 'node:fs';
import { afterEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { z } from 'zod';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { startRedis } from '../../tools/servers/redis-server.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { openStallingProxy } from '../fakes/stalling-proxy.ts';
import { describeWithRedis } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};

describeWithRedis('connections to a Redis that is a copy of another one by now', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('are given up for others, which come to the new master', async () => {
    const folder = makeTemporaryFolder('failover');
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const [before, after] = [await startRedis(folder), await startRedis(folder)];
    closers.push(before.close, after.close);
    const proxy = await openStallingProxy(Number(new URL(before.url).port));
    closers.push(proxy.close);

    const seen: string[] = [];
    const backend = openQueueBackend({ kind: 'redis', url: `redis://127.0.0.1:${proxy.port}` }, () => undefined);
    closers.push(backend.close);
    const note = handleJob(noteJob, async ({ id }) => void seen.push(id));
    const workers = startWorkers(backend, [note], { log: pino({ level: 'silent' }) });
    closers.push(workers.stop);
    const producer = createProducer(backend);
    await producer.enqueue(noteJob, { id: 'before' });
    await waitUntil(() => seen.includes('before'));

    proxy.leadTo(Number(new URL(after.url).port));
    const demoted = new Redis(before.url);
    closers.push(() => demoted.disconnect());
    await demoted.call('REPLICAOF', '127.0.0.1', new URL(after.url).port);
    await waitUntil(async () => {
      // The producer gets an error and tries again.
      await producer.enqueue(noteJob, { id: 'after' }).catch(() => undefined);
      return seen.includes('after');
    });
    await backend.ping();
    expect(seen.filter((id) => id === 'before')).toHaveLength(1);
  });
});
