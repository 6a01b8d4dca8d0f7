import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkspaceAccess } from '../../src/database/workspace-access.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import { seal, unseal } from '../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor } from '../outbox/fill-outbox.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.database.prisma.$executeRaw`TRUNCATE "Workspace" CASCADE`;
  commands = createCommandRunner(test);
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const TENANT = 'AAAAAAAA-1111-2222-3333-444444444444';
const TOKEN = 'xoxb-1-2-verySecret';

async function addSlack() {
  commands.settings.slackTokens.set(TOKEN, { teamId: 'T0001', teamName: 'Scholen Zuid', botUserId: 'U0BOT' });
  commands.settings.stdin = `${TOKEN}\n`;
  return commands.run('slack', 'add');
}

describe('slack add', () => {
  it('stores the token sealed, and shows it nowhere', async () => {
    const result = await addSlack();
    expect(result).toEqual({ code: 0, out: 'Slack workspace T0001 (Scholen Zuid) is connected.\n', err: '' });
    const stored = await test.database.prisma.workspace.findFirst();
    expect(stored).toMatchObject({
      platform: 'slack',
      externalId: 'T0001',
      name: 'Scholen Zuid',
      botUser: 'U0BOT',
      state: 'active',
    });
    expect(stored?.sealedToken).not.toContain('verySecret');
    expect(unseal(stored?.sealedToken ?? '', commands.settings.keys)).toBe(TOKEN);
  });

  it('warns that nothing is sent there while the platform is switched off, and still connects it', async () => {
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'teams' };
    const off =
      'Slack is switched off by POLSSLAG_PLATFORMS, so nothing goes to its people until slack is added to it.\n';
    expect((await addSlack()).out).toBe(`Slack workspace T0001 (Scholen Zuid) is connected.\n${off}`);
    expect((await commands.run('teams', 'allow', TENANT)).out).not.toContain('switched off');
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'slack' };
    expect((await commands.run('teams', 'allow', TENANT)).out).toContain(
      'Teams is switched off by POLSSLAG_PLATFORMS, so nothing goes to its people until teams is added to it.\n',
    );
    const channel = ['--platform', 'teams', '--workspace', TENANT, '--channel', '19:a@thread.tacv2'];
    expect((await commands.run('channel', 'add', ...channel)).out).toContain('so nothing goes to it until teams');
    expect((await addSlack()).out).not.toContain('switched off');
  });

  it('reconnects a workspace that an import added or Slack refused', async () => {
    await test.database.prisma.workspace.create({
      data: { platform: 'slack', externalId: 'T0001', name: 'T0001', state: 'reconnect' },
    });
    expect((await commands.run('slack', 'list')).out).toBe('T0001  T0001  not connected  0 people  0 channels\n');
    expect((await addSlack()).out).toContain('is connected again.');
    expect((await commands.run('slack', 'list')).out).toBe('T0001  Scholen Zuid  connected  0 people  0 channels\n');
    const listed = await commands.run('slack', 'list', '--json');
    expect(JSON.parse(listed.out)).toEqual([
      { platform: 'slack', workspace: 'T0001', name: 'Scholen Zuid', connected: true, accounts: 0, channels: 0 },
    ]);
  });

  it.each([
    ['', 'There is nothing on standard input'],
    ['xoxp-1-2-geheim', 'Standard input is not a bot token'],
    ['xoxb-1 xoxb-2', 'Standard input is not a bot token'],
    ['xoxb-geheim-refused', 'Slack refuses the token (invalid_auth).'],
    [`xoxb-${'a'.repeat(5_000)}`, 'Standard input is not a bot token'],
  ])('refuses %.20s, without repeating it', async (stdin, message) => {
    commands.settings.stdin = stdin;
    const { code, out, err } = await commands.run('slack', 'add');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('geheim');
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await test.database.prisma.workspace.count()).toBe(0);
  });
});

