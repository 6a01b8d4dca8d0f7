import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seal } from '../../../src/secrets/seal.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
});
beforeEach(async () => {
  const { prisma } = test.database;
  await prisma.$executeRaw`TRUNCATE "Workspace", "Person", "Circle" CASCADE`;
  const workspace = await prisma.workspace.create({ data: { platform: 'slack', externalId: 'T1', name: 'A' } });
  const circle = await prisma.circle.create({ data: { name: 'Noord' } });
  const school = await prisma.school.create({
    data: { name: 'De Linde', circleId: circle.id, region: 'noord', timezone: 'Europe/Amsterdam' },
  });
  const at = new Date('2026-11-17T14:30:00Z');
  for (const key of ['p1', 'p2']) {
    const person = await prisma.person.create({
      data: {
        key,
        role: 'teacher',
        name: 'Mevrouw Jansen',
        language: 'nl',
        schoolId: school.id,
        circles: { create: { circleId: circle.id } },
        accounts: { create: { workspaceId: workspace.id, externalId: `U-${key}` } },
      },
      include: { accounts: true },
    });
    await prisma.checkIn.create({
      data: {
        personId: person.id,
        circleId: circle.id,
        week: '2026-W47',
        cycle: 0,
        third: 0,
        instrument: 'polsslag@1',
        createdAt: at,
        closesAt: at,
        items: { create: { position: 0, item: 'VIT01' } },
        answers: {
          create: {
            personId: person.id,
            circleId: circle.id,
            item: 'VIT01',
            value: 4,
            week: '2026-W47',
            answeredAt: at,
            instrument: 'polsslag@1',
            source: 'chat',
          },
        },
      },
    });
    await prisma.notification.create({
      data: {
        key: `check-in:${key}`,
        kind: 'check-in',
        subject: key,
        lane: 'slack:T1',
        accountId: person.accounts[0]?.id ?? null,
        notBefore: at,
        notAfter: at,
        createdAt: at,
      },
    });
  }
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

async function counts() {
  const { prisma } = test.database;
  return Promise.all([
    prisma.person.count(),
    prisma.account.count(),
    prisma.checkIn.count(),
    prisma.checkInItem.count(),
    prisma.answer.count(),
    prisma.notification.count(),
  ]);
}

describe('people list', () => {
  beforeEach(async () => {
    const { prisma } = test.database;
    const tenant = await prisma.workspace.create({ data: { platform: 'teams', externalId: 'x', name: 'B' } });
    const [first, second] = await prisma.account.findMany({ orderBy: { externalId: 'asc' } });
    await prisma.account.update({
      where: { id: second?.id ?? '' },
      data: { unreachableSince: new Date(), unreachableWhy: 'user_disabled' },
    });
    await prisma.person.update({ where: { key: 'p1' }, data: { consentedAt: new Date(), consentBasis: 'chat' } });
    const at = new Date('2026-11-10T14:30:00Z');
    const about = { kind: 'invitation', subject: first?.personId ?? '', lane: 'slack:T1', state: 'sent' } as const;
    await prisma.notification.create({
      data: { ...about, key: `invitation:${first?.personId}`, notBefore: at, notAfter: at, createdAt: at },
    });
    await prisma.person.create({ data: { key: 's1', role: 'supervisor', name: 'Meneer De Vries', language: 'nl' } });
    await prisma.person.create({
      data: {
        key: 's2',
        role: 'lead',
        name: 'Mevrouw Bakker',
        language: 'nl',
        accounts: { create: { workspaceId: tenant.id, externalId: 'U9' } },
      },
    });
  });

  it('tells who is connected, who was asked and who agreed, and nothing about answers', async () => {
    const { code, out, err } = await commands.run('people', 'list');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      'person  name             role        school    circle  connected                        asked  consent',
      'p1      Mevrouw Jansen   teacher     De Linde  Noord   yes                              yes    yes',
      'p2      Mevrouw Jansen   teacher     De Linde  Noord   no: unreachable (user_disabled)  no     none yet',
      's1      Meneer De Vries  supervisor  -         -       no: no account                   -      -',
      's2      Mevrouw Bakker   lead        -         -       no: has not opened the app       -      -',
      '4 people, of whom 1 connected.',
      '',
    ]);
    await test.database.prisma.answer.deleteMany();
    await test.database.prisma.checkIn.deleteMany();
    expect((await commands.run('people', 'list')).out).toBe(out);
  });

  it('prints JSON, and only those who were asked for', async () => {
    const { out } = await commands.run('people', 'list', '--school', 'de linde', '--not-connected', '--json');
    expect(JSON.parse(out)).toEqual([
      {
        person: 'p2',
        name: 'Mevrouw Jansen',
        role: 'teacher',
        school: 'De Linde',
        circles: ['Noord'],
        platform: 'slack',
        connected: false,
        hindrance: 'unreachable',
        code: 'user_disabled',
        invited: 'no',
        confirmed: true,
        listed: 'yes',
        consent: 'none',
      },
    ]);
    const inCircle = await commands.run('people', 'list', '--circle', 'Noord');
    expect(inCircle.out).toContain('2 people, of whom 1 connected.');
  });

  it('shows a stop, and a workspace that is not connected', async () => {
    const { prisma } = test.database;
    await prisma.person.update({ where: { key: 'p1' }, data: { declinedAt: new Date() } });
    await prisma.workspace.updateMany({ where: { platform: 'slack' }, data: { state: 'reconnect' } });
    const people = JSON.parse((await commands.run('people', 'list', '--json')).out);
    expect(people).toMatchObject([
      { person: 'p1', connected: false, hindrance: 'workspace-not-connected', code: null, consent: 'no' },
      { person: 'p2', hindrance: 'workspace-not-connected' },
      { person: 's1' },
      { person: 's2' },
    ]);
  });

  it('suggests the nearest school when none has that name', async () => {
    expect(await commands.run('people', 'list', '--school', 'De Lnde')).toEqual({
      code: 1,
      out: '',
      err: 'Nobody is of a school with this name: did you mean "De Linde"?\n',
    });
    expect((await commands.run('people', 'list', '--circle', 'Zuidwest')).err).toBe(
      'Nobody is of a circle with this name.\n',
    );
  });

  it('tells what to do when there is nobody', async () => {
    await test.database.prisma.$executeRaw`TRUNCATE "Person" CASCADE`;
    expect((await commands.run('people', 'list')).out).toBe(
      'No people yet: polsslag import people FILE.\n0 people, of whom 0 connected.\n',
    );
  });
});

