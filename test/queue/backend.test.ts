import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { openQueueBackend, type QueueBackend, type QueueSettings } from '../../src/queue/backend.ts';
import { type HandledJob, handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { RedisRefusal } from '../../src/queue/redis.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createEmptyDatabase, type TestDatabase } from '../database.ts';
import { createLatch } from '../fakes/latch.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { type RedisCluster, startRedisCluster } from './redis-cluster.ts';

type Workers = ReturnType<typeof startWorkers>;

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};
const tickJob: JobDefinition<Record<string, never>> = {
  name: 'tick',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 100 },
};

function describeQueue(settings: () => QueueSettings): void {
  let backends: QueueBackend[] = [];
  let workers: Workers[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });

  /** Removes every job, and closes what was opened. */
  async function clear(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.stop()));
    for (const backend of backends) {
      for (const name of ['delivery', 'background'] as const) await backend.queue(name).obliterate({ force: true });
      await backend.close();
    }
    backends = [];
    workers = [];
  }
  // The file that this process of Jest ran before may have left jobs in the same Redis.
  beforeAll(() => {
    open();
    return clear();
  });
  afterEach(clear);

  function open(): QueueBackend {
    const backend = openQueueBackend(settings(), () => undefined);
    backends.push(backend);
    return backend;
  }
  function work(backend: QueueBackend, jobs: readonly HandledJob[], stopWithinMs = 60_000): Workers {
    const started = startWorkers(backend, jobs, { log, stopWithinMs });
    workers.push(started);
    return started;
  }

  it('carries a job from a producer to its handler', async () => {
    const seen: string[] = [];
    const backend = open();
    work(backend, [handleJob(noteJob, async ({ id }) => void seen.push(id))]);
    await createProducer(backend).enqueueAll(noteJob, [{ payload: { id: 'a' } }, { payload: { id: 'b' } }]);
    await waitUntil(() => seen.length === 2);
    expect(seen.sort()).toEqual(['a', 'b']);
    await backend.ping();
  });

  it('queues the same id once while it waits, and again when it is done', async () => {
    const seen: string[] = [];
    const backend = open();
    const producer = createProducer(backend);
    for (let i = 0; i < 3; i += 1) await producer.enqueue(noteJob, { id: 'same' }, { id: 'slack:T1/4' });
    work(backend, [handleJob(noteJob, async ({ id }) => void seen.push(id))]);
    await waitUntil(async () => seen.length === 1 && (await backend.queue('background').count()) === 0);
    await waitUntil(async () => {
      await producer.enqueue(noteJob, { id: 'again' }, { id: 'slack:T1/4' });
      return seen.includes('again');
    });
    expect(seen.filter((id) => id === 'same')).toHaveLength(1);
  });

  it('waits for as long as it was told', async () => {
    const seen: number[] = [];
    const backend = open();
    work(backend, [handleJob(noteJob, async () => void seen.push(performance.now()))]);
    const begun = performance.now();
    await createProducer(backend).enqueue(noteJob, { id: 'later' }, { delayMs: 600 });
    await waitUntil(() => seen.length === 1);
    expect((seen[0] ?? 0) - begun).toBeGreaterThanOrEqual(590);
  });

  it('refuses a payload of another shape, and logs a code only', async () => {
    const seen: string[] = [];
    const backend = open();
    work(backend, [handleJob(noteJob, async ({ id }) => void seen.push(id))]);
    await backend.queue('background').add('note', { name: 'Jansen' });
    await waitUntil(() => logged.some((line) => line.includes('ZodError')));
    expect(seen).toEqual([]);
    expect(logged.join('')).not.toContain('Jansen');
  });

  it("keeps a failed job's code, never its message", async () => {
    const backend = open();
    const failing = async () => {
      throw new Error('mevrouw Jansen');
    };
    work(backend, [handleJob(noteJob, failing)]);
    const queue = backend.queue('background');
    await queue.add('note', { id: 'x' }, { attempts: 1 });
    await waitUntil(async () => (await queue.getJobCounts('failed'))['failed'] === 1);
    const [job] = await queue.getFailed();
    expect(job?.failedReason).toBe('Error');
    expect(JSON.stringify(job)).not.toContain('Jansen');
  });

  it('runs what goes on all the time in each worker, without the queue, and never twice at once', async () => {
    const backend = open();
    const state = { runs: 0, atOnce: 0, most: 0 };
    const tick = handleJob(tickJob, async () => {
      state.runs += 1;
      state.atOnce += 1;
      state.most = Math.max(state.most, state.atOnce);
      await new Promise((resolve) => setTimeout(resolve, 50));
      state.atOnce -= 1;
      if (state.runs === 1) throw new Error('the first fails');
    });
    const workers = work(backend, [tick]);
    await waitUntil(() => state.runs >= 4);
    expect(state.most).toBe(1);
    expect(await backend.queue('background').getJobCounts('waiting', 'delayed')).toEqual({ waiting: 0, delayed: 0 });
    await workers.stop();
    expect(state.atOnce).toBe(0);
  });

  it('runs what goes on all the time once more beside one that hangs, as on a connection that nobody answers', async () => {
    const hanging = createLatch();
    let runs = 0;
    const tick = handleJob(tickJob, async () => {
      runs += 1;
      if (runs === 1) await hanging.until;
    });
    const started = startWorkers(open(), [tick], { log, hangsAfterMs: 1_000 });
    workers.push(started);
    await waitUntil(() => runs >= 4);
    hanging.release();
  });

  it('ends what an earlier version had the queue repeat', async () => {
    const backend = open();
    const queue = backend.queue('background');
    for (const name of ['note', 'catch-up'])
      await queue.upsertJobScheduler(name, { every: 200 }, { name, data: { id: 'x' } });
    work(backend, [handleJob(noteJob, async () => undefined)]);
    await waitUntil(async () => (await queue.getJobSchedulersCount()) === 0);
    await waitUntil(async () => (await queue.count()) === 0);
  });

  it('leaves what comes next to other workers while it rests, goes on with what is under way, and takes jobs again', async () => {
    const REST_MS = 400;
    const times = new Map<string, number>();
    const { until: released, release } = createLatch();
    const backend = open();
    const rests = handleJob(noteJob, async ({ id }, { rest }) => {
      if (id === 'first') rest(REST_MS);
      times.set(id, performance.now());
      if (id === 'first') await released;
    });
    work(backend, [rests]);
    const producer = createProducer(backend);
    await producer.enqueue(noteJob, { id: 'first' });
    await waitUntil(() => times.has('first'));
    // It still gets jobs that it had requested before it rested.
    await producer.enqueue(noteJob, { id: 'second' });
    await producer.enqueueAll(
      noteJob,
      ['third', 'fourth', 'fifth'].map((id) => ({ payload: { id } })),
    );
    await waitUntil(() => times.size === 5);
    release();
    expect((times.get('fifth') ?? 0) - (times.get('first') ?? 0)).toBeGreaterThanOrEqual(REST_MS);
  });

  it('stops while it rests', async () => {
    let rested = false;
    const backend = open();
    const workers = work(backend, [
      handleJob(noteJob, async (_payload, { rest }) => {
        rest(3_600_000);
        rested = true;
      }),
    ]);
    await createProducer(backend).enqueue(noteJob, { id: 'first' });
    await waitUntil(() => rested);
    logged.length = 0;
    await workers.stop();
    expect(logged.join()).not.toContain('did not stop in time');
  });

  it('finishes what is under way when it stops, and tells it to hurry', async () => {
    const ends: string[] = [];
    const backend = open();
    const workers = work(backend, [
      handleJob(
        noteJob,
        (_payload, { signal }) =>
          new Promise<void>((resolve) => {
            ends.push('begun');
            signal.addEventListener('abort', () => {
              ends.push('stopped');
              resolve();
            });
          }),
      ),
    ]);
    await createProducer(backend).enqueue(noteJob, { id: 'long' });
    await waitUntil(() => ends.includes('begun'));
    await workers.stop();
    expect(ends).toEqual(['begun', 'stopped']);
  });

  it('does not wait for ever for a job that does not stop', async () => {
    let begun = false;
    let finish = () => undefined as undefined;
    const backend = open();
    const stubborn = handleJob(noteJob, () => {
      begun = true;
      return new Promise<void>((resolve) => {
        finish = () => {
          resolve();
          return undefined;
        };
      });
    });
    const workers = work(backend, [stubborn], 500);
    await createProducer(backend).enqueue(noteJob, { id: 'stubborn' });
    await waitUntil(() => begun);
    await expect(workers.stop()).resolves.toBeUndefined();
    finish();
  });
}

