import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryError } from '../../src/chat/platform.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { startDelivery, testClock } from '../outbox/delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf, type TestWorkspace } from '../outbox/fill-outbox.ts';
import { waitUntil } from '../wait-until.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

const TENANT = 'aaaaaaaa-1111-4222-8333-444444444444';

let test: TestDatabase;
let commands: CommandRunner;
let slack: TestWorkspace;
let teams: TestWorkspace;

beforeAll(async () => {
  test = await createTestDatabase();
  slack = await createWorkspace(test.database, 'slack', 'T0001', 4);
  teams = await createWorkspace(test.database, 'teams', TENANT, 4);
});
beforeEach(async () => {
  const { prisma } = test.database;
  await prisma.notification.deleteMany();
  await prisma.lane.deleteMany();
  await prisma.account.updateMany({ data: { unreachableSince: null, unreachableWhy: null } });
  commands = createCommandRunner(test);
  commands.settings.now = testClock();
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const account = (index: number) =>
  test.database.prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[index] ?? '' } });

describe('queue retry', () => {
  it('sends again what was given up because nobody could be reached', async () => {
    const platform = fakeChatPlatform('slack');
    let gone = true;
    platform.onSend(({ key }) =>
      gone && key === 'retry:2' ? { kind: 'refuse', error: new DeliveryError('unreachable', 'user_disabled') } : null,
    );
    await fillOutbox(test.database, notificationsFor(slack, 'retry'));
    const worker = startDelivery(test.database, { kind: 'postgres', url: test.url }, { slack: platform });
    try {
      await waitUntil(async () => (await statesOf(test.database, slack.lane))['failed'] === 1);
      await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === 3);
      expect(await account(2)).toMatchObject({ unreachableWhy: 'user_disabled' });
      gone = false;
      expect((await commands.run('queue', 'retry', '--all')).out).toBe('1 queued again.\n');
      await waitUntil(async () => (await statesOf(test.database, slack.lane))['sent'] === 4);
      expect(await account(2)).toMatchObject({ unreachableSince: null, unreachableWhy: null });
    } finally {
      await worker.stop();
    }
  });
});

describe('import people', () => {
  it('marks the people in the file as reachable, and sends again what they missed', async () => {
    const { prisma } = test.database;
    const marked = { unreachableSince: commands.settings.now, unreachableWhy: 'user_disabled' };
    await prisma.account.updateMany({ where: { id: { in: [...slack.accountIds] } }, data: marked });
    await fillOutbox(test.database, notificationsFor(slack, 'invite', { kind: 'invitation' }).slice(0, 2));
    await prisma.notification.updateMany({ data: { state: 'failed', reason: 'user_disabled', attempts: 1 } });
    await prisma.account.update({ where: { id: slack.accountIds[0] ?? '' }, data: { externalId: 'U0000001' } });
    const file = commands.file('people.csv', [
      'person,role,name,school,circle,cluster,platform,workspace,user,language',
      'slack-T0001-0,teacher,Test,School,Kring,,slack,T0001,U0000001,nl',
    ]);
    const imported = await commands.run('import', 'people', file);
    expect(imported.err).toBe('');
    expect(imported.out).toContain('Accounts that had been given up, and are tried once more: 1.');
    expect(await account(0)).toMatchObject({ unreachableSince: null });
    expect(await account(1)).toMatchObject({ unreachableWhy: 'user_disabled' });
    const rows = await prisma.notification.findMany({ orderBy: { key: 'asc' } });
    expect(rows.map(({ state }) => state)).toEqual(['queued', 'failed']);
    expect((await commands.run('import', 'people', file)).out).not.toContain('given up');
  });
});

describe('a lane that rests because its workspace does not let us write', () => {
  beforeEach(async () => {
    const { prisma } = test.database;
    await fillOutbox(test.database, [...notificationsFor(teams, 'barred'), ...notificationsFor(slack, 'barred-too')]);
    const later = new Date(commands.settings.now.getTime() + 3_600_000);
    await prisma.notification.updateMany({ data: { reason: 'BotDisabledByAdmin', notBefore: later } });
    for (const name of [teams.lane, slack.lane]) {
      const barred = { refusals: 5, refusedWhy: 'BotDisabledByAdmin', resumeAt: new Date(Date.now() + 3_600_000) };
      await prisma.lane.create({ data: { name, ...barred } });
    }
  });
  const lanes = () => test.database.prisma.lane.findMany({ where: { resumeAt: null }, select: { name: true } });
  const due = (lane: string) =>
    test.database.prisma.notification.count({ where: { lane, notBefore: { lte: commands.settings.now } } });

  it('is tried at once when the tenant is allowed', async () => {
    expect((await commands.run('teams', 'allow', TENANT)).code).toBe(0);
    expect(await lanes()).toEqual([{ name: teams.lane }]);
    expect([await due(teams.lane), await due(slack.lane)]).toEqual([4, 0]);
  });

  it('need not rest: people whom the tenant alone kept from the app are tried at once too, and messages that wait for a good moment keep waiting', async () => {
    const { prisma } = test.database;
    await prisma.lane.deleteMany();
    const later = new Date(commands.settings.now.getTime() + 12 * 3_600_000);
    await prisma.notification.update({ where: { key: 'barred:1' }, data: { notBefore: later } });
    expect((await commands.run('teams', 'allow', TENANT)).code).toBe(0);
    expect([await due(teams.lane), await due(slack.lane)]).toEqual([3, 0]);
  });

  it('is tried at once when the workspace is connected', async () => {
    commands.settings.slackTokens.set('xoxb-1', { teamId: 'T0001', teamName: 'Test', botUserId: 'U9' });
    commands.settings.stdin = 'xoxb-1';
    expect((await commands.run('slack', 'add')).code).toBe(0);
    expect(await lanes()).toEqual([{ name: slack.lane }]);
    expect([await due(teams.lane), await due(slack.lane)]).toEqual([0, 4]);
  });
});
