import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDelivery } from '../../src/outbox/deliver.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import type { Producer } from '../../src/queue/producer.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { createLatch } from '../fakes/latch.ts';
import { waitUntil } from '../wait-until.ts';
import { atOnce, COMPOSERS, HOUR_MS, testClock } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf, type TestWorkspace } from './fill-outbox.ts';

describe('workers that share lanes', () => {
  let test: TestDatabase;
  let first: TestWorkspace;
  let second: TestWorkspace;
  const { signal } = new AbortController();

  beforeAll(async () => {
    test = await createTestDatabase();
    first = await createWorkspace(test.database, 'slack', 'T1', 2);
    second = await createWorkspace(test.database, 'slack', 'T2', 2);
  });
  beforeEach(async () => {
    await test.database.prisma.notification.deleteMany();
    await test.database.prisma.lane.deleteMany();
    await fillOutbox(test.database, [...notificationsFor(first, 'a'), ...notificationsFor(second, 'b')]);
  });
  afterAll(() => test.drop());

  /** A worker whose jobs the test runs, with what it put into the queue. */
  function createWorker(restMs: number = 0) {
    const platform = fakeChatPlatform('slack');
    const queued: unknown[] = [];
    const rests: number[] = [];
    const rest = (ms: number) => void rests.push(ms);
    const producer: Producer = {
      enqueue: async (job, payload) => void queued.push([job.name, payload]),
      enqueueAll: async () => undefined,
    };
    const { jobs } = createDelivery({
      notifications: createNotificationStore(test.database),
      lanes: createLaneStore(test.database.prisma),
      platforms: { slack: platform },
      composers: COMPOSERS,
      goodMoments: atOnce,
      clock: testClock,
      tell: () => undefined,
      timing: { leaseMs: HOUR_MS, sliceMs: HOUR_MS, restMs },
      producer,
    });
    const start = async (name: string, payload: unknown) =>
      jobs.find(({ definition }) => definition.name === name)?.run(payload, { signal, rest });
    const run = ({ lane }: TestWorkspace) => start('deliver-lane', { lane });
    const runPassed = ({ lane }: TestWorkspace, passed: number) => start('deliver-passed-lane', { lane, passed });
    return { platform, queued, rests, run, runPassed };
  }

  /** A worker that drains the first lane until the test releases it. */
  async function createBusyWorker(restMs: number) {
    const worker = createWorker(restMs);
    const answer = createLatch();
    worker.platform.onSend(({ key }) => (key.startsWith('a:') ? { kind: 'accept-late', until: answer.until } : null));
    const draining = worker.run(first);
    await waitUntil(() => worker.platform.attempts() === 2);
    const finish = async () => {
      answer.release();
      await draining;
      expect(await statesOf(test.database, first.lane)).toEqual({ sent: 2 });
    };
    return { ...worker, finish };
  }
  const passed = (times: number) => ['deliver-passed-lane', { lane: second.lane, passed: times }];

  it('pass a second lane on and rest, so that a worker with fewer lanes comes first', async () => {
    const { queued, rests, run, runPassed, finish } = await createBusyWorker(5);
    await run(second);
    expect([queued, rests]).toEqual([[passed(1)], [5]]);
    expect(await statesOf(test.database, second.lane)).toEqual({ queued: 2 });
    await sleep(20);
    await runPassed(second, 1);
    expect(queued).toEqual([passed(1)]);
    expect(await statesOf(test.database, second.lane)).toEqual({ sent: 2 });
    await finish();
  });

  it('pass on lanes that come back while they rest, but not forever', async () => {
    const { queued, rests, run, runPassed, finish } = await createBusyWorker(HOUR_MS);
    await run(second);
    for (const times of [1, 2, 3, 4, 5]) await runPassed(second, times);
    expect(queued).toEqual([1, 2, 3, 4, 5, 6].map(passed));
    expect(rests).toHaveLength(6);
    expect(await statesOf(test.database, second.lane)).toEqual({ queued: 2 });
    await runPassed(second, 6);
    expect(await statesOf(test.database, second.lane)).toEqual({ sent: 2 });
    await finish();
  });

  it('take a lane at once when they have finished their own, even during a rest', async () => {
    const { queued, run, runPassed, finish } = await createBusyWorker(HOUR_MS);
    await run(second);
    await finish();
    await runPassed(second, 1);
    expect(queued).toEqual([passed(1)]);
    expect(await statesOf(test.database, second.lane)).toEqual({ sent: 2 });
  });

  it('take a passed lane at once when they drain none', async () => {
    const { queued, runPassed } = createWorker();
    await runPassed(second, 1);
    expect(queued).toEqual([]);
    expect(await statesOf(test.database, second.lane)).toEqual({ sent: 2 });
  });

  it('wait for a lane that another worker released a moment ago', async () => {
    const lanes = createLaneStore(test.database.prisma);
    const before = await lanes.acquire(first.lane, 'another', HOUR_MS);
    const fresh = { restMs: 0, works: false, failures: 0, refusals: 0, refusedWhy: null, readBackInMs: 0 };
    if (before) await lanes.release(before, fresh, 2_500);
    await createWorker().run(first);
    expect(await statesOf(test.database, first.lane)).toEqual({ sent: 2 });
  });
});