describe('the queue on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createEmptyDatabase();
  });
  afterAll(() => database.drop());
  describeQueue(() => ({ kind: 'postgres', url: database.url }));
});

describeWithRedis('the queue on Redis', () => describeQueue(() => ({ kind: 'redis', url: redisUrl ?? '' })));

describeWithRedis('the queue on a Redis Cluster of three nodes', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  describeQueue(() => ({ kind: 'redis', url: cluster.url }));

  it('is reached through addresses of IPv6', async () => {
    const url = cluster.url.replaceAll('127.0.0.1', '[::ffff:127.0.0.1]');
    const backend = openQueueBackend({ kind: 'redis', url }, () => undefined);
    try {
      await backend.ping();
    } finally {
      await backend.close();
    }
  });

  it('is refused by name through one node that would not keep our keys', async () => {
    const verdicts = await Promise.all(
      cluster.url.split(',').map(async (url) => {
        const backend = openQueueBackend({ kind: 'redis', url }, () => undefined);
        const verdict = await backend.ping().catch((error: unknown) => error);
        await backend.close();
        return verdict;
      }),
    );
    const refusals = verdicts.filter((verdict) => verdict instanceof RedisRefusal);
    expect(refusals).toHaveLength(2);
    expect(refusals[0]?.reason).toBe('redis_moved');
    expect(refusals[0]?.message).toContain('one node of a Redis Cluster');
  });
});

describe.each(['redis', 'postgres'] as const)('a queue whose %s is away', (kind) => {
  it('says so within seconds, and lets the process go', async () => {
    const url = kind === 'redis' ? 'redis://127.0.0.1:1' : 'postgresql://nobody@127.0.0.1:1/none';
    const backend = openQueueBackend({ kind, url }, () => undefined);
    try {
      await expect(createProducer(backend).enqueue(noteJob, { id: 'x' })).rejects.toThrow();
      await expect(backend.ping()).rejects.toThrow();
    } finally {
      await backend.close();
    }
  }, 60_000);
});