describe('people remove', () => {
  it('deletes one person with everything of theirs, and nobody else; their home page in Slack is emptied', async () => {
    expect(await counts()).toEqual([2, 2, 2, 2, 2, 2]);
    const sealedToken = seal('xoxb-1', commands.settings.keys);
    await test.database.prisma.workspace.updateMany({ where: { platform: 'slack' }, data: { sealedToken } });
    commands.settings.slackTokens.set('xoxb-1', { teamId: 'T1', teamName: 'A', botUserId: 'U1' });
    const { externalId: user } = await test.database.prisma.account.findFirstOrThrow({
      where: { person: { key: 'p1' } },
    });
    expect(await commands.run('people', 'remove', 'p1', '--yes')).toEqual({
      code: 0,
      out: 'The person is removed with all that was stored. Take them out of the import file too.\n',
      err: '',
    });
    expect(await counts()).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...commands.settings.slackHomes.keys()]).toEqual([user]);
    expect(await test.database.prisma.person.findFirst()).toMatchObject({ key: 'p2' });
  });

  it('deletes nobody without a confirmation', async () => {
    expect(await commands.run('people', 'remove', 'p1')).toEqual({
      code: 2,
      out: '',
      err: 'Nothing was erased: add --yes when this is the one who is meant.\n',
    });
    Object.assign(commands.settings, { terminal: true, stdin: 'p2\n' });
    expect(await commands.run('people', 'remove', 'p1')).toMatchObject({ code: 1, out: '' });
    expect(await counts()).toEqual([2, 2, 2, 2, 2, 2]);
    commands.settings.stdin = 'p1\n';
    expect(await commands.run('people', 'remove', 'p1')).toMatchObject({ code: 0 });
    expect(await test.database.prisma.person.findMany({ select: { key: true } })).toEqual([{ key: 'p2' }]);
    Object.assign(commands.settings, { terminal: false, stdin: '' });
  });

  it('reports that there is no such person, and deletes nothing', async () => {
    const { code, out, err } = await commands.run('people', 'remove', 'Mevrouw Jansen');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('There is no such person: name one by the column "person" of the imported file.\n');
    expect(await counts()).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('refuses in a sentence what the database cannot store', async () => {
    expect(await commands.run('people', 'remove', 'p1\u0000')).toEqual({
      code: 2,
      out: '',
      err: 'The person must be as in the column "person" of the imported file.\n',
    });
  });
});
