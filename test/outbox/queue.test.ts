import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { DeliveryError } from '../../src/chat/platform.ts';
import { PolsslagError } from '../../src/errors.ts';
import { LANE_OPTIONS } from '../../src/outbox/lane.ts';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { type DeliveryWorker, HOUR_MS, startDelivery, testClock } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor, statesOf, type TestWorkspace } from './fill-outbox.ts';

const PEOPLE = 40;

function describeDelivery(kind: QueueSettings['kind']): void {
  let test: TestDatabase;
  let queue: QueueSettings;
  let slack: TestWorkspace;
  let teams: TestWorkspace;
  let running: DeliveryWorker[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    queue = { kind, url: kind === 'redis' ? (redisUrl ?? '') : test.url };
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
    await test.database.prisma.workspace.updateMany({ data: { state: 'active' } });
    await test.database.prisma.account.updateMany({ data: { unreachableSince: null } });
  });
  afterAll(() => test.drop());

  const start = (...rest: Parameters<typeof startDelivery> extends [unknown, unknown, ...infer R] ? R : never) => {
    const worker = startDelivery(test.database, queue, ...rest);
    running.push(worker);
    return worker;
  };
  const addChannel = async () => {
    const data = { workspaceId: teams.workspaceId, externalId: 'C1', language: 'nl' };
    return (await test.database.prisma.supervisorChannel.create({ data })).id;
  };
  const states = (workspace: TestWorkspace) => statesOf(test.database, workspace.lane);
  const allSent = async (workspace: TestWorkspace) => (await states(workspace))['sent'] === PEOPLE;
  /** Whether this many were sent, and the refused ones recorded too. */
  const sentAndRefused = async (workspace: TestWorkspace, amount: number) => {
    const { sent, sending = 0 } = await states(workspace);
    return sent === amount && sending === 0;
  };

  it('sends everything that is due, each once, on both platforms', async () => {
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    await fillOutbox(test.database, [...notificationsFor(slack, 's'), ...notificationsFor(teams, 't')]);
    start(platforms);
    await waitUntil(async () => (await allSent(slack)) && (await allSent(teams)));
    for (const platform of [platforms.slack, platforms.teams]) {
      const keys = platform.delivered.map((message) => message.key);
      expect(keys).toHaveLength(PEOPLE);
      expect(new Set(keys).size).toBe(PEOPLE);
    }
    const row = await test.database.prisma.notification.findUniqueOrThrow({ where: { key: 's:3' } });
    expect(platforms.slack.delivered.find(({ key }) => key === 's:3')?.reference).toBe(row.reference);
  });

  it('sends each once with three workers that are triggered over and over', async () => {
    const platform = fakeChatPlatform('slack');
    const workers = [1, 2, 3].map(() => start({ slack: platform }));
    await fillOutbox(test.database, notificationsFor(slack, 'three'));
    const ask = ({ delivery }: DeliveryWorker) =>
      delivery.enqueueDue(testClock()).then(
        () => true,
        (error: unknown) => {
          // On a busy machine the queue may refuse; it is triggered again, as the sweep does.
          if (error instanceof PolsslagError && error.code === 'UNAVAILABLE') return false;
          throw error;
        },
      );
    await Promise.all(workers.flatMap((worker) => [1, 2, 3].map(() => waitUntil(() => ask(worker)))));
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it('retries failures, and sends each once in the end', async () => {
    const platform = fakeChatPlatform('slack');
    const failed = new Set<string>();
    platform.onSend(({ key }) => {
      if (failed.has(key) || !key.endsWith('7')) return null;
      failed.add(key);
      return { kind: 'refuse', error: new DeliveryError('retry', 'http_500') };
    });
    await fillOutbox(test.database, notificationsFor(slack, 'again'));
    const worker = start({ slack: platform }, { random: () => 0 });
    await waitUntil(() => allSent(slack));
    expect(failed.size).toBe(4);
    expect(new Set(platform.delivered.map(({ key }) => key)).size).toBe(PEOPLE);
    expect(platform.delivered).toHaveLength(PEOPLE);
    expect(worker.news).toContainEqual(
      expect.objectContaining({ kind: 'attempt', outcome: 'postponed', reason: 'http_500' }),
    );
  });

  it('leaves what a newer version wrote to a worker of that version, whichever sees it first', async () => {
    const platform = fakeChatPlatform('slack');
    const { prisma } = test.database;
    await fillOutbox(test.database, notificationsFor(slack, 'new', { kind: 'newer' }));
    const older = start({ slack: platform });
    await waitUntil(async () => (await prisma.notification.count({ where: { reason: 'unknown_kind' } })) === PEOPLE);
    await older.stop();
    start({ slack: platform }, { composers: { newer: async (summary) => ({ summary, blocks: [] }) } });
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it('does not count a platform as failing while it asks for pauses, when it accepts some messages in between', async () => {
    const { prisma } = test.database;
    await prisma.$executeRaw`
      INSERT INTO "Lane" (name, "leaseUntil", "failingSince")
      VALUES (${slack.lane}, clock_timestamp(), clock_timestamp() - interval '1 hour')`;
    const platform = fakeChatPlatform('slack');
    platform.onSend((_message, attempt) =>
      attempt === 1
        ? null
        : { kind: 'refuse', error: new DeliveryError('retry', 'ratelimited', { retryAfterMs: HOUR_MS }) },
    );
    await fillOutbox(test.database, notificationsFor(slack, 'busy'));
    start({ slack: platform });
    await waitUntil(
      async () => (await prisma.lane.count({ where: { name: slack.lane, resumeAt: { not: null } } })) === 1,
    );
    const failsForLess = await prisma.$queryRaw`
      SELECT 1 FROM "Lane" WHERE name = ${slack.lane} AND "failingSince" > clock_timestamp() - interval '30 minutes'`;
    expect(failsForLess).toHaveLength(1);
  });

  it('pauses for as long as the platform asks, in that lane only', async () => {
    const [quiet, busy] = [fakeChatPlatform('slack'), fakeChatPlatform('teams')];
    quiet.onSend((_message, attempt) =>
      attempt > 1
        ? null
        : { kind: 'refuse', error: new DeliveryError('retry', 'ratelimited', { retryAfterMs: HOUR_MS }) },
    );
    await fillOutbox(test.database, [...notificationsFor(slack, 'quiet'), ...notificationsFor(teams, 'busy')]);
    const begun = Date.now();
    const two = [start({ slack: quiet, teams: busy }), start({ slack: quiet, teams: busy })];
    const { prisma } = test.database;
    const restsUntil = async () => (await prisma.lane.findUnique({ where: { name: slack.lane } }))?.resumeAt ?? null;
    await waitUntil(async () => (await allSent(teams)) && (await restsUntil()) !== null);
    for (const worker of two) expect(await worker.delivery.enqueueDue(testClock())).toBe(0);
    // What was under way when the platform answered may arrive; nothing begins after that.
    expect(quiet.attempts()).toBeLessThanOrEqual(LANE_OPTIONS.slack.inFlight);
    expect((await restsUntil())?.getTime()).toBeGreaterThanOrEqual(begun + HOUR_MS);

    await Promise.all(two.map((worker) => worker.stop()));
    await prisma.lane.updateMany({ data: { resumeAt: null } });
    await prisma.notification.updateMany({ where: { state: 'queued' }, data: { notBefore: NOW } });
    start({ slack: quiet });
    await waitUntil(() => allSent(slack));
    expect(quiet.delivered).toHaveLength(PEOPLE);
  });

  it('holds up nobody else when one workspace is unavailable', async () => {
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    platforms.teams.onSend(() => ({ kind: 'refuse', error: new DeliveryError('retry', 'http_503') }));
    await fillOutbox(test.database, [...notificationsFor(teams, 'out'), ...notificationsFor(slack, 'in')]);
    start(platforms);
    await waitUntil(() => allSent(slack));
    expect(platforms.teams.delivered).toEqual([]);
    expect(platforms.teams.attempts()).toBeLessThan(PEOPLE);
    const { queued = 0, sending = 0 } = await states(teams);
    expect(queued + sending).toBe(PEOPLE);
  });

  it('never sends what is too late', async () => {
    const platform = fakeChatPlatform('slack');
    await fillOutbox(test.database, notificationsFor(slack, 'late', { notAfter: testClock() }));
    start({ slack: platform });
    await waitUntil(async () => (await states(slack))['expired'] === PEOPLE);
    expect(platform.attempts()).toBe(0);
  });

  it('gives up a person who is gone, and marks them', async () => {
    const platform = fakeChatPlatform('slack');
    platform.onSend(({ key }) =>
      key === 'gone:5' ? { kind: 'refuse', error: new DeliveryError('unreachable', 'account_inactive') } : null,
    );
    await fillOutbox(test.database, notificationsFor(slack, 'gone'));
    start({ slack: platform });
    await waitUntil(async () => (await states(slack))['sent'] === PEOPLE - 1 && (await states(slack))['failed'] === 1);
    const { prisma } = test.database;
    const failed = await prisma.notification.findUniqueOrThrow({
      where: { key: 'gone:5' },
      include: { account: true },
    });
    expect(failed).toMatchObject({ state: 'failed', reason: 'account_inactive', attempts: 1 });
    expect(failed.account).toMatchObject({ unreachableWhy: 'account_inactive' });
  });

  it('keeps what cannot be sent because credentials were refused, until the workspace is reconnected', async () => {
    const platform = fakeChatPlatform('slack');
    const { prisma } = test.database;
    let revoked = true;
    platform.onSend(() =>
      revoked ? { kind: 'refuse', error: new DeliveryError('reconnect', 'token_revoked') } : null,
    );
    await fillOutbox(test.database, notificationsFor(slack, 'revoked'));
    const worker = start({ slack: platform });
    await waitUntil(() => platform.attempts() > 0);
    // As the platform's adapter does.
    await prisma.workspace.updateMany({ where: { platform: 'slack' }, data: { state: 'reconnect' } });
    // After its owner released it, nobody can take it any more.
    const isLetGo = async () =>
      (await prisma.lane.count({ where: { name: slack.lane, releasedAt: { not: null } } })) === 1;
    await waitUntil(async () => (await isLetGo()) && (await states(slack))['queued'] === PEOPLE);
    const attempts = platform.attempts();
    expect(await worker.delivery.enqueueDue(testClock())).toBe(0);
    expect(platform.attempts()).toBe(attempts);

    revoked = false;
    await prisma.workspace.updateMany({ data: { state: 'active' } });
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it("rests, and keeps the tenant, when the deployment's own credentials are refused", async () => {
    const platform = fakeChatPlatform('teams');
    platform.onSend(() => ({ kind: 'refuse', error: new DeliveryError('reconnect', 'Unauthorized') }));
    await fillOutbox(test.database, notificationsFor(teams, 'secret'));
    const begun = Date.now();
    start({ teams: platform });
    const { prisma } = test.database;
    await waitUntil(async () => (await prisma.lane.findFirst())?.resumeAt != null && platform.attempts() > 0);
    await waitUntil(async () => (await states(teams))['queued'] === PEOPLE);
    const lane = await prisma.lane.findFirstOrThrow({ where: { name: teams.lane } });
    expect(lane.resumeAt?.getTime()).toBeGreaterThanOrEqual(begun + 60_000);
    expect(await prisma.workspace.count({ where: { state: 'reconnect' } })).toBe(0);
  });

  it('rests a tenant that bars us, marks nobody, and sends everything once it lets us in', async () => {
    const [barring, busy] = [fakeChatPlatform('teams'), fakeChatPlatform('slack')];
    let barred = true;
    barring.onSend(() =>
      barred ? { kind: 'refuse', error: new DeliveryError('barred', 'BotDisabledByAdmin') } : null,
    );
    await fillOutbox(test.database, [...notificationsFor(teams, 'barred'), ...notificationsFor(slack, 'busy')]);
    const begun = Date.now();
    start({ slack: busy, teams: barring });
    const { prisma } = test.database;
    const laneOf = () => prisma.lane.findUnique({ where: { name: teams.lane } });
    await waitUntil(async () => ((await laneOf())?.refusals ?? 0) >= 3 && (await laneOf())?.releasedAt !== null);
    await waitUntil(() => allSent(slack));
    const rested = await laneOf();
    expect(rested?.refusedWhy).toBe('BotDisabledByAdmin');
    expect(rested?.resumeAt?.getTime()).toBeGreaterThanOrEqual(begun + 7.5 * 60_000);
    // Three rounds of four simultaneous sends, and no more.
    expect(barring.attempts()).toBeLessThanOrEqual(12);
    expect(await states(teams)).toEqual({ queued: PEOPLE });
    expect(await prisma.account.count({ where: { unreachableSince: { not: null } } })).toBe(0);

    barred = false;
    await prisma.notification.updateMany({ where: { lane: teams.lane }, data: { notBefore: testClock() } });
    await prisma.lane.updateMany({ where: { name: teams.lane }, data: { resumeAt: null } });
    await waitUntil(() => allSent(teams));
    await waitUntil(async () => (await laneOf())?.releasedAt !== null);
    expect(await laneOf()).toMatchObject({ refusals: 0, refusedWhy: null });
  });

  it('does not let others wait for colleagues whom the tenant keeps from the app', async () => {
    const platform = fakeChatPlatform('teams');
    platform.onSend(({ key }) =>
      key.endsWith('3') ? { kind: 'refuse', error: new DeliveryError('barred', 'BotDisabledByAdmin') } : null,
    );
    await fillOutbox(test.database, notificationsFor(teams, 'some'));
    start({ teams: platform });
    await waitUntil(() => sentAndRefused(teams, PEOPLE - 4));
    expect(await states(teams)).toEqual({ sent: PEOPLE - 4, queued: 4 });
  });

  it.each([
    ['a channel in which nobody may post', async () => ({ to: { channelId: await addChannel() } })],
    ['one whom the tenant keeps from the app', async () => ({ to: { accountId: teams.accountIds[0] ?? '' } })],
  ])('does not let others wait for messages that are refused over and over: %s', async (_whom, toWhom) => {
    const { prisma } = test.database;
    const platform = fakeChatPlatform('teams');
    platform.onSend(({ key }) =>
      key.startsWith('refused') ? { kind: 'refuse', error: new DeliveryError('barred', 'restricted_action') } : null,
    );
    const to = await toWhom();
    const refused = { key: { startsWith: 'refused' } };
    const message = (key: string) => notificationsFor(teams, key, to).slice(0, 1);
    await fillOutbox(test.database, [...message('refused'), ...message('refused-too')]);
    start({ teams: platform });
    for (let tries = 2; tries <= 12; tries += 2) {
      await waitUntil(async () => {
        const rows = await prisma.notification.findMany({ where: refused });
        return platform.attempts() >= tries && rows.every(({ state }) => state === 'queued');
      });
      // Nothing else is due meanwhile, as at night, and then it is their time again.
      await prisma.notification.updateMany({ where: refused, data: { notBefore: testClock() } });
    }
    await fillOutbox(test.database, notificationsFor(teams, 'other').slice(1, 2));
    await waitUntil(async () => (await prisma.notification.count({ where: { key: 'other:1', state: 'sent' } })) === 1);
    await prisma.supervisorChannel.deleteMany();
  });

  it('does not let others wait for colleagues who were already kept from the app last week', async () => {
    const { prisma } = test.database;
    const BARRED = 12;
    const isBarred = (key: string) => Number(key.split(':')[1]) < BARRED;
    const platform = fakeChatPlatform('teams');
    platform.onSend(({ key }) =>
      isBarred(key) ? { kind: 'refuse', error: new DeliveryError('barred', 'BotDisabledByAdmin') } : null,
    );
    const [barred, others] = [true, false].map((which) =>
      notificationsFor(teams, 'this-week').filter(({ key }) => isBarred(key) === which),
    );
    await fillOutbox(
      test.database,
      notificationsFor(teams, 'last-week').filter(({ key }) => isBarred(key)),
    );
    await prisma.notification.updateMany({ data: { state: 'expired', reason: 'BotDisabledByAdmin' } });
    const earlier = new Date(testClock().getTime() - 60_000);
    await fillOutbox(test.database, [
      ...(barred ?? []).map((each) => ({ ...each, notBefore: earlier })),
      ...(others ?? []),
    ]);
    start({ teams: platform });
    await waitUntil(() => sentAndRefused(teams, PEOPLE - BARRED));
    expect(await states(teams)).toEqual({ sent: PEOPLE - BARRED, queued: BARRED, expired: BARRED });
    expect(await prisma.lane.findUnique({ where: { name: teams.lane } })).toMatchObject({ refusals: 0 });
  });

  it('continues when somebody is let in again in the same round in which a channel is still refused', async () => {
    const { prisma } = test.database;
    const platform = fakeChatPlatform('slack');
    let onRefused = () => {};
    const refused = new Promise<void>((resolve) => {
      onRefused = resolve;
    });
    platform.onSend(({ key }) => {
      if (!key.startsWith('refused')) return { kind: 'accept-late', until: refused.then(() => sleep(200)) };
      onRefused();
      return { kind: 'refuse', error: new DeliveryError('barred', 'restricted_action') };
    });
    const data = { workspaceId: slack.workspaceId, externalId: 'C1', language: 'nl' };
    const { id: channelId } = await prisma.supervisorChannel.create({ data });
    const unheld = { owner: '', epoch: 1, leaseUntil: new Date(0), releasedAt: new Date(0) };
    await prisma.lane.create({ data: { ...unheld, name: slack.lane, refusals: 3, refusedWhy: 'access_denied' } });
    await fillOutbox(test.database, [
      ...notificationsFor(slack, 'first').slice(0, 1),
      ...notificationsFor(slack, 'refused', { to: { channelId } }).slice(0, 1),
    ]);
    start({ slack: platform });
    const isSent = async (key: string) => (await prisma.notification.count({ where: { key, state: 'sent' } })) === 1;
    await waitUntil(() => isSent('first:0'));
    await fillOutbox(test.database, notificationsFor(slack, 'second').slice(1, 2));
    await waitUntil(() => isSent('second:1'));
    await prisma.supervisorChannel.deleteMany();
  });

  it('sends a message to the second account of somebody who is gone from the first, and never to both', async () => {
    const { prisma } = test.database;
    const account = await prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[5] ?? '' } });
    const second = await prisma.account.create({
      data: {
        personId: account.personId,
        workspaceId: teams.workspaceId,
        externalId: 'second',
        rank: 1,
        conversation: { conversationId: 'second' },
      },
    });
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    platforms.slack.onSend(({ key }) =>
      key.endsWith(':5') ? { kind: 'refuse', error: new DeliveryError('unreachable', 'user_disabled') } : null,
    );
    await fillOutbox(test.database, [...notificationsFor(slack, 'first'), ...notificationsFor(slack, 'next')]);
    start(platforms);
    await waitUntil(async () => (await states(teams))['sent'] === 2);
    await waitUntil(async () => (await states(slack))['sent'] === 2 * PEOPLE - 2);
    expect(platforms.teams.delivered.map(({ key }) => key).sort()).toEqual(['first:5', 'next:5']);
    expect(platforms.slack.delivered.filter(({ key }) => key.endsWith(':5'))).toEqual([]);
    expect(await prisma.account.findUniqueOrThrow({ where: { id: account.id } })).toMatchObject({
      unreachableWhy: 'user_disabled',
    });
    expect(await prisma.notification.findUniqueOrThrow({ where: { key: 'first:5' } })).toMatchObject({
      accountId: second.id,
      state: 'sent',
      reason: null,
    });
    await prisma.account.delete({ where: { id: second.id } });
  });

  it('returns a message to the first account, which can be reached again since it was moved to the second', async () => {
    const { prisma } = test.database;
    const account = await prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[9] ?? '' } });
    const at = { personId: account.personId, workspaceId: teams.workspaceId, externalId: 'other', rank: 1 };
    const second = await prisma.account.create({ data: { ...at, conversation: { conversationId: 'other' } } });
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    platforms.teams.onSend(() => ({ kind: 'refuse', error: new DeliveryError('unreachable', 'gone') }));
    const [row] = notificationsFor(slack, 'back').slice(9, 10);
    if (!row) throw new Error('no row');
    await fillOutbox(test.database, [{ ...row, lane: teams.lane, to: { accountId: second.id } }]);
    start(platforms);
    const ended = () => prisma.notification.count({ where: { state: { in: ['sent', 'failed'] } } });
    await waitUntil(async () => (await ended()) === 1);
    expect(await states(slack)).toEqual({ sent: 1 });
    expect([platforms.slack.attempts(), platforms.teams.attempts()]).toEqual([1, 1]);
    await prisma.account.delete({ where: { id: second.id } });
  });

  it('gives up after the last account of somebody who is gone from all', async () => {
    const { prisma } = test.database;
    const account = await prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[6] ?? '' } });
    const second = await prisma.account.create({
      data: {
        personId: account.personId,
        workspaceId: teams.workspaceId,
        externalId: 'third',
        rank: 1,
        conversation: { conversationId: 'third' },
      },
    });
    const gone = () => ({ kind: 'refuse', error: new DeliveryError('unreachable', 'gone') }) as const;
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    platforms.slack.onSend(gone);
    platforms.teams.onSend(gone);
    await fillOutbox(test.database, notificationsFor(slack, 'nowhere').slice(6, 7));
    start(platforms);
    await waitUntil(async () => (await states(teams))['failed'] === 1);
    expect([platforms.slack.attempts(), platforms.teams.attempts()]).toEqual([1, 1]);
    await prisma.account.delete({ where: { id: second.id } });
  });

  it('tries what is written after somebody was given up once more, and clears the mark when it arrives', async () => {
    const { prisma } = test.database;
    const [back, gone] = [slack.accountIds[7] ?? '', slack.accountIds[8] ?? ''];
    const before = new Date(NOW.getTime() - 1_000);
    await prisma.account.updateMany({
      where: { id: { in: [back, gone] } },
      data: { unreachableSince: before, unreachableWhy: 'user_disabled' },
    });
    const platform = fakeChatPlatform('slack');
    platform.onSend(({ key }) =>
      key === 'once:8' ? { kind: 'refuse', error: new DeliveryError('unreachable', 'user_not_found') } : null,
    );
    await fillOutbox(test.database, notificationsFor(slack, 'once'));
    start({ slack: platform });
    await waitUntil(async () => (await states(slack))['sent'] === PEOPLE - 1 && (await states(slack))['failed'] === 1);
    expect(await prisma.account.findUniqueOrThrow({ where: { id: back } })).toMatchObject({
      unreachableSince: null,
      unreachableWhy: null,
    });
    const renewed = await prisma.account.findUniqueOrThrow({ where: { id: gone } });
    expect(renewed.unreachableWhy).toBe('user_not_found');
    expect(renewed.unreachableSince?.getTime()).toBeGreaterThan(before.getTime());
  });

  it('returns messages that it has only claimed when it stops, and another worker sends them', async () => {
    const platform = fakeChatPlatform('slack');
    const { inFlight } = LANE_OPTIONS.slack;
    let release = () => undefined as undefined;
    const held = new Promise<void>((resolve) => {
      release = () => {
        resolve();
        return undefined;
      };
    });
    platform.onSend((_message, attempt) => (attempt <= inFlight ? { kind: 'accept-late', until: held } : null));
    await fillOutbox(test.database, notificationsFor(slack, 'stop'));
    const first = startDelivery(test.database, queue, { slack: platform });
    await waitUntil(() => platform.attempts() === inFlight);
    const stopped = first.stop();
    release();
    await stopped;
    expect(await states(slack)).toEqual({ sent: inFlight, queued: PEOPLE - inFlight });
    start({ slack: platform });
    await waitUntil(() => allSent(slack));
    expect(platform.delivered).toHaveLength(PEOPLE);
  });
}

describe('delivery with the queue on PostgreSQL', () => describeDelivery('postgres'));

describeWithRedis('delivery with the queue on Redis', () => {
  beforeAll(async () => {
    const redis = new Redis(redisUrl ?? '');
    await redis.flushdb();
    redis.disconnect();
  });
  describeDelivery('redis');
});
