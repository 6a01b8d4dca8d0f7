import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore, insertNotifications } from '../../src/outbox/notification-store.ts';
import { outcomeOf } from '../../src/outbox/outcome.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor, statesOf, type TestWorkspace } from './fill-outbox.ts';

/** Longer than any test takes. */
const HOUR_MS = 3_600_000;

describe('the outbox in PostgreSQL', () => {
  let test: TestDatabase;
  let slack: TestWorkspace;
  const store = () => createNotificationStore(test.database);

  beforeAll(async () => {
    test = await createTestDatabase();
    slack = await createWorkspace(test.database, 'slack', 'T1', 30);
  });
  beforeEach(() => test.database.prisma.notification.deleteMany());
  afterAll(() => test.drop());

  async function claimOne() {
    await fillOutbox(test.database, notificationsFor(slack, 'one').slice(0, 1));
    const [claimed] = await store().claim(slack.lane, NOW, 1);
    if (!claimed) throw new Error('nothing was claimed');
    return claimed;
  }
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  const reload = (id: string) => test.database.prisma.notification.findUniqueOrThrow({ where: { id } });

  it('never makes a second row for the same cause', async () => {
    const rows = notificationsFor(slack, 'same');
    expect(await insertNotifications(test.database.prisma, rows, NOW)).toBe(30);
    expect(await insertNotifications(test.database.prisma, rows, NOW)).toBe(0);
    expect(await test.database.prisma.notification.count()).toBe(30);
  });

  it('writes nothing when the transaction that caused it fails', async () => {
    const failing = test.database.prisma.$transaction(async (transaction) => {
      await insertNotifications(transaction, notificationsFor(slack, 'undone'), NOW);
      throw new Error('the cause did not happen');
    });
    await expect(failing).rejects.toThrow('did not happen');
    expect(await test.database.prisma.notification.count()).toBe(0);
  });

  it('gives no two workers the same notification', async () => {
    await fillOutbox(test.database, notificationsFor(slack, 'claim'));
    const batches = await Promise.all(Array.from({ length: 10 }, () => store().claim(slack.lane, NOW, 5)));
    const ids = batches.flat().map((notification) => notification.id);
    expect(ids).toHaveLength(new Set(ids).size);
    expect(await statesOf(test.database, slack.lane)).toMatchObject({ sending: ids.length });
  });

  it('claims notifications with everything that is needed to send them', async () => {
    const claimed = await claimOne();
    expect(claimed).toMatchObject({
      key: 'one:0',
      kind: 'test',
      subject: '0',
      language: 'nl',
      to: { kind: 'person', workspace: 'T1', user: 'U0', conversation: { conversationId: 'C0' } },
      progress: { state: 'sending', attempts: 1, attemptedAt: NOW },
    });
  });

  it('records a batch without reading all waiting rows, also when the planner’s statistics are outdated', async () => {
    const { prisma } = test.database;
    await prisma.$executeRaw`ALTER TABLE "Notification" SET (autovacuum_enabled = false)`;
    await prisma.$executeRaw`
      INSERT INTO "Notification" (key, kind, subject, lane, "notBefore", "notAfter", "createdAt")
      SELECT 'before:' || i, 'test', i, 'slack:T0', ${NOW}, ${later(HOUR_MS)}, ${NOW} FROM generate_series(1, 3000) i`;
    await prisma.$executeRaw`UPDATE "Notification" SET state = 'sent', "sentAt" = ${NOW}, reference = key`;
    await prisma.$executeRaw`ANALYZE "Notification"`;
    await prisma.$executeRaw`UPDATE "Notification" SET state = 'queued', "sentAt" = NULL, reference = NULL`;
    await fillOutbox(test.database, notificationsFor(slack, 'batch'));
    const claimed = await store().claim(slack.lane, NOW, 30);
    const before = await rowsRead();
    await store().record(
      claimed.map((each) => outcomeOf(each, { kind: 'accepted', at: NOW, reference: each.key }, false)),
      NOW,
    );
    expect((await rowsRead()) - before).toBeLessThan(1_000);
    expect(await statesOf(test.database, slack.lane)).toEqual({ sent: 30 });
    await prisma.$executeRaw`ALTER TABLE "Notification" RESET (autovacuum_enabled)`;
  });

  /** The number of notifications read by finished statements. */
  async function rowsRead(): Promise<number> {
    const { prisma } = test.database;
    await prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
    const [read] = await prisma.$queryRaw<{ rows: bigint }[]>`
      SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_user_tables WHERE relname = 'Notification'`;
    return Number(read?.rows);
  }

  it('claims posts to a channel in the language of the channel', async () => {
    const channel = await test.database.prisma.supervisorChannel.create({
      data: { workspaceId: slack.workspaceId, externalId: 'C9', language: 'en' },
    });
    const rows = notificationsFor(slack, 'post', { to: { channelId: channel.id } }).slice(0, 1);
    await fillOutbox(test.database, rows);
    const [claimed] = await store().claim(slack.lane, NOW, 1);
    expect(claimed).toMatchObject({ language: 'en', to: { kind: 'channel', workspace: 'T1', channel: 'C9' } });
  });

  it('claims nothing too early, too late, or of another lane', async () => {
    await fillOutbox(test.database, notificationsFor(slack, 'early', { notBefore: later(1) }));
    await fillOutbox(test.database, notificationsFor(slack, 'late', { notAfter: NOW }));
    await fillOutbox(test.database, notificationsFor(slack, 'other', { lane: 'slack:T2' }));
    expect(await store().claim(slack.lane, NOW, 100)).toEqual([]);
  });

  it('expires what is too late, and nothing else', async () => {
    await fillOutbox(test.database, notificationsFor(slack, 'late', { notAfter: NOW }));
    await fillOutbox(test.database, notificationsFor(slack, 'in-time', { notAfter: later(1) }));
    expect(await store().expire(NOW)).toBe(30);
    expect(await statesOf(test.database, slack.lane)).toEqual({ expired: 30, queued: 30 });
  });

  it('records an outcome with its time and reference', async () => {
    const claimed = await claimOne();
    await store().record(
      [outcomeOf(claimed, { kind: 'accepted', at: later(7), reference: 'D1:1.2' }, false)],
      later(9),
    );
    expect(await reload(claimed.id)).toMatchObject({ state: 'sent', sentAt: later(7), reference: 'D1:1.2' });
  });

  it('ignores the outcome of an attempt that another has followed', async () => {
    const first = await claimOne();
    await store().record([outcomeOf(first, { kind: 'handed-back', until: null }, false)], NOW);
    await store().claim(slack.lane, NOW, 1);
    // Recorded twice, as after a cut connection.
    await store().record([outcomeOf(first, { kind: 'handed-back', until: null }, false)], NOW);
    await store().record([outcomeOf(first, { kind: 'refused', reason: 'old_news' }, false)], NOW);
    expect(await reload(first.id)).toMatchObject({ state: 'sending', attempts: 2, reason: null });
  });

  it('accepts the news that it was sent from any attempt, once', async () => {
    const first = await claimOne();
    await store().record([outcomeOf(first, { kind: 'not-found' }, false)], NOW);
    await store().record([outcomeOf(first, { kind: 'accepted', at: later(1), reference: 'first' }, false)], NOW);
    await store().record([outcomeOf(first, { kind: 'accepted', at: later(2), reference: 'second' }, false)], NOW);
    expect(await reload(first.id)).toMatchObject({ state: 'sent', reference: 'first' });
  });

  it('keeps the doubt when an old attempt turns out to have been sent', async () => {
    const first = await claimOne();
    await store().record([outcomeOf(first, { kind: 'cannot-tell', until: NOW }, false)], NOW);
    await store().claim(slack.lane, NOW, 1);
    await store().record([outcomeOf(first, { kind: 'accepted', at: later(1), reference: 'first' }, false)], NOW);
    expect(await reload(first.id)).toMatchObject({ state: 'sent', reference: 'first', attempts: 2, inDoubt: 1 });
  });

  it('marks the person unreachable with the message that showed it', async () => {
    const claimed = await claimOne();
    await store().record([outcomeOf(claimed, { kind: 'refused', reason: 'account_inactive' }, true)], later(5));
    const account = await test.database.prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[0] ?? '' } });
    expect(account).toMatchObject({ unreachableSince: later(5), unreachableWhy: 'account_inactive' });
    await fillOutbox(test.database, notificationsFor(slack, 'next').slice(0, 1));
    expect(await store().claim(slack.lane, NOW, 1)).toMatchObject([{ to: null }]);
    await test.database.prisma.account.updateMany({ data: { unreachableSince: null, unreachableWhy: null } });
  });

  it('shows lost attempts once they are old enough, without those under way', async () => {
    await fillOutbox(test.database, notificationsFor(slack, 'lost').slice(0, 3));
    const claimed = await store().claim(slack.lane, NOW, 3);
    const mine = claimed.slice(0, 1).map((notification) => notification.id);
    expect(await store().lostSight(slack.lane, NOW, [], 10)).toEqual([]);
    expect(await store().lostSight(slack.lane, later(1), mine, 10)).toHaveLength(2);
  });
});

