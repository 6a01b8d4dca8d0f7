import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDelivery } from '../../src/outbox/deliver.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import type { Producer } from '../../src/queue/producer.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { heldUp } from '../fakes/held-up.ts';
import { until } from '../fakes/until.ts';
import { atOnce, COMPOSERS, HOUR_MS, testClock } from './delivery-rig.ts';
import { createWorkspace, notificationsFor, statesOf, type TestWorkspace, write } from './fill-outbox.ts';

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
    await write(test.database, [...notificationsFor(first, 'a'), ...notificationsFor(second, 'b')]);
  });
  afterAll(() => test.drop());

  /** A worker whose jobs are run by the test, and what it put into the queue. */
  function createWorker() {
    const platform = fakeChatPlatform('slack');
    const queued: string[] = [];
    const producer: Producer = {
      enqueue: async (job) => void queued.push(job.name),
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
      timing: { leaseMs: HOUR_MS, sliceMs: HOUR_MS },
      producer,
    });
    const run = async (name: string, { lane }: TestWorkspace) =>
      jobs.find(({ definition }) => definition.name === name)?.run({ lane }, { signal });
    return { platform, queued, run };
  }

  it('pass a second lane on once, so that somebody idle comes first', async () => {
    const { platform, queued, run } = createWorker();
    const answer = heldUp();
    platform.onSend(({ key }) => (key.startsWith('a:') ? { kind: 'accept-late', until: answer.until } : null));
    const draining = run('deliver-lane', first);
    await until(() => platform.attempts() === 2);
    await run('deliver-lane', second);
    expect(queued).toEqual(['deliver-passed-lane']);
    expect(await statesOf(test.database, second.lane)).toEqual({ queued: 2 });
    await run('deliver-passed-lane', second);
    expect(await statesOf(test.database, second.lane)).toEqual({ sent: 2 });
    answer.release();
    await draining;
    expect(await statesOf(test.database, first.lane)).toEqual({ sent: 2 });
  });

  it('wait for a lane that another let go of a moment ago', async () => {
    const lanes = createLaneStore(test.database.prisma);
    const before = await lanes.acquire(first.lane, 'another', HOUR_MS);
    const fresh = { restMs: 0, failures: 0, refusals: 0, refusedWhy: null, readBackInMs: 0 };
    if (before) await lanes.release(before, fresh, 2_500);
    await createWorker().run('deliver-lane', first);
    expect(await statesOf(test.database, first.lane)).toEqual({ sent: 2 });
  });
});