describe('teams allow', () => {
  it('lets a tenant in, once, whatever the spelling of its GUID', async () => {
    const id = TENANT.toLowerCase();
    expect(await commands.run('teams', 'allow', TENANT, '--name', 'Bestuur Noord')).toEqual({
      code: 0,
      out: `Teams tenant ${id} is allowed.\n`,
      err: '',
    });
    expect((await commands.run('teams', 'allow', id)).out).toBe(`Teams tenant ${id} is allowed already.\n`);
    expect((await commands.run('teams', 'list')).out).toBe(`${id}  Bestuur Noord  allowed  0 people  0 channels\n`);
  });

  it('lets in a tenant that an import added', async () => {
    const externalId = TENANT.toLowerCase();
    await test.database.prisma.workspace.create({
      data: { platform: 'teams', externalId, name: externalId, state: 'reconnect' },
    });
    expect((await commands.run('teams', 'list')).out).toContain('not allowed');
    await commands.run('teams', 'allow', TENANT);
    expect(await test.database.prisma.workspace.findMany()).toMatchObject([{ externalId, state: 'active' }]);
  });

  it('refuses what is no GUID', async () => {
    expect(await commands.run('teams', 'allow', 'school.onmicrosoft.com')).toEqual({
      code: 2,
      out: '',
      err: 'tenant must be a GUID, as 00000000-0000-0000-0000-000000000000.\n',
    });
  });

  it.each([
    ['Bestuur\u0000', '--name must be a text of at most 200 characters.\n'],
    ['x'.repeat(201), '--name must be a text of at most 200 characters.\n'],
    [' ', '--name is empty: what to call it here.\n'],
  ])('refuses a name that is none', async (name, err) => {
    expect(await commands.run('teams', 'allow', TENANT, '--name', name)).toEqual({
      code: 2,
      out: '',
      err,
    });
  });
});

describe('teams disallow', () => {
  it('keeps a tenant out and sends it nothing, until it is allowed again', async () => {
    const id = TENANT.toLowerCase();
    const { prisma } = test.database;
    const teams = await createWorkspace(test.database, 'teams', id, 2);
    await fillOutbox(test.database, notificationsFor(teams, 'n'));
    expect(await commands.run('teams', 'disallow', TENANT)).toEqual({
      code: 0,
      out: `Teams tenant ${id} is not allowed any more: its 2 people and 0 channels get nothing, and within seconds what they tap is refused. What they type, such as stop, is done and not answered.\npolsslag teams allow ${id} lets it in again.\n`,
      err: '',
    });
    const claim = () => createNotificationStore(test.database).claim(teams.lane, NOW, 10);
    const isAllowed = () => createWorkspaceAccess(test.database, [], Date.now).isTenantAllowed(id);
    expect(await claim()).toEqual([]);
    expect(await createLaneStore(prisma).acquire(teams.lane, 'worker', 1_000)).toBeNull();
    expect(await isAllowed()).toBe(false);
    expect((await commands.run('teams', 'disallow', id)).out).toContain('was not allowed already');

    await commands.run('teams', 'allow', id);
    expect(await claim()).toHaveLength(2);
    expect(await isAllowed()).toBe(true);
  });

  it('says that there is no such tenant, and refuses what is no GUID', async () => {
    expect(await commands.run('teams', 'disallow', TENANT)).toEqual({
      code: 1,
      out: '',
      err: 'This Teams tenant is not known: polsslag teams list shows those there are.\n',
    });
    expect(await test.database.prisma.workspace.count()).toBe(0);
    expect((await commands.run('teams', 'disallow', 'school')).code).toBe(2);
  });
});

