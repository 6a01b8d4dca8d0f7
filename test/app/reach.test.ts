import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { answerOnce, newestMessageJson } from '../../playground/actors.ts';
import { type DemoPerson, TEAMS_TENANT } from '../../playground/partnership.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { wakeLane } from '../../src/database/workspace-store.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';

const LANE = `teams:${TEAMS_TENANT.tenant}`;

let test: TestDemo;

beforeAll(async () => {
  test = await startTestDemo();
  // People who have not consented are invited first: otherwise the refusal could hit them, if everybody were asked at
  // once.
  await test.demo.running.background.scheduler.runNow('invitations');
  const invitations = () => database().prisma.notification.findMany({ where: { kind: 'invitation' } });
  await waitUntil(async () => {
    const states = (await invitations()).map(({ state }) => state);
    return states.length > 0 && states.every((state) => state === 'sent');
  });
});
afterAll(() => test.close());

const database = () => test.demo.running.foundation.database;
const look = (teacher: DemoPerson) => newestMessageJson(test.demo.simulators, teacher);
const accountOf = ({ user }: DemoPerson) => database().prisma.account.findFirstOrThrow({ where: { externalId: user } });
const messageOf = ({ key }: DemoPerson) =>
  database().prisma.notification.findFirstOrThrow({ where: { kind: 'check-in', account: { person: { key } } } });

async function refused(reason: string): Promise<DemoPerson> {
  const account = await database().prisma.account.findFirstOrThrow({
    where: { unreachableWhy: reason },
    include: { person: true },
  });
  const teacher = test.demo.teachers.find(({ key }) => key === account.person.key);
  if (!teacher) throw new Error('no such teacher');
  return teacher;
}

describe('one refusal', () => {
  it('of a person on Slack or on Teams marks only that person', async () => {
    const { slack, teams } = test.demo.simulators;
    slack.fail('chat.postMessage', { error: 'user_disabled', times: 1 });
    teams.fail('send', { status: 403, code: 'ConversationBlockedByUser', times: 1 });
    await test.demo.toNextCheckIn();
    expect(await database().prisma.account.count({ where: { unreachableSince: { not: null } } })).toBe(2);
    for (const reason of ['user_disabled', 'ConversationBlockedByUser']) {
      expect(await messageOf(await refused(reason))).toMatchObject({ state: 'failed', reason });
    }
  });

  it('is cleared on Slack when the person opens the home page', async () => {
    const teacher = await refused('user_disabled');
    await test.demo.simulators.slack.openHome({ team: teacher.workspace, user: teacher.user });
    await waitUntil(() => look(teacher).includes('Vraag 1 van 3') || look(teacher).includes('Question 1 of 3'));
    expect(await accountOf(teacher)).toMatchObject({ unreachableSince: null, unreachableWhy: null });
    await waitUntil(async () => (await messageOf(teacher)).state === 'sent');
  });

  it('is cleared on Teams when the person types a word', async () => {
    const teacher = await refused('ConversationBlockedByUser');
    const { workspace: tenant, user } = teacher;
    await test.demo.simulators.teams.typeMessage({ tenant, user }, 'hulp');
    await waitUntil(async () => (await messageOf(teacher)).state === 'sent');
    expect(await accountOf(teacher)).toMatchObject({ unreachableSince: null });
  });

  it.each(['slack', 'teams'] as const)('is made good on %s by a tap', async (platform) => {
    const teacher = test.demo.teachers.find((one) => one.platform === platform);
    if (!teacher) throw new Error('no such teacher');
    const { id } = await accountOf(teacher);
    const mark = { unreachableSince: new Date(0), unreachableWhy: 'gone' };
    await database().prisma.account.update({ where: { id }, data: mark });
    expect((await answerOnce(test.demo.simulators, teacher, () => 3))?.status).toBe(200);
    await waitUntil(async () => (await accountOf(teacher)).unreachableSince === null);
  });
});

describe('the way to write to somebody on Teams', () => {
  it('is learnt from a tap: where the app was added again without notice, and where Teams has moved to another address', async () => {
    const teacher = test.demo.teachers.find((one) => one.platform === 'teams');
    if (!teacher) throw new Error('no such teacher');
    const { id, conversation } = await accountOf(teacher);
    const serviceUrl = 'http://127.0.0.1:9/before';
    const before = { ...z.record(z.string(), z.string()).parse(conversation), serviceUrl };
    const tap = () => answerOnce(test.demo.simulators, teacher, () => 3);
    for (const data of [
      { unreachableSince: new Date(0), unreachableWhy: 'app_removed', conversation: Prisma.DbNull },
      { conversation: before },
    ]) {
      await database().prisma.account.update({ where: { id }, data });
      expect((await tap())?.status).toBe(200);
      await waitUntil(async () => {
        const account = await accountOf(teacher);
        return (
          account.unreachableSince === null && JSON.stringify(account.conversation) === JSON.stringify(conversation)
        );
      });
    }
  });
});

describe('a tenant that keeps the app out', () => {
  it('marks nobody as unreachable: its lane rests, and everybody is asked once it lets the app in', async () => {
    const { prisma } = database();
    const { clock, simulators, running } = test.demo;
    const failed = await prisma.notification.count({ where: { state: 'failed' } });
    await test.demo.toNextMonday();
    simulators.teams.fail('send', {
      status: 403,
      code: 'BotDisabledByAdmin',
      tenant: TEAMS_TENANT.tenant,
      times: 10_000,
    });
    // From Monday 08:00 to Tuesday 15:30.
    clock.moveTo(new Date(clock.now().getTime() + 31.5 * 3_600_000));
    await running.background.scheduler.runNow('check-ins');
    const lane = () => prisma.lane.findUnique({ where: { name: LANE } });
    await waitUntil(async () => ((await lane())?.refusals ?? 0) >= 3);
    const waiting = { lane: LANE, kind: 'check-in', state: 'queued' } as const;
    await waitUntil(async () => (await prisma.notification.count({ where: waiting })) === 11);
    expect(await lane()).toMatchObject({ refusedWhy: 'BotDisabledByAdmin' });
    expect(await prisma.account.count({ where: { unreachableSince: { not: null } } })).toBe(0);
    expect(await prisma.notification.count({ where: { state: 'failed' } })).toBe(failed);

    simulators.teams.clearFaults();
    // Does what polsslag teams allow does for a tenant that is allowed already.
    await wakeLane(prisma, LANE, clock.now());
    // A claimed message has not arrived yet: on a slow machine it is still being sent.
    const left = {
      lane: LANE,
      kind: 'check-in',
      NOT: { state: { in: ['sent', 'failed', 'expired'] } },
    } satisfies Prisma.NotificationWhereInput;
    await waitUntil(async () => (await prisma.notification.count({ where: left })) === 0);
    const teacher = test.demo.teachers.find(({ platform }) => platform === 'teams');
    expect(teacher && look(teacher)).toMatch(/Vraag 1 van 3|Question 1 of 3/);
  });
});
