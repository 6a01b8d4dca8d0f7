import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { openQueueBackend, type QueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { type RedisServer, startRedis } from '../../tools/servers/redis-server.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { createLatch } from '../fakes/latch.ts';
import { describeWithRedis } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};

describeWithRedis('workers that are stopped while Redis is away', () => {
  let folder: string;
  let redis: RedisServer;
  let backend: QueueBackend;
  let troubles: number;
  let warned: string[];
  beforeEach(async () => {
    folder = makeTemporaryFolder('stop-without-redis');
    redis = await startRedis(folder);
    [troubles, warned] = [0, []];
    backend = openQueueBackend({ kind: 'redis', url: redis.url }, () => {
      troubles += 1;
    });
    await backend.ping();
  });
  afterEach(async () => {
    await backend.close();
    await redis.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (run: (id: string) => Promise<void>) => {
    const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
    return startWorkers(backend, [handleJob(noteJob, ({ id }) => run(id))], { log });
  };
  /** Workers in the middle of a job that ends when it is released. */
  async function startLongJob() {
    const { until: released, release } = createLatch();
    const seen: string[] = [];
    const workers = start(async (id) => {
      seen.push(`${id} begun`);
      await released;
      seen.push(`${id} done`);
    });
    await createProducer(backend).enqueue(noteJob, { id: 'long' });
    await waitUntil(() => seen.length > 0);
    return { workers, seen, release };
  }
  const loseRedis = async () => {
    await redis.close();
    // A cut connection reports an error before it counts as gone; a refused new one already counts.
    await waitUntil(() => troubles > 0 && warned.join().includes('ECONNREFUSED'));
  };

  it('do not wait for it when nothing is under way', async () => {
    const seen: string[] = [];
    const workers = start(async (id) => void seen.push(id));
    await createProducer(backend).enqueue(noteJob, { id: 'before' });
    await waitUntil(() => seen.includes('before'));
    await loseRedis();
    await workers.stop();
    expect(warned.join()).not.toContain('did not stop in time');
  });

  it('wait for what is under way', async () => {
    const { workers, seen, release } = await startLongJob();
    await loseRedis();
    const stopped = workers.stop().then(() => seen.push('stopped'));
    setTimeout(release, 300);
    await stopped;
    expect(seen).toEqual(['long begun', 'long done', 'stopped']);
    expect(warned.join()).not.toContain('did not stop in time');
  });

  it('do not wait for it either when it goes while they wait for what is under way', async () => {
    const { workers, seen, release } = await startLongJob();
    const stopped = workers.stop().then(() => seen.push('stopped'));
    await backend.ping();
    await redis.close();
    release();
    await stopped;
    expect(seen).toEqual(['long begun', 'long done', 'stopped']);
    expect(warned.join()).not.toContain('did not stop in time');
  });
});
