import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startPolsslag } from '../../src/app/start.ts';
import type { PlatformName } from '../../src/chat/address.ts';
import { planCheckIns } from '../../src/features/check-in/plan-check-ins.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import { notifyPeople } from '../../src/outbox/notify-people.ts';
import { servePlatforms } from '../../src/outbox/served-platforms.ts';
import { listPeople } from '../../src/people/people-list.ts';
import { configOf, connectionsOf } from '../../tools/bench/process-options.ts';
import { openForcedFeatures } from '../app/chat-user-driver.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../fixtures/partnership.ts';
import { SETTINGS } from '../fixtures/settings.ts';
import { waitUntil } from '../wait-until.ts';

/** The Monday of week 47, 10:00 in Amsterdam: the check-ins are planned, and wait for Tuesday 15:30. */
const MONDAY = new Date('2026-11-16T09:00:00Z');
const NEXT_MONDAY = new Date('2026-11-23T09:00:00Z');
const LATER = new Date('2026-12-24T09:00:00Z');
const MINUTE_MS = 60_000;
const LONG_MS = 10 * MINUTE_MS;

let test: TestDatabase;
let features: Awaited<ReturnType<typeof openForcedFeatures>>;
let teachers: readonly TestTeacher[];
const prisma = () => test.database.prisma;
/** This teacher has an account on both platforms, Slack's first; the other one only on Slack. */
const both = () => teachers[0]?.id ?? '';
const slackOnly = () => teachers[1]?.id ?? '';

beforeAll(async () => {
  test = await createTestDatabase();
  features = await openForcedFeatures(test, () => MONDAY);
});
beforeEach(async () => {
  await test.empty();
  teachers = await addPartnership(test.database, { Noord: 2 }, MONDAY);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  await prisma().account.create({
    data: { personId: both(), workspaceId, externalId: 'A', rank: 1, conversation: { conversationId: 'a' } },
  });
});
afterAll(() => test.drop());

const plan = (now: Date) =>
  planCheckIns(
    { database: test.database, instruments: features.instruments, settings: SETTINGS, random: Math.random },
    now,
  );
const lanesOf = async (personId: string) => {
  const rows = await prisma().notification.findMany({
    where: { account: { personId } },
    orderBy: { createdAt: 'asc' },
    include: { account: { include: { workspace: true } } },
  });
  return rows.map(({ lane, account }) => {
    expect(lane).toBe(`${account?.workspace.platform}:${account?.workspace.externalId}`);
    return lane;
  });
};
const SLACK = `slack:${TEAM}`;
const TEAMS = `teams:${TENANT}`;

/** As if no worker has sent to a platform for this long. */
async function silentFor(platform: PlatformName, ms: number): Promise<void> {
  const servedAt = new Date(Date.now() - ms);
  await prisma().servedPlatform.upsert({
    where: { platform },
    create: { platform, servedAt },
    update: { servedAt },
  });
}

/** A worker that has recorded itself every minute for this long. @param heldUpMs how long ago it did so last */
const watched = (ms: number, heldUpMs = MINUTE_MS) => ({
  since: new Date(Date.now() - ms),
  last: new Date(Date.now() - heldUpMs),
});

async function switchOffSlack(): Promise<void> {
  await silentFor('slack', LONG_MS);
  await servePlatforms(prisma(), ['teams'], watched(LONG_MS));
}