describe('channel', () => {
  const slackChannel = ['--platform', 'slack', '--workspace', 'T0001', '--channel', 'C0001'];

  it('adds, lists, changes and removes channels on both platforms', async () => {
    await addSlack();
    await commands.run('teams', 'allow', TENANT);
    const teamsChannel = ['--platform', 'teams', '--workspace', TENANT, '--channel', '19:abc@thread.tacv2'];
    expect((await commands.run('channel', 'add', ...slackChannel)).out).toBe(
      'Channel C0001 gets the weekly post from now on (nl).\n',
    );
    await commands.run('channel', 'add', ...teamsChannel, '--language', 'en');
    expect((await commands.run('channel', 'add', ...slackChannel)).out).toBe('Channel C0001 was there already (nl).\n');
    expect((await commands.run('channel', 'add', ...slackChannel, '--language', 'en')).out).toContain(
      'is changed (en)',
    );
    expect((await commands.run('channel', 'list')).out).toBe(
      `slack  T0001  C0001  en\nteams  ${TENANT.toLowerCase()}  19:abc@thread.tacv2  en\n`,
    );
    expect((await commands.run('channel', 'remove', ...slackChannel)).code).toBe(0);
    expect(JSON.parse((await commands.run('channel', 'list', '--json')).out)).toEqual([
      { platform: 'teams', workspace: TENANT.toLowerCase(), channel: '19:abc@thread.tacv2', language: 'en' },
    ]);
  });

  it('tells what to do about an unknown workspace or channel', async () => {
    const unknown = await commands.run('channel', 'add', ...slackChannel);
    expect(unknown).toEqual({
      code: 1,
      out: '',
      err: 'This Slack workspace is not known: connect it first, with polsslag slack add.\n',
    });
    expect((await commands.run('channel', 'remove', ...slackChannel)).err).toMatch(/^There is no such channel/);
    expect((await commands.run('channel', 'list')).out).toBe('No channel yet: polsslag channel add.\n');
  });

  it.each([
    [
      ['--platform', 'irc', '--workspace', 'T0001', '--channel', 'C0001'],
      /^--platform cannot be "irc": it must be slack or teams\.$/m,
    ],
    [['--platform', 'slack', '--workspace', 't1', '--channel', 'C0001'], /^--workspace must be a Slack team id/],
    [
      ['--platform', 'slack', '--workspace', 'T0001', '--channel', '#algemeen'],
      /^--channel must be a Slack channel id/,
    ],
    [['--platform', 'slack', '--workspace', 'T0001'], /^polsslag channel add needs --channel <id>: Slack channel id/],
    [
      ['--platform', 'slack', '--workspace', 'T0001', '--channel', 'C0001', '--language', 'de'],
      /^--language cannot be "de": it must be nl or en\.$/m,
    ],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await commands.run('channel', 'add', ...words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('channel add and channel remove', () => {
  it.each(['add', 'remove'])('%s names all ids that are wrong', async (name) => {
    const where = ['--platform', 'slack', '--workspace', 't1', '--channel', '#algemeen'];
    const { code, err } = await commands.run('channel', name, ...where);
    expect(code).toBe(2);
    expect(err).toMatch(/^--workspace must be a Slack team id.*\.\n--channel must be a Slack channel id.*\.\n$/);
  });
});

describe('secrets rotate', () => {
  it('seals every token with the newest key, and only those that need it', async () => {
    await addSlack();
    const newer = { id: 'k2', key: Buffer.alloc(32, 2) };
    commands.settings.keys = [newer, ...commands.settings.keys];
    expect((await commands.run('secrets', 'rotate')).out).toMatch(/^Secrets: 1 sealed anew/);
    const stored = await test.database.prisma.workspace.findFirst();
    expect(unseal(stored?.sealedToken ?? '', [newer])).toBe(TOKEN);
    expect((await commands.run('secrets', 'rotate')).out).toMatch(/^Secrets: 0 sealed anew/);
  });

  it('includes the secrets of features, however many there are', async () => {
    const { prisma } = test.database;
    const [older, newer] = [...commands.settings.keys, { id: 'k2', key: Buffer.alloc(32, 2) }];
    if (!older || !newer) throw new Error('two keys are needed');
    await prisma.$executeRaw`CREATE TABLE "Note" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), sealed text)`;
    await prisma.$executeRaw`INSERT INTO "Note" (sealed) SELECT ${seal('a note', [older])} FROM generate_series(1, 2500)`;
    const features = [{ name: 'note', sealed: [{ table: 'Note', column: 'sealed' }] }];
    const withNotes = createCommandRunner(test.database, { features });
    withNotes.settings.keys = [newer, older];
    expect((await withNotes.run('secrets', 'rotate')).out).toMatch(/^Secrets: 2500 sealed anew/);
    const notes = await prisma.$queryRaw<{ sealed: string }[]>`SELECT sealed FROM "Note"`;
    expect(new Set(notes.map(({ sealed }) => unseal(sealed, [newer])))).toEqual(new Set(['a note']));
    await prisma.$executeRaw`DROP TABLE "Note"`;
    withNotes.removeFiles();
  });

  it('changes nothing when one of them cannot be opened', async () => {
    await addSlack();
    const lost = seal('xoxb-lost', [{ id: 'lost', key: Buffer.alloc(32, 9) }]);
    await test.database.prisma.workspace.create({
      data: { platform: 'slack', externalId: 'T0002', name: 'B', sealedToken: lost },
    });
    const before = await test.database.prisma.workspace.findMany({ orderBy: { externalId: 'asc' } });
    commands.settings.keys = [{ id: 'k2', key: Buffer.alloc(32, 2) }, ...commands.settings.keys];
    const { code, err } = await commands.run('secrets', 'rotate');
    expect(code).toBe(2);
    expect(err).toContain('sealed with key "lost", which is not configured');
    expect(await test.database.prisma.workspace.findMany({ orderBy: { externalId: 'asc' } })).toEqual(before);
  });
});
