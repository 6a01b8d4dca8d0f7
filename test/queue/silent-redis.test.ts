import { afterEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { openRedis } from '../../src/queue/redis.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { openStallingProxy, type StallingProxy } from '../fakes/stalling-proxy.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};

describeWithRedis('connections to Redis whose other end is gone without a word', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  /** @returns the proxy, and the address of Redis through it */
  async function openProxy(): Promise<{ proxy: StallingProxy; url: string }> {
    const url = new URL(redisUrl ?? '');
    const proxy = await openStallingProxy(Number(url.port));
    closers.push(proxy.close);
    url.port = String(proxy.port);
    return { proxy, url: url.href };
  }

  it('are given up for others, on which a command that waits is made again', async () => {
    const { proxy, url } = await openProxy();
    const client = openRedis(url, null, () => undefined, { silentMs: 300 });
    closers.push(() => client.disconnect());
    await client.set('{silent}', 'here');
    proxy.goSilent();
    expect(await client.get('{silent}')).toBe('here');
    await client.del('{silent}');
  });

  it('stop neither a worker nor a producer for good', async () => {
    const { proxy, url } = await openProxy();
    const seen: string[] = [];
    const backend = openQueueBackend({ kind: 'redis', url }, () => undefined);
    closers.push(backend.close);
    const note = handleJob(noteJob, async ({ id }) => void seen.push(id));
    const workers = startWorkers(backend, [note], { log: pino({ level: 'silent' }) });
    closers.push(workers.stop);
    const producer = createProducer(backend);
    await producer.enqueue(noteJob, { id: 'before' });
    await waitUntil(() => seen.includes('before'));
    proxy.goSilent();
    let queued = 0;
    await waitUntil(async () => {
      // The producer gets an error and tries again.
      await producer.enqueue(noteJob, { id: `after-${queued}` }).then(
        () => {
          queued += 1;
        },
        () => undefined,
      );
      return seen.some((id) => id.startsWith('after-'));
    });
  });
});