describe('a platform that no worker sends to any more', () => {
  it('moves waiting messages to the other account of their people, and keeps those of people without one', async () => {
    await plan(MONDAY);
    expect([await lanesOf(both()), await lanesOf(slackOnly())]).toEqual([[SLACK], [SLACK]]);
    await switchOffSlack();
    expect([await lanesOf(both()), await lanesOf(slackOnly())]).toEqual([[TEAMS], [SLACK]]);
  });

  it('keeps there what may have arrived', async () => {
    await plan(MONDAY);
    await prisma().notification.updateMany({ data: { inDoubt: 1 } });
    await switchOffSlack();
    expect(await lanesOf(both())).toEqual([SLACK]);
  });

  it('gets no new plans, and messages wait there only for people without another account', async () => {
    await switchOffSlack();
    expect(await plan(MONDAY)).toBe(1);
    expect([await lanesOf(both()), await lanesOf(slackOnly())]).toEqual([[TEAMS], []]);
    const to = [both(), slackOnly()].map((personId) => ({ personId, subject: personId }));
    await prisma().$transaction((transaction) =>
      notifyPeople(transaction, { kind: 'test', to, notAfter: LATER }, NEXT_MONDAY),
    );
    expect([await lanesOf(both()), await lanesOf(slackOnly())]).toEqual([[TEAMS, TEAMS], [SLACK]]);
  });

  it('is reported by the list of people for those who have no other account', async () => {
    await switchOffSlack();
    const people = await listPeople(prisma());
    expect(people.map(({ platform, hindrance }) => [platform, hindrance])).toEqual([
      ['teams', null],
      ['slack', 'platform-off'],
    ]);
  });

  it('does not hold up the other platform', async () => {
    const to = [{ personId: both(), subject: 'stuck' }];
    const say = (unasked: 1 | 2 | 3) =>
      prisma().$transaction((transaction) =>
        notifyPeople(transaction, { kind: `urgent-${unasked}`, to, notAfter: LATER, unasked }, MONDAY),
      );
    await say(2);
    await prisma().notification.updateMany({ data: { inDoubt: 1 } });
    await switchOffSlack();
    await say(3);
    const claimed = await createNotificationStore(test.database).claim(TEAMS, MONDAY, 10);
    expect(claimed.map(({ kind }) => kind)).toEqual(['urgent-3']);
    const never = { slack: MONDAY, teams: MONDAY };
    expect((await createLaneStore(prisma()).due(MONDAY, never)).map(({ lane }) => lane)).toEqual([]);
  });

  it('moves what is postponed there while it is off', async () => {
    await switchOffSlack();
    await plan(MONDAY);
    const before = await prisma().account.findFirstOrThrow({ where: { personId: both(), rank: 0 } });
    await prisma().notification.updateMany({ data: { accountId: before.id, lane: SLACK } });
    await servePlatforms(prisma(), ['teams'], watched(LONG_MS));
    expect(await lanesOf(both())).toEqual([TEAMS]);
  });

  it('is used again when a worker sends there again: for waiting and new messages', async () => {
    await switchOffSlack();
    await plan(MONDAY);
    await servePlatforms(prisma(), ['slack', 'teams'], null);
    expect(await lanesOf(both())).toEqual([SLACK]);
    expect(await plan(NEXT_MONDAY)).toBe(2);
    expect([await lanesOf(both()), await lanesOf(slackOnly())]).toEqual([[SLACK, SLACK], [SLACK]]);
  });
});

describe('a worker', () => {
  it('records which platforms it sends to, and nothing about the others', async () => {
    await silentFor('slack', LONG_MS);
    await silentFor('teams', LONG_MS);
    const setting = { databaseUrl: test.url, redisUrl: '', slackUrl: 'http://127.0.0.1:1' };
    const running = await startPolsslag(
      { ...configOf(setting), redisUrls: [] },
      { role: 'worker', connections: connectionsOf(setting), log: pino({ level: 'silent' }) },
    );
    try {
      const silentMs = async (platform: PlatformName) =>
        Date.now() - (await prisma().servedPlatform.findUniqueOrThrow({ where: { platform } })).servedAt.getTime();
      await waitUntil(async () => (await silentMs('slack')) < MINUTE_MS);
      expect(await silentMs('teams')).toBeGreaterThanOrEqual(LONG_MS);
    } finally {
      await running.stop();
    }
  });
});

describe('a platform that some worker sends to', () => {
  const off = async () => (await prisma().servedPlatform.findMany({ where: { offSince: { not: null } } })).length;

  it('is on as long as one says so, whatever the others are set to', async () => {
    await silentFor('slack', LONG_MS);
    await servePlatforms(prisma(), ['slack'], watched(LONG_MS));
    await servePlatforms(prisma(), ['teams'], watched(LONG_MS));
    expect(await off()).toBe(0);
  });

  it('does not count as off before a restart has had its time, nor at the first start of this version', async () => {
    await servePlatforms(prisma(), ['teams'], watched(LONG_MS));
    expect(await off()).toBe(0);
    await silentFor('slack', 4 * MINUTE_MS);
    await servePlatforms(prisma(), ['teams'], watched(LONG_MS));
    expect(await off()).toBe(0);
  });

  it('is not counted as off by a worker that has just started after an outage of all workers', async () => {
    await silentFor('slack', LONG_MS);
    await silentFor('teams', LONG_MS);
    await servePlatforms(prisma(), ['teams'], null);
    expect(await off()).toBe(0);
    await servePlatforms(prisma(), ['teams'], watched(5 * MINUTE_MS));
    expect(await off()).toBe(1);
  });

  it('is not counted as off by a worker that was delayed by an outage of the database or a jump of its clock', async () => {
    for (const heldUpMs of [LONG_MS, -LONG_MS]) {
      await silentFor('slack', LONG_MS);
      const watch = await servePlatforms(prisma(), ['teams'], watched(2 * LONG_MS, heldUpMs));
      expect(await off()).toBe(0);
      await servePlatforms(prisma(), ['teams'], watch);
      expect(await off()).toBe(0);
    }
  });
});
