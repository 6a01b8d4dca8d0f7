import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Composers } from '../../src/outbox/compose.ts';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { waitUntil } from '../wait-until.ts';
import { type DeliveryWorker, HOUR_MS, startDelivery, testClock } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf } from './fill-outbox.ts';

describe('the limits of a platform, with several workers', () => {
  let test: TestDatabase;
  let queue: QueueSettings;
  let running: DeliveryWorker[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    queue = { kind: 'postgres', url: test.url };
  });
  afterEach(async () => {
    await Promise.all(running.map((worker) => worker.stop()));
    running = [];
  });
  afterAll(() => test.drop());

  it('allow one message a second to a Slack channel, whichever worker has the lane', async () => {
    const slack = await createWorkspace(test.database, 'slack', 'T1', 1);
    const channel = await test.database.prisma.supervisorChannel.create({
      data: { workspaceId: slack.workspaceId, externalId: 'C1', language: 'nl' },
    });
    const rows = [1, 2, 3, 4, 5].flatMap((n) => notificationsFor(slack, `c${n}`, { to: { channelId: channel.id } }));
    await fillOutbox(test.database, rows);
    const platform = fakeChatPlatform('slack');
    // The lane passes from one worker to the next by its slices; a lease that expires on a slow database would pass it
    // on in between.
    const timing = { leaseMs: HOUR_MS, sliceMs: 700, restMs: 0 };
    const composed: number[] = [];
    const composers: Composers = {
      test: async (summary) => {
        composed.push(performance.now());
        return { summary, blocks: [] };
      },
    };
    running = [1, 2, 3].map(() => startDelivery(test.database, queue, { slack: platform }, { timing, composers }));
    const asking = setInterval(() => {
      // A queue that is too busy to accept one of these does not matter: they only make several workers want the lane
      // at once.
      for (const worker of running) worker.delivery.enqueueDue(testClock()).catch(() => undefined);
    }, 100);
    await waitUntil(() => platform.delivered.length === 5);
    clearInterval(asking);
    // Counted from before the first: on a busy machine one may arrive late and then be closer to the next.
    const begun = composed[0] ?? 0;
    const tooEarly = platform.delivered.filter(({ at }, index) => at - begun < index * 1_000);
    expect(tooEarly).toEqual([]);
    await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === 5);
  });

  it('allow at most 50 requests a second in a Teams tenant', async () => {
    const teams = await createWorkspace(test.database, 'teams', 'tenant-1', 120);
    await fillOutbox(test.database, notificationsFor(teams, 'many'));
    const platform = fakeChatPlatform('teams');
    running = [1, 2].map(() => startDelivery(test.database, queue, { teams: platform }));
    await waitUntil(() => platform.delivered.length === 120);
    const times = platform.delivered.map(({ at }) => at);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
    // One of them may have been allowed in the second before and arrive in this one.
    expect(most).toBeLessThanOrEqual(51);
    await waitUntil(async () => (await statesOf(test.database, teams.lane))['sent'] === 120);
  });
});