describe('lanes in PostgreSQL', () => {
  let test: TestDatabase;
  let slack: TestWorkspace;
  let teams: TestWorkspace;
  const lanes = () => createLaneStore(test.database.prisma);
  const settled = { slack: NOW, teams: NOW };
  const due = async () => (await lanes().due(NOW, settled)).map(({ lane }) => lane);
  const leaseIsOver = async () =>
    (await test.database.prisma.$queryRaw<unknown[]>`SELECT FROM "Lane" WHERE "leaseUntil" <= clock_timestamp()`)
      .length === 1;
  const fresh = { restMs: 0, works: false, failures: 0, refusals: 0, refusedWhy: null, readBackInMs: 0 };

  beforeAll(async () => {
    test = await createTestDatabase();
    slack = await createWorkspace(test.database, 'slack', 'T1', 2);
    teams = await createWorkspace(test.database, 'teams', 'tenant-1', 2);
    await fillOutbox(test.database, [...notificationsFor(slack, 's'), ...notificationsFor(teams, 't')]);
  });
  beforeEach(() => test.database.prisma.lane.deleteMany());
  afterAll(() => test.drop());

  it('gives a lane to one worker at a time', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => lanes().acquire(slack.lane, owner, HOUR_MS)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  it('does not give a worker the lane twice', async () => {
    expect(await lanes().acquire(slack.lane, 'a', HOUR_MS)).not.toBeNull();
    expect(await lanes().acquire(slack.lane, 'a', HOUR_MS)).toBeNull();
  });

  it('gives the lane of a dead worker to another when its lease has expired', async () => {
    const first = await lanes().acquire(slack.lane, 'a', 1);
    await waitUntil(leaseIsOver);
    const second = await lanes().acquire(slack.lane, 'b', HOUR_MS);
    expect(second).toMatchObject({ owner: 'b', epoch: (first?.epoch ?? 0) + 1 });
    expect(first && (await lanes().renew(first, HOUR_MS))).toBe(false);
    expect(second && (await lanes().renew(second, HOUR_MS))).toBe(true);
  });

  it('lets the last owner take it back at once, and another after the cool-down', async () => {
    const first = await lanes().acquire(slack.lane, 'a', HOUR_MS);
    if (first) await lanes().release(first, fresh, HOUR_MS);
    expect(await lanes().acquire(slack.lane, 'b', HOUR_MS)).toBeNull();
    const again = await lanes().acquire(slack.lane, 'a', HOUR_MS);
    expect(again).not.toBeNull();
    if (again) await lanes().release(again, fresh, 0);
    // The database rounds to milliseconds, so the end of a lease may be half a millisecond ahead.
    await waitUntil(leaseIsOver);
    expect(await lanes().acquire(slack.lane, 'b', HOUR_MS)).not.toBeNull();
  });

  it('tells when a lane that was released a moment ago may be taken', async () => {
    const first = await lanes().acquire(slack.lane, 'a', HOUR_MS);
    expect(await lanes().coolDownMs(slack.lane)).toBe(0);
    if (first) await lanes().release(first, fresh, HOUR_MS);
    // A moment in its place would be rounded to milliseconds, and may lie ahead by half of one.
    expect(await test.database.prisma.lane.findFirst()).toMatchObject({ resumeAt: null });
    const ms = await lanes().coolDownMs(slack.lane);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(HOUR_MS);
  });

  it('remembers the rest that a platform asked for, and passes it on to the next owner', async () => {
    const first = await lanes().acquire(slack.lane, 'a', HOUR_MS);
    if (first) await lanes().release(first, { ...fresh, restMs: HOUR_MS, failures: 4, readBackInMs: HOUR_MS }, 0);
    expect(await lanes().acquire(slack.lane, 'a', HOUR_MS)).toBeNull();
    expect(await due()).toEqual([teams.lane]);
    await test.database.prisma.lane.updateMany({ data: { resumeAt: null } });
    const next = await lanes().acquire(slack.lane, 'b', HOUR_MS);
    expect(next?.failures).toBe(4);
    expect(next?.readBackInMs).toBeGreaterThan(HOUR_MS / 2);
  });

  it('finds the lanes that have something due and that nobody drains', async () => {
    expect(await due()).toEqual([slack.lane, teams.lane]);
    await lanes().acquire(slack.lane, 'a', HOUR_MS);
    expect(await due()).toEqual([teams.lane]);
    expect(await lanes().due(new Date(NOW.getTime() - 1), settled)).toEqual([]);
  });

  it('finds a lane with nothing but an attempt to read back, when that may be asked', async () => {
    const { prisma } = test.database;
    await prisma.notification.updateMany({ where: { lane: slack.lane }, data: { state: 'sending', attemptedAt: NOW } });
    expect(await due()).toEqual([teams.lane]);
    const later = { slack: new Date(NOW.getTime() + 1), teams: NOW };
    expect((await lanes().due(NOW, later)).map(({ lane }) => lane)).toEqual([slack.lane, teams.lane]);
    const lease = await lanes().acquire(slack.lane, 'a', HOUR_MS);
    if (lease) await lanes().release(lease, { ...fresh, readBackInMs: HOUR_MS }, 0);
    expect((await lanes().due(NOW, later)).map(({ lane }) => lane)).toEqual([teams.lane]);
    await prisma.notification.updateMany({ where: { lane: slack.lane }, data: { state: 'queued', attemptedAt: null } });
  });

  it('leaves a workspace alone until it is reconnected', async () => {
    await test.database.prisma.workspace.updateMany({ where: { platform: 'teams' }, data: { state: 'reconnect' } });
    expect(await due()).toEqual([slack.lane]);
    expect(await lanes().acquire(teams.lane, 'a', HOUR_MS)).toBeNull();
    await test.database.prisma.workspace.updateMany({ data: { state: 'active' } });
    expect(await due()).toEqual([slack.lane, teams.lane]);
  });
});
