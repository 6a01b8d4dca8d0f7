import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { DeliveryError } from '../../src/chat/platform.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import { createStandingMessages } from '../../src/outbox/standing-message-store.ts';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type FakeChatPlatform, fakeChatPlatform } from '../fakes/chat-platform.ts';
import { createLatch } from '../fakes/latch.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { type DeliveryWorker, HOUR_MS, startDelivery, TEST_OPTIONS, testClock } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor, statesOf, type TestWorkspace } from './fill-outbox.ts';

const PEOPLE = 12;

describe('after a crash', () => {
  let test: TestDatabase;
  let queue: QueueSettings;
  let slack: TestWorkspace;
  let teams: TestWorkspace;
  let running: DeliveryWorker[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    queue = { kind: 'postgres', url: test.url };
    slack = await createWorkspace(test.database, 'slack', 'T1', PEOPLE);
    teams = await createWorkspace(test.database, 'teams', 'tenant-1', PEOPLE);
  });
  beforeEach(async () => {
    await test.database.prisma.notification.deleteMany();
    await test.database.prisma.lane.deleteMany();
  });
  afterEach(async () => {
    await Promise.all(running.map((worker) => worker.stop()));
    running = [];
  });
  afterAll(() => test.drop());

  const start = (platform: FakeChatPlatform, changes: Parameters<typeof startDelivery>[3] = {}) => {
    const worker = startDelivery(test.database, queue, { [platform.name]: platform }, changes);
    running.push(worker);
    return worker;
  };
  const allSent = async (workspace: TestWorkspace) =>
    (await statesOf(test.database, workspace.lane))['sent'] === PEOPLE;

  /**
   * The state that a worker left when it died a minute ago, after the platform had accepted `accepted` of its claimed
   * messages.
   */
  async function leaveBehind(workspace: TestWorkspace, platform: FakeChatPlatform, accepted: number): Promise<void> {
    const { prisma } = test.database;
    await createLaneStore(prisma).acquire(workspace.lane, 'dead', 1);
    const claimed = await createNotificationStore(test.database).claim(workspace.lane, testClock(), PEOPLE);
    for (const { key, to } of claimed.slice(0, accepted)) {
      if (to) await platform.send({ key, to, view: { summary: '', blocks: [] } });
    }
    const attemptedAt = new Date(testClock().getTime() - 60_000);
    await prisma.notification.updateMany({ where: { lane: workspace.lane, state: 'sending' }, data: { attemptedAt } });
  }

  it('asks Slack before it sends again what it had begun, and sends nothing twice', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'crash'));
    await leaveBehind(slack, platform, 7);
    const worker = start(platform);
    await waitUntil(() => allSent(slack));
    const keys = platform.delivered.map(({ key }) => key);
    expect(keys).toHaveLength(PEOPLE);
    expect(new Set(keys).size).toBe(PEOPLE);
    expect(platform.readBacks).toHaveLength(PEOPLE);
    const found = worker.news.filter((news) => news.kind === 'read-back' && news.found === 'found');
    expect(found).toHaveLength(7);
  });

  it('trusts Slack’s "not found" only when the attempt is older than Slack’s longest delay', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'young'));
    await leaveBehind(slack, platform, 0);
    const options = { ...TEST_OPTIONS, slack: { ...TEST_OPTIONS.slack, settleMs: HOUR_MS } };
    const patient = start(platform, { options });
    // The lane is drained for another message, and the one that may still arrive is left alone.
    await fillOutbox(test.database, notificationsFor(slack, 'other').slice(0, 1));
    await waitUntil(() => platform.delivered.length === 1);
    await patient.stop();
    running = [];
    expect(platform.readBacks).toEqual([]);
    expect(platform.delivered.map(({ key }) => key)).toEqual(['other:0']);
    const anHourLater = () => new Date(testClock().getTime() + HOUR_MS);
    start(platform, { options, clock: anHourLater });
    await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === PEOPLE + 1);
    expect(platform.delivered).toHaveLength(PEOPLE + 1);
  });

  it('reads back no faster than the platform allows, and sends other messages meanwhile', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'slow'));
    await leaveBehind(slack, platform, PEOPLE);
    platform.onReadBack(() =>
      platform.readBacks.length > 1 ? new DeliveryError('retry', 'ratelimited', { retryAfterMs: HOUR_MS }) : null,
    );
    start(platform);
    start(platform);
    await waitUntil(() => platform.readBacks.length === 2);
    await fillOutbox(test.database, notificationsFor(slack, 'other'));
    await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === PEOPLE + 1);
    // One answer and one refusal; after that nobody asks for an hour, whichever worker has the lane.
    expect(platform.readBacks).toHaveLength(2);
  });

  it('spaces its read-backs when it knows the limit', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'spaced').slice(0, 3));
    await leaveBehind(slack, platform, 3);
    const begun = performance.now();
    start(platform, { options: { ...TEST_OPTIONS, slack: { ...TEST_OPTIONS.slack, readBackMs: 1_000 } } });
    await waitUntil(() => platform.readBacks.length === 3);
    // Counted from the beginning, because a busy machine may ask late and then be closer to the next.
    const tooEarly = platform.readBacks.filter(({ at }, index) => at - begun < index * 1_000);
    expect(tooEarly).toEqual([]);
  });

  it('gives up what cannot be read back rather than risk a duplicate', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'blind').slice(0, 2));
    await leaveBehind(slack, platform, 1);
    platform.onReadBack(() => new DeliveryError('rejected', 'missing_scope'));
    start(platform);
    await waitUntil(async () => (await statesOf(test.database, slack.lane))['failed'] === 2);
    expect(platform.delivered).toHaveLength(1);
    const row = await test.database.prisma.notification.findFirstOrThrow({ where: { state: 'failed' } });
    expect(row.reason).toBe('read_back_missing_scope');
  });

  it('does not give up within minutes when a platform in trouble causes doubt again and again', async () => {
    const platform = fakeChatPlatform('teams');
    const [row] = notificationsFor(teams, 'gateway');
    await fillOutbox(test.database, row ? [row] : []);
    const { notification } = test.database.prisma;
    await notification.updateMany({ data: { state: 'sending', attempts: 5, attemptedAt: NOW, inDoubt: 2 } });
    start(platform);
    await waitUntil(async () => (await notification.count({ where: { state: 'queued', inDoubt: 3 } })) === 1);
    const { notBefore } = await notification.findFirstOrThrow();
    expect(notBefore.getTime() - testClock().getTime()).toBeGreaterThan(4 * 60_000);
    expect(platform.delivered).toEqual([]);
  });

  it('counts what Teams may have as in doubt, and sends it again', async () => {
    const platform = fakeChatPlatform('teams');
    await fillOutbox(test.database, notificationsFor(teams, 'doubt'));
    await leaveBehind(teams, platform, 3);
    const { prisma } = test.database;
    // Teams' messages are claimed one by one, so a dead worker leaves no more than it had under way.
    await prisma.notification.updateMany({
      where: { attempts: 1, key: { notIn: platform.delivered.map(({ key }) => key) } },
      data: { state: 'queued', attempts: 0, attemptedAt: null },
    });
    start(platform);
    await waitUntil(() => allSent(teams));
    const { _sum } = await prisma.notification.aggregate({ _sum: { inDoubt: true } });
    expect(_sum.inDoubt).toBe(3);
    expect(platform.delivered).toHaveLength(PEOPLE + 3);
  });

  it('never has more unrecorded Teams messages than it has under way', async () => {
    const platform = fakeChatPlatform('teams');
    const { inFlight } = TEST_OPTIONS.teams;
    let release = () => undefined as undefined;
    const held = new Promise<void>((resolve) => {
      release = () => {
        resolve();
        return undefined;
      };
    });
    platform.onSend(() => ({ kind: 'accept-late', until: held }));
    await fillOutbox(test.database, notificationsFor(teams, 'few'));
    start(platform);
    let most = 0;
    await waitUntil(async () => {
      const { sending = 0, sent = 0 } = await statesOf(test.database, teams.lane);
      most = Math.max(most, sending);
      if (platform.attempts() === inFlight) release();
      return sent === PEOPLE;
    });
    // So a crash leaves one message in doubt, and not more.
    expect([most, inFlight]).toEqual([1, 1]);
  });

  it('has only one Teams message under way also when they have waited long', async () => {
    const platform = fakeChatPlatform('teams');
    let [underway, most] = [0, 0];
    platform.onSend(() => {
      underway += 1;
      most = Math.max(most, underway);
      // Long enough for others to begin, if any did.
      const until = new Promise<void>((resolve) => {
        setTimeout(resolve, 20);
      }).then(() => {
        underway -= 1;
      });
      return { kind: 'accept-late', until };
    });
    await fillOutbox(test.database, notificationsFor(teams, 'late'));
    start(platform, { clock: () => new Date(testClock().getTime() + HOUR_MS) });
    await waitUntil(() => allSent(teams));
    expect(most).toBe(1);
  });

  it('is not blocked by a Teams message that gets no answer', async () => {
    const platform = fakeChatPlatform('teams');
    const first = createLatch();
    platform.onSend((_message, attempt) => (attempt === 1 ? { kind: 'accept-late', until: first.until } : null));
    await fillOutbox(test.database, notificationsFor(teams, 'silent'));
    start(platform, { options: { ...TEST_OPTIONS, teams: { ...TEST_OPTIONS.teams, silentMs: 50 } } });
    await waitUntil(async () => (await statesOf(test.database, teams.lane))['sent'] === PEOPLE - 1);
    expect(await statesOf(test.database, teams.lane)).toEqual({ sent: PEOPLE - 1, sending: 1 });
    first.release();
    await waitUntil(() => allSent(teams));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it('does not send again what somebody has tapped meanwhile: the tap proves that it arrived', async () => {
    const platform = fakeChatPlatform('teams');
    await fillOutbox(test.database, notificationsFor(teams, 'tapped').slice(0, 1));
    await leaveBehind(teams, platform, 1);
    const [sent] = platform.delivered;
    const by = { platform: 'teams', workspace: 'tenant-1', user: 'U0' } as const;
    await createStandingMessages(test.database, testClock).tapped(by, sent?.key ?? '', sent?.reference ?? '');
    await fillOutbox(test.database, notificationsFor(teams, 'after'));
    start(platform);
    await waitUntil(async () => (await statesOf(test.database, teams.lane))['sent'] === PEOPLE + 1);
    expect(platform.delivered).toHaveLength(PEOPLE + 1);
    expect(await test.database.prisma.notification.count({ where: { inDoubt: { gt: 0 } } })).toBe(0);
  });

  it.each([0, 2])(
    'deletes the second message when somebody tapped the first while it was on its way, also after %s refusals',
    async (refusals) => {
      const platform = fakeChatPlatform('teams');
      platform.refuseRemovals(refusals);
      await fillOutbox(test.database, notificationsFor(teams, 'crossed').slice(0, 1));
      await leaveBehind(teams, platform, 1);
      const [first] = platform.delivered;
      const by = { platform: 'teams', workspace: 'tenant-1', user: 'U0' } as const;
      const messages = createStandingMessages(test.database, testClock);
      platform.onSend(({ key }) => ({
        kind: 'accept-late',
        until: messages.tapped(by, key, first?.reference ?? ''),
      }));
      start(platform);
      await waitUntil(() => platform.removed.length > 0);
      const [, second] = platform.delivered;
      expect(platform.removed).toEqual([second?.reference]);
      const row = await test.database.prisma.notification.findFirstOrThrow();
      expect(row).toMatchObject({ state: 'sent', reference: first?.reference });
    },
  );

  it('deletes it also when the worker was killed before it could', async () => {
    const platform = fakeChatPlatform('teams');
    await fillOutbox(test.database, notificationsFor(teams, 'killed').slice(0, 1));
    await leaveBehind(teams, platform, 1);
    const [first] = platform.delivered;
    const by = { platform: 'teams', workspace: 'tenant-1', user: 'U0' } as const;
    const messages = createStandingMessages(test.database, testClock);
    platform.onSend(({ key }) => ({ kind: 'accept-late', until: messages.tapped(by, key, first?.reference ?? '') }));
    const { notification } = test.database.prisma;
    const store = createNotificationStore(test.database);
    const dying = start(platform, { notifications: { ...store, doubles: async () => [] } });
    await waitUntil(async () => (await notification.count({ where: { double: { not: null } } })) === 1);
    await dying.stop();
    running = [];
    expect([platform.delivered.length, platform.removed]).toEqual([2, []]);
    // Nothing else waits in the lane.
    start(platform);
    await waitUntil(() => platform.removed.length > 0);
    expect(platform.removed).toEqual([platform.delivered[1]?.reference]);
    await waitUntil(async () => {
      const row = await notification.findFirstOrThrow();
      return row.double === null && row.reference === first?.reference;
    });
  });

  it('leaves both when the second was tapped as well, and is now the recorded message', async () => {
    await fillOutbox(test.database, notificationsFor(teams, 'both').slice(0, 1));
    const { prisma } = test.database;
    await prisma.notification.updateMany({
      data: { state: 'sent', sentAt: testClock(), reference: 'first', double: 'second', inDoubt: 1 },
    });
    const by = { platform: 'teams', workspace: 'tenant-1', user: 'U0' } as const;
    await createStandingMessages(test.database, testClock).replaced(by, 'both:0', 'first', 'second');
    expect(await prisma.notification.findFirstOrThrow()).toMatchObject({ reference: 'second', double: null });
    expect(await createNotificationStore(test.database).doubles(teams.lane, testClock())).toEqual([]);
  });

  it('finds what was accepted when only the connection broke', async () => {
    const platform = fakeChatPlatform('slack');
    platform.onSend(({ key }) => (key.endsWith('5') ? { kind: 'accept-and-cut' } : null));
    await fillOutbox(test.database, notificationsFor(slack, 'cut'));
    let passedMs = 0;
    start(platform, { clock: () => new Date(testClock().getTime() + passedMs) });
    // A slow check finds the last one too: it is asked about a few seconds after it was cut.
    await waitUntil(async () => ((await statesOf(test.database, slack.lane))['sent'] ?? 0) >= PEOPLE - 1);
    passedMs = 60_000;
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it('stops sending when its lease was lost, and leaves the rest to the new owner', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'lost'));
    const { prisma } = test.database;
    const lanes = createLaneStore(prisma);
    let release = (_: undefined) => undefined as undefined;
    const held = new Promise<undefined>((resolve) => {
      release = (value) => {
        resolve(value);
        return undefined;
      };
    });
    const options = { ...TEST_OPTIONS, slack: { ...TEST_OPTIONS.slack, inFlight: 1 } };
    platform.onSend((_message, attempt) => (attempt === 1 ? { kind: 'accept-late', until: held } : null));
    const timing = { leaseMs: 1_500, sliceMs: HOUR_MS, restMs: 0 };
    // It gets the lane once: what it sends in its own later lease is not what it held back.
    const acquire: typeof lanes.acquire = async (...whose) =>
      platform.attempts() === 0 ? lanes.acquire(...whose) : null;
    const zombie = start(platform, { options, timing, lanes: { ...lanes, acquire, renew: async () => false } });
    await waitUntil(() => platform.attempts() === 1);
    const heir = start(platform, { options });
    await waitUntil(() => platform.attempts() > 1);
    release(undefined);
    await waitUntil(() => allSent(slack));
    expect(new Set(platform.delivered.map(({ key }) => key)).size).toBe(PEOPLE);
    expect(platform.delivered).toHaveLength(PEOPLE);
    const sentBy = (worker: DeliveryWorker) => worker.news.filter((news) => news.kind === 'attempt').length;
    expect([sentBy(zombie), sentBy(heir)].sort((a, b) => a - b)[0]).toBeLessThanOrEqual(1);
  });

  it('holds back what it had begun when its lease was lost: the new owner was told that it never arrived', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'begun'));
    const lanes = createLaneStore(test.database.prisma);
    const { until: token, release } = createLatch();
    const options = { ...TEST_OPTIONS, slack: { ...TEST_OPTIONS.slack, inFlight: 4 } };
    platform.onSend((_message, attempt) => (attempt <= 4 ? { kind: 'go-late', until: token } : null));
    const timing = { leaseMs: 1_500, sliceMs: HOUR_MS, restMs: 0 };
    const zombie = start(platform, { options, timing, lanes: { ...lanes, renew: async () => false } });
    await waitUntil(() => platform.attempts() === 4);
    start(platform, { options });
    await waitUntil(() => allSent(slack));
    release();
    await zombie.stop();
    expect(platform.delivered).toHaveLength(PEOPLE);
    expect((await statesOf(test.database, slack.lane))['sent']).toBe(PEOPLE);
  });

  it('records outcomes after the database was away, and sends nothing twice', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'away'));
    const store = createNotificationStore(test.database);
    let refusals = 3;
    const worker = start(platform, {
      notifications: {
        ...store,
        record: async (...outcome) => {
          refusals -= 1;
          if (refusals >= 0) throw new Error('the connection was cut');
          return store.record(...outcome);
        },
      },
    });
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
    expect(worker.news.filter((news) => news.kind === 'trouble' && news.during === 'record')).toHaveLength(3);
  });
});

describeWithRedis('when Redis loses everything', () => {
  it('queues undelivered messages again from the database', async () => {
    const test = await createTestDatabase();
    const redis = new Redis(redisUrl ?? '');
    await redis.flushdb();
    const slack = await createWorkspace(test.database, 'slack', 'T1', 60);
    const platform = fakeChatPlatform('slack');
    platform.onSend(() => ({ kind: 'accept-late', until: new Promise((resolve) => setTimeout(resolve, 30)) }));
    await fillOutbox(test.database, notificationsFor(slack, 'flush'));
    const options = { ...TEST_OPTIONS, slack: { ...TEST_OPTIONS.slack, inFlight: 1, claimSize: 5 } };
    const settings = { kind: 'redis', url: redisUrl ?? '' } as const;
    const workers = [1, 2].map(() => startDelivery(test.database, settings, { slack: platform }, { options }));
    try {
      await waitUntil(() => platform.delivered.length > 10);
      await redis.flushdb();
      await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === 60);
      await fillOutbox(test.database, notificationsFor(slack, 'after').slice(0, 5));
      await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === 65);
      expect(platform.delivered).toHaveLength(65);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      redis.disconnect();
      await test.drop();
    }
  });
});
