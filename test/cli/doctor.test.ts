import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PLAYGROUND_COMMANDS } from '../../playground/commands.ts';
import { examineDatabase } from '../../src/cli/examine-servers.ts';
import { localTime } from '../../src/cli/terminal.ts';
import { PolsslagError } from '../../src/errors.ts';
import { freePort } from '../../src/free-port.ts';
import { type SealKey, seal } from '../../src/secrets/seal.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM } from '../fixtures/partnership.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

let test: TestDatabase;
let commands: CommandRunner;
let status = 200;
let body = '{"status":"ok"}';
let server: Server;
let address: string;

beforeAll(async () => {
  test = await createTestDatabase();
  server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${bound && typeof bound === 'object' ? bound.port : 0}`;
});
beforeEach(async () => {
  await test.database.prisma.$executeRaw`TRUNCATE "Workspace", "Person" CASCADE`;
  commands = createCommandRunner(test);
  commands.settings.env = {
    DATABASE_URL: test.url,
    // A port that nothing on this machine uses.
    PORT: '0',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_BOT_TOKEN: 'xoxb-geheim-1',
    MICROSOFT_APP_ID: '00000000-aaaa-0000-0000-000000000001',
    MICROSOFT_APP_PASSWORD: 'geheim-wachtwoord',
    MICROSOFT_APP_TENANT_ID: '00000000-aaaa-0000-0000-000000000002',
    PUBLIC_URL: address,
  };
  commands.settings.slackTokens.set('xoxb-geheim-1', { teamId: 'T0001', teamName: 'A', botUserId: 'U1' });
  status = 200;
  body = '{"status":"ok"}';
});
afterEach(() => commands.removeFiles());
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await test.drop();
});

async function doctor() {
  const { code, out, err } = await commands.run('doctor', '--json');
  const findings: { state: string; text: string }[] = JSON.parse(out);
  const texts = (state: string) => findings.filter((finding) => finding.state === state).map(({ text }) => text);
  return { code, err, out, oks: texts('ok'), faults: texts('fault'), hints: texts('hint') };
}

describe('doctor', () => {
  it('finds nothing wrong in a healthy deployment', async () => {
    const { code, err, faults, oks, out } = await doctor();
    expect({ code, err, faults }).toEqual({ code: 0, err: '', faults: [] });
    expect(oks).toEqual([
      'Configuration: in order.',
      'Database: it answers and is up to date.',
      'Database: its connections are our own.',
      "Clock: this machine's agrees with the others.",
      'Slack, SLACK_BOT_TOKEN: accepted.',
      'Teams: the credentials of the bot are accepted.',
      'Secrets: what people wrote can be opened.',
      'School holidays: known until 2027-08-22.',
      'Messages: none is late.',
      'Queue: it runs on the database.',
      'PUBLIC_URL: Polsslag answers there.',
    ]);
    expect(out).not.toMatch(/geheim|0123456789abcdef|aaaa/);
  });

  it('finds texts that no key opens, also when another key has the same name', async () => {
    const { prisma } = test.database;
    const [k1, k2] = ['k1', 'k2'].map((id, index) => ({ id, key: Buffer.alloc(32, index + 1) }));
    if (!k1 || !k2) throw new Error('two keys were made');
    const write = (key: string, by: SealKey) =>
      prisma.person.create({
        data: {
          key,
          name: 'Geheim',
          role: 'teacher',
          language: 'nl',
          whatWorked: { create: { week: '2026-W47', sealed: seal('geheim', [by]), writtenAt: new Date() } },
        },
      });
    await write('p1', k1);
    await write('p2', k2);
    commands.settings.keys = [k2, k1];
    expect((await doctor()).oks).toContain('Secrets: what people wrote can be opened.');
    commands.settings.keys = [{ ...k1, key: Buffer.alloc(32, 9) }];
    expect((await doctor()).faults).toEqual([
      expect.stringMatching(/^Secrets: 1 sealed text of people cannot be opened\. A stored secret /),
      expect.stringMatching(
        /^Secrets: 1 sealed text of people cannot be opened\. A stored secret was sealed with key "k2"/,
      ),
    ]);
  });

  it('says that the log of a database quotes the rows that it refuses, unless it is terse', async () => {
    const quotes = 'Database: its own log quotes the rows that it refuses';
    const said = async (verbosity: string) => {
      const url = new URL(test.url);
      url.searchParams.set('options', `-c log_error_verbosity=${verbosity}`);
      const others = createCommandRunner({ url: url.href.replaceAll('+', '%20') });
      const { out } = await others.run('doctor', '--json');
      others.removeFiles();
      return out.includes(quotes);
    };
    expect([await said('default'), await said('terse')]).toEqual([true, false]);
  });

  it('says when the database takes no writes', async () => {
    const name = new URL(test.url).pathname.slice(1);
    const operator = new pg.Client({ connectionString: test.url });
    await operator.connect();
    const setReadOnly = (how: string) => operator.query(`ALTER DATABASE ${name} ${how}`);
    // It applies to later connections: this command opens its own.
    const { settings } = commands;
    commands.removeFiles();
    commands = createCommandRunner({ url: test.url });
    Object.assign(commands.settings, settings);
    try {
      await setReadOnly('SET default_transaction_read_only = on');
      const { code, faults } = await doctor();
      expect(code).not.toBe(0);
      expect(faults).toContainEqual(
        expect.stringMatching(/^Database: it answers and takes no writes.*its disk is nearly full/),
      );
    } finally {
      await setReadOnly('RESET default_transaction_read_only');
      await operator.end();
    }
  });

  it('says when the disk of the database is full', async () => {
    const { database } = test;
    const ask: typeof database.ask = async (sql) => {
      if (sql.text.includes('work_mem')) throw Object.assign(new Error('No space left'), { code: '53100' });
      return database.ask(sql);
    };
    expect(await examineDatabase({ ...database, ask }, async () => null)).toContainEqual({
      state: 'fault',
      text: 'Database: its disk is full, so that what people answer is not stored and nothing is sent. Give it room; nothing else has to be done.',
    });
  });

  it("says when this machine's clock differs from Slack's by more than a minute", async () => {
    commands.settings.slackAheadMs = -600_000;
    const { code, hints } = await doctor();
    expect(code).toBe(0);
    expect(hints).toContainEqual(
      expect.stringMatching(/^Clock: this machine's is 10 minutes ahead of Slack's\. .*time server/),
    );
  });

  it('reports questions that stay open longer than the settings say', async () => {
    commands.settings.env = { ...commands.settings.env, POLSSLAG_CHECK_IN_SCHEDULE: '30 15 * * 5' };
    const { code, hints } = await doctor();
    expect(code).toBe(0);
    expect(hints).toContainEqual(
      expect.stringMatching(
        /^Configuration: POLSSLAG_CLOSING_SCHEDULE would close .* stay open until the end of the week/,
      ),
    );
  });

  it('prints one line each when not asked for JSON', async () => {
    const { out } = await commands.run('doctor');
    expect(out.split('\n')[0]).toBe('ok     Configuration: in order.');
    expect(out).toContain('hint   People: none yet: polsslag import people FILE.\n');
  });

  it('reports every fault of the configuration, and nothing else then', async () => {
    commands.settings.env = { DATABASE_URL: 'mysql://geheim', PORT: 'x' };
    const { code, faults, oks, out } = await doctor();
    expect(code).toBe(1);
    expect(oks).toEqual([]);
    expect(faults).toEqual([
      expect.stringMatching(/^Configuration: DATABASE_URL is not right/),
      expect.stringMatching(/^Configuration: PORT is not right/),
    ]);
    expect(out).not.toMatch(/geheim|0123456789abcdef|aaaa/);
  });

  it('reports tokens and credentials that are refused', async () => {
    commands.settings.slackTokens.set('xoxb-second', { teamId: 'T0002', teamName: 'B', botUserId: 'U2' });
    commands.settings.stdin = 'xoxb-second';
    await commands.run('slack', 'add');
    commands.settings.slackTokens.clear();
    commands.settings.teamsFault = new PolsslagError('BAD_CONFIGURATION', 'Microsoft refuses the credentials.');
    expect(await doctor()).toMatchObject({
      code: 1,
      faults: [
        'Slack, SLACK_BOT_TOKEN: Slack refuses the token (invalid_auth).',
        'Slack workspace T0002: Slack refuses the token (invalid_auth).',
        'Teams: Microsoft refuses the credentials.',
      ],
    });
    commands.settings.keys = [{ id: 'k2', key: Buffer.alloc(32, 2) }];
    expect((await doctor()).faults[1]).toMatch(
      /^Slack workspace T0002: A stored secret was sealed with key "k1".* When that key is lost: polsslag slack add/,
    );
  });

  it('reports that Slack has no token', async () => {
    const { SLACK_BOT_TOKEN: _left, ...env } = commands.settings.env;
    commands.settings.env = env;
    expect((await doctor()).faults).toEqual([
      'Slack: no workspace has a token yet: polsslag slack add, with the bot token on standard input.',
    ]);
  });

  it('warns when nothing can reach people', async () => {
    const tenant = '00000000-1111-2222-3333-444444444444';
    const people = commands.file('people.csv', [
      'person,role,name,school,circle,cluster,platform,workspace,user,language',
      'p1,lead,Geheim,,,,slack,T0009,U0001,nl',
      `p2,lead,Geheim,,,,teams,${tenant},${tenant},nl`,
      'p3,lead,Geheim,,,,,,,nl',
    ]);
    await commands.run('import', 'people', people);
    await test.database.prisma.account.updateMany({
      where: { externalId: 'U0001' },
      data: { unreachableSince: commands.settings.now, unreachableWhy: 'user_not_found' },
    });
    const { hints, oks, out, code } = await doctor();
    expect(code).toBe(0);
    expect(hints).toEqual([
      'Slack workspace T0009: not connected, so nothing goes to its 1 person: polsslag slack add.',
      `Teams tenant ${tenant}: not allowed, so nothing goes to its 1 person: polsslag teams allow ${tenant}.`,
      expect.stringMatching(/^People: 1 not reached on Slack \(user_not_found\): .*import another account/),
      expect.stringMatching(/^People: 1 not reached on Teams \(no_conversation\): .*type "hulp"/),
      'People: 1 without an account: put it in the file, and polsslag import people FILE.',
      "Channels: no supervisors' channel yet, so no week is posted: polsslag channel add.",
    ]);
    expect(oks).toContain('People: 3, of whom 0 teachers take part.');
    expect(out).not.toContain('Geheim');
  });

  it('names the people whom nothing reaches because their platform is switched off', async () => {
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'slack' };
    expect((await doctor()).oks).toContain('Teams: switched off by POLSSLAG_PLATFORMS.');
    await test.database.prisma.person.create({
      data: {
        key: 'p1',
        name: 'Geheim',
        role: 'teacher',
        language: 'nl',
        accounts: {
          create: {
            externalId: '00000000-aaaa-0000-0000-000000000003',
            workspace: { create: { platform: 'teams', externalId: '00000000-aaaa-0000-0000-000000000004', name: 'B' } },
          },
        },
      },
    });
    expect((await doctor()).hints).toContain(
      'Teams: switched off by POLSSLAG_PLATFORMS, so nothing goes to the 1 person and 0 channels there: add teams to it, or import these people where they are now.',
    );
    const workspace = { create: { platform: 'slack', externalId: 'T0001', name: 'A' } } as const;
    await test.database.prisma.person.update({
      where: { key: 'p1' },
      data: { accounts: { create: { externalId: 'U0001', workspace } } },
    });
    expect((await doctor()).oks).toContain(
      'Teams: switched off by POLSSLAG_PLATFORMS; the messages of 1 person with an account elsewhere go there.',
    );
    // Nothing is sent to an account that cannot be reached either.
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'teams' };
    expect((await doctor()).hints).toContain(
      'Slack: switched off by POLSSLAG_PLATFORMS, so nothing goes to the 1 person and 0 channels there: add slack to it, or import these people where they are now.',
    );
  });

  it('reports a platform that no worker sends to any more: nothing is late there, because nothing is planned', async () => {
    const servedAt = new Date('2026-11-17T09:05:00Z');
    await test.database.prisma.servedPlatform.create({ data: { platform: 'slack', servedAt, offSince: servedAt } });
    const hint = expect.stringMatching(
      /^Slack: no worker has sent there since .*10:05.*, so nobody is reached there: see that a worker runs, and that its POLSSLAG_PLATFORMS has slack\.$/,
    );
    expect((await doctor()).hints).toContainEqual(hint);
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'teams' };
    expect((await doctor()).hints).not.toContainEqual(hint);
    await test.database.prisma.servedPlatform.deleteMany();
  });

  it('warns about a platform that accepts questions but returns nothing, as soon as that cannot be chance', async () => {
    const { prisma } = test.database;
    const { now } = commands.settings;
    const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    const teachers = await addPartnership(test.database, { Noord: 11 }, now);
    const accounts = await prisma.account.findMany({ where: { externalId: { in: teachers.map(({ user }) => user) } } });
    await prisma.notification.createMany({
      data: accounts.map(({ id }, index) => ({
        key: `check-in:${id}`,
        kind: 'check-in',
        subject: id,
        lane: `slack:${TEAM}`,
        accountId: id,
        state: 'sent' as const,
        reference: 'D1:1',
        notBefore: hoursAgo(48),
        notAfter: now,
        createdAt: hoursAgo(48),
        // One had no time to answer yet.
        sentAt: hoursAgo(index === 0 ? 2 : 48),
      })),
    });
    const silence = async () => (await doctor()).hints.filter((hint) => hint.startsWith('Slack: '));
    expect(await silence()).toEqual([
      "Slack: 10 people got their questions in the last days, and nothing came back, not even a word: see in the app's settings that its event subscriptions and interactivity are on, and lead to PUBLIC_URL/slack/events.",
    ]);
    const heard = { platform: 'slack' as const, id: 'x', receivedAt: hoursAgo(30) };
    await prisma.incomingEvent.create({ data: { ...heard, platform: 'teams' } });
    expect(await silence()).toHaveLength(1);
    await prisma.incomingEvent.create({ data: heard });
    expect(await silence()).toEqual([]);
    await prisma.incomingEvent.deleteMany();
    const { id: circleId } = await prisma.circle.findFirstOrThrow();
    const answer = { personId: teachers[3]?.id ?? '', circleId, item: 'VIT01', value: 3, week: '2026-W47' };
    await prisma.answer.create({
      data: { ...answer, answeredAt: hoursAgo(40), instrument: 'polsslag@1', source: 'chat' },
    });
    expect(await silence()).toEqual([]);
    await prisma.answer.deleteMany();
    await prisma.notification.deleteMany({ where: { accountId: accounts[5]?.id ?? '' } });
    expect(await silence()).toEqual([]);
    await prisma.$executeRaw`TRUNCATE "Circle", "Notification" CASCADE`;
  });

  it('warns about messages that nobody sends, and about those that were given up', async () => {
    const at = (minutesAgo: number) => new Date(commands.settings.now.getTime() - minutesAgo * 60_000);
    const message = (key: string, state: 'queued' | 'failed', minutesAgo: number) => ({
      key,
      kind: 'week',
      subject: '2026-W47',
      lane: 'slack:T0009',
      state,
      notBefore: at(minutesAgo),
      notAfter: at(-600),
      createdAt: at(minutesAgo),
    });
    const { prisma } = test.database;
    await prisma.notification.createMany({ data: [message('fresh', 'queued', 2), message('bad', 'failed', 90)] });
    expect((await doctor()).hints).toContain('Messages: 1 was given up: polsslag queue failed says why.');
    expect((await doctor()).oks).toContain('Messages: none is late.');
    await prisma.notification.create({ data: message('late', 'queued', 20) });
    expect((await doctor()).hints).toContainEqual(expect.stringMatching(/^Messages: late in 1 workspace or tenant: /));
    // No worker could send a message for a workspace that is not connected.
    const workspace = { platform: 'slack', externalId: 'T0009', name: 'T0009', state: 'reconnect' } as const;
    const { id } = await prisma.workspace.create({ data: workspace });
    expect((await doctor()).oks).toContain('Messages: none is late.');
    await prisma.workspace.delete({ where: { id } });
    await prisma.notification.deleteMany();
  });

  it('warns about a platform that has accepted nothing for long, although waiting messages are postponed again and again', async () => {
    const { prisma } = test.database;
    const [now, lane] = [commands.settings.now, 'teams:in-trouble'];
    const about = {
      key: 'moved',
      kind: 'week',
      subject: '2026-W47',
      lane,
      state: 'queued',
      reason: 'ServiceError',
    } as const;
    const when = { notBefore: now, notAfter: new Date(now.getTime() + 3_600_000), createdAt: now };
    await prisma.notification.create({ data: { ...about, ...when } });
    await prisma.$executeRaw`
      INSERT INTO "Lane" (name, failures, "leaseUntil", "failingSince")
      VALUES (${lane}, 40, clock_timestamp(), clock_timestamp() - interval '89 minutes')`;
    expect((await doctor()).hints).toContain(
      'Messages: teams:in-trouble has taken none for 89 minutes (ServiceError): they are tried again by themselves; see whether the platform is in trouble.',
    );
    // A message in doubt is tried again in an hour and still waits.
    await prisma.$executeRaw`
      UPDATE "Notification" SET "notBefore" = ${new Date(now.getTime() + 3_000_000)}, "inDoubt" = 3, "dueAt" = ${now}`;
    expect((await doctor()).hints).toContainEqual(expect.stringMatching(/in-trouble has taken none for 89 minutes/));
    await prisma.notification.updateMany({ data: { inDoubt: 0 } });
    // A message that waits for the morning is not late.
    await prisma.notification.updateMany({ data: { notBefore: new Date(now.getTime() + 1_800_000) } });
    expect((await doctor()).oks).toContain('Messages: none is late.');
    await prisma.lane.deleteMany();
    await prisma.notification.deleteMany();
  });

  it('tells how many messages have long been in doubt, since when, when they are sent again and what to do, and does not ask for a worker', async () => {
    const { prisma } = test.database;
    const lane = 'teams:in-doubt';
    const at = (minutesAgo: number) => new Date(commands.settings.now.getTime() - minutesAgo * 60_000);
    const about = {
      kind: 'check-in',
      subject: 'x',
      lane,
      state: 'queued',
      notAfter: at(-3_000),
      createdAt: at(60),
    } as const;
    const messages = async () => {
      const { hints, oks } = await doctor();
      return [...hints, ...oks].filter((text) => text.startsWith('Messages')).sort();
    };
    // It is tried again soon, as after a worker was killed, which nobody needs to know.
    await prisma.notification.create({
      data: { ...about, key: 'a', inDoubt: 1, dueAt: at(2), notBefore: at(-1), reason: 'http_504' },
    });
    expect(await messages()).toEqual(['Messages: none is late.']);
    await prisma.notification.createMany({
      data: [
        { ...about, key: 'b', inDoubt: 3, dueAt: at(50), notBefore: at(-30), reason: 'http_504' },
        { ...about, key: 'c', inDoubt: 4, dueAt: at(47), notBefore: at(-100), reason: 'http_504' },
      ],
    });
    const [due, next] = [at(50), at(-1)].map((time) => localTime(time, 'Europe/Amsterdam'));
    const doubt = `Messages: of 3 messages in teams:in-doubt, the oldest due ${due}, the platform did not say whether it took them. Each is tried again by itself, five times at most, next ${next}; then polsslag queue failed names it. See whether the platform is in trouble.`;
    expect(await messages()).toEqual(['Messages: none is late.', doubt]);
    // Other waiting messages, and retries that did not happen, are still reported as late.
    const late = expect.stringMatching(/^Messages: late in 1 workspace or tenant: see that a worker runs/);
    await prisma.notification.create({ data: { ...about, key: 'd', notBefore: at(20) } });
    expect(await messages()).toEqual([late, doubt]);
    await prisma.notification.deleteMany({ where: { key: 'd' } });
    await prisma.notification.updateMany({ where: { key: 'c' }, data: { notBefore: at(15) } });
    expect(await messages()).toEqual([late, doubt.replace('3 messages', '2 messages')]);
    await prisma.notification.deleteMany();
  });

  it('warns about a tenant that does not let us write, and does not call its messages late', async () => {
    const { prisma } = test.database;
    const lane = 'teams:00000000-1111-2222-3333-444444444444';
    const ago = new Date(commands.settings.now.getTime() - 3_600_000);
    const until = new Date(Date.now() + 3_600_000);
    await prisma.notification.create({
      data: {
        key: 'barred',
        kind: 'week',
        subject: '2026-W47',
        lane,
        notBefore: ago,
        notAfter: new Date(commands.settings.now.getTime() + 3_600_000),
        createdAt: ago,
      },
    });
    const barred = { refusals: 3, refusedWhy: 'BotDisabledByAdmin', resumeAt: until };
    await prisma.lane.create({ data: { name: lane, ...barred } });
    const { hints, oks } = await doctor();
    expect(hints).toContainEqual(
      expect.stringMatching(
        /^Messages: teams:\S+ does not let us write \(BotDisabledByAdmin\), next try .*Teams admin/,
      ),
    );
    expect(oks).toContain('Messages: none is late.');
    await prisma.notification.deleteMany();
    await prisma.lane.deleteMany();
  });

  it('warns about people whose messages are refused over and over while others get theirs, and tells what to do', async () => {
    const { prisma } = test.database;
    const [tenant, soon] = [
      '00000000-1111-2222-3333-444444444444',
      new Date(commands.settings.now.getTime() + 3_600_000),
    ];
    const workspace = await prisma.workspace.create({ data: { platform: 'teams', externalId: tenant, name: tenant } });
    const accounts = { create: { workspaceId: workspace.id, externalId: 'a', conversation: {} } };
    const person = { key: 't-7', name: 'Anna', role: 'teacher', language: 'nl', accounts } as const;
    const { id, accounts: own } = await prisma.person.create({ data: person, include: { accounts: true } });
    const channel = { workspaceId: workspace.id, externalId: 'C7', language: 'nl' };
    const { id: channelId } = await prisma.supervisorChannel.create({ data: channel });
    const common = {
      kind: 'week',
      subject: 'x',
      lane: `teams:${tenant}`,
      notBefore: soon,
      notAfter: soon,
      createdAt: soon,
    };
    const accountId = own[0]?.id ?? '';
    const refused = { ...common, reason: 'BotDisabledByAdmin', attempts: 4 };
    await prisma.notification.createMany({
      data: [
        { ...refused, key: 'a', accountId },
        { ...refused, key: 'b', accountId },
        { ...refused, key: 'c', channelId, reason: 'NotEnoughPermissions' },
        // These may still be sent by themselves.
        { ...refused, key: 'd', accountId, attempts: 2, reason: 'TenantNoPermission' },
        { ...refused, key: 'e', accountId, reason: 'http_503' },
      ],
    });
    expect((await doctor()).hints.filter((hint) => hint.startsWith('Messages'))).toEqual([
      expect.stringMatching(
        /^Messages: what is for t-7 does not get out through teams:\S+ \(BotDisabledByAdmin\): The app is blocked/,
      ),
      expect.stringMatching(
        /^Messages: what is for C7 does not get out through teams:\S+ \(NotEnoughPermissions\): The tenant refuses/,
      ),
    ]);
    await prisma.notification.deleteMany();
    await prisma.person.delete({ where: { id } });
    await prisma.workspace.delete({ where: { id: workspace.id } });
  });

  it('reports a Redis and an address that do not answer', async () => {
    commands.settings.env = { ...commands.settings.env, REDIS_URL: 'redis://:geheim@127.0.0.1:1' };
    status = 502;
    const { code, faults, out } = await doctor();
    expect(code).toBe(1);
    expect(faults).toEqual([
      'Queue: Redis does not answer: check that it runs, and that REDIS_URL names its address, user and password. What runs already goes on without it, a little more slowly; no other process starts.',
      'PUBLIC_URL: something else answers there (status 502): see where it leads.',
    ]);
    expect(out).not.toMatch(/geheim|0123456789abcdef|aaaa/);
    commands.settings.env = { ...commands.settings.env, REDIS_URL: '', PUBLIC_URL: 'http://127.0.0.1:1' };
    expect((await doctor()).faults).toEqual([
      'PUBLIC_URL: nothing answers there: start Polsslag, and see that the address leads to it.',
    ]);
  });

  it('says that the platforms are simulated when nothing is configured', async () => {
    commands = createCommandRunner(test, { commands: PLAYGROUND_COMMANDS });
    commands.settings.env = { DATABASE_URL: test.url, PORT: '0' };
    const { hints, code } = await doctor();
    expect(code).toBe(0);
    expect(hints.slice(0, 2)).toEqual([
      'Slack: simulated; set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN) to use the real one.',
      'Teams: simulated; set MICROSOFT_APP_ID and the rest to use the real one.',
    ]);
  });

  it('reports the same fault as a start: simulated platforms are not part of the built product', async () => {
    commands.settings.env = { DATABASE_URL: test.url, PORT: '0' };
    const { faults, oks, hints, code } = await doctor();
    expect(code).toBe(1);
    expect(faults).toEqual([
      expect.stringMatching(
        /^Configuration: Slack has no credentials, and a simulated one is no part of what was built/,
      ),
      expect.stringMatching(
        /^Configuration: Teams has no credentials, and a simulated one is no part of what was built/,
      ),
    ]);
    expect(oks).toContain('Database: it answers and is up to date.');
    expect([...oks, ...hints].join()).not.toMatch(/in order|simulated/);
    expect((await commands.run('start')).err.trimEnd().split('\n')).toEqual(
      faults.map((fault) => fault.replace('Configuration: ', '')),
    );
  });

  it('reports the same fault as a start: the database of a demonstration', async () => {
    const { prisma } = test.database;
    await prisma.deployment.create({ data: { demonstration: true, createdAt: new Date() } });
    try {
      const { code, faults } = await doctor();
      expect([code, faults]).toEqual([
        1,
        [expect.stringMatching(/^Database: The database of DATABASE_URL holds a demonstration, which the next one/)],
      ]);
    } finally {
      await prisma.deployment.deleteMany();
    }
  });

  it('reports the same fault as a start: a port that another program uses, but not one that Polsslag uses', async () => {
    const port = new URL(address).port;
    commands.settings.env = { ...commands.settings.env, PORT: port };
    body = '<p>Another site</p>';
    expect((await doctor()).faults).toEqual([
      `Port: Port ${port} cannot be opened on 127.0.0.1: set PORT to a free one.`,
      'PUBLIC_URL: something else answers there (status 200): see where it leads.',
    ]);
    body = '{"status":"ok"}';
    expect((await doctor()).oks).toContain(`Port ${port}: Polsslag answers there.`);
    const free = await freePort();
    commands.settings.env = { ...commands.settings.env, PORT: String(free) };
    expect((await doctor()).oks).toContain(`Port ${free}: it is free for a start.`);
  });

  it.each(['::', '::1'])('knows Polsslag where it listens on %s', async (host) => {
    const running = createServer((_request, response) => response.end('{"status":"ok"}'));
    await new Promise<void>((resolve) => running.listen(0, host, resolve));
    try {
      const bound = running.address();
      const port = bound && typeof bound === 'object' ? bound.port : 0;
      commands.settings.env = { ...commands.settings.env, HOST: host, PORT: String(port) };
      expect(await doctor()).toMatchObject({
        faults: [],
        oks: expect.arrayContaining([`Port ${port}: Polsslag answers there.`]),
      });
    } finally {
      running.closeAllConnections();
      running.close();
    }
  });

  it('reports the same fault as a start: a database user who may not create the schema of the queue', async () => {
    const { prisma } = test.database;
    await prisma.$executeRaw`DROP SCHEMA IF EXISTS bullmq CASCADE`;
    await prisma.$executeRaw`CREATE ROLE reader LOGIN PASSWORD 'geheim'`;
    await prisma.$executeRaw`GRANT ALL ON ALL TABLES IN SCHEMA public TO reader`;
    const url = new URL(test.url);
    [url.username, url.password] = ['reader', 'geheim'];
    commands.settings.env = { ...commands.settings.env, DATABASE_URL: url.href };
    try {
      expect((await doctor()).faults).toEqual([
        'Queue: The user of the database may not make the schema of the queue, bullmq: let it create schemas in this database, or set REDIS_URL.',
      ]);
    } finally {
      await prisma.$executeRaw`DROP OWNED BY reader`;
      await prisma.$executeRaw`DROP ROLE reader`;
    }
  });
});

describe('a database without tables', () => {
  it('is a fault for doctor until db migrate has run', async () => {
    const empty = await createEmptyDatabase();
    const onEmpty = createCommandRunner(empty);
    try {
      expect((await onEmpty.run('doctor')).out).toMatch(
        /fault {2}Database: The database is not up to date: run polsslag db migrate first\./,
      );
      expect((await onEmpty.run('db', 'migrate')).out).toMatch(/^(Applied .+\.\n)+The database is up to date\.\n$/);
      expect((await onEmpty.run('db', 'migrate')).out).toBe('The database was up to date.\n');
      expect((await onEmpty.run('doctor')).out).toMatch(/ok {5}Database: it answers and is up to date\./);
    } finally {
      onEmpty.removeFiles();
      await empty.drop();
    }
  });
});
