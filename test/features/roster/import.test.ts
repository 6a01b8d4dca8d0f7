import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.database.prisma
    .$executeRaw`TRUNCATE "Workspace", "Circle", "Person", "Declaration", "PublishedWeek" CASCADE`;
  commands = createCommandRunner(test);
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const TENANT = '00000000-1111-2222-3333-444444444444';
const SCHOOLS = 'school,circle,region,timezone';
const PEOPLE = 'person,role,name,school,circle,cluster,platform,workspace,user,language';
const ANSWERS = 'person,item,value,answered_at';
const people = [
  PEOPLE,
  'p1,teacher,Anna,De Zon,Zuid,,slack,T0001,U0001,nl',
  `p1,teacher,Anna,De Zon,Zuid,,teams,${TENANT},aaaaaaaa-1111-2222-3333-000000000001,nl`,
  'p2,teacher,Bert,De Maan,Noord,,slack,T0001,U0002,en',
  'p3,supervisor,Carla,,Zuid,4,slack,T0001,U0003,nl',
  'p3,supervisor,Carla,,Noord,4,slack,T0001,U0003,nl',
];

/** Everything that an import could have changed. */
async function snapshot() {
  const { prisma } = test.database;
  return JSON.stringify([
    await prisma.circle.findMany({ orderBy: { name: 'asc' } }),
    await prisma.school.findMany({ orderBy: { name: 'asc' } }),
    await prisma.person.findMany({ orderBy: { key: 'asc' } }),
    await prisma.personCircle.findMany({ orderBy: [{ personId: 'asc' }, { circleId: 'asc' }] }),
    await prisma.account.findMany({ orderBy: { id: 'asc' } }),
    await prisma.workspace.findMany({ orderBy: { externalId: 'asc' } }),
    await prisma.answer.findMany({ orderBy: { id: 'asc' } }),
    await prisma.declaration.findMany(),
  ]);
}

describe('import schools', () => {
  it('adds and updates schools, and leaves the others alone', async () => {
    const rows = ['De Zon,Zuid,zuid,Europe/Amsterdam', 'De Maan,Noord,noord,Europe/Amsterdam'];
    const first = commands.file('schools.csv', [SCHOOLS, ...rows]);
    expect(await commands.run('import', 'schools', first)).toEqual({
      code: 0,
      out: 'Schools: 2 new, 0 unchanged.\n',
      err: '',
    });
    const before = await snapshot();
    expect((await commands.run('import', 'schools', first)).out).toBe('Schools: 0 new, 2 unchanged.\n');
    expect(await snapshot()).toBe(before);
    const moved = commands.file('moved.csv', [SCHOOLS, 'De Zon,Noord,midden,Europe/Amsterdam']);
    expect((await commands.run('import', 'schools', moved)).out).toBe('Schools: 0 new, 1 changed, 0 unchanged.\n');
    const zon = await test.database.prisma.school.findUnique({ where: { name: 'De Zon' }, include: { circle: true } });
    expect(zon).toMatchObject({ region: 'midden', circle: { name: 'Noord' } });
  });

  it('refuses the whole of a file with faults, with exit code 2 and one line for each fault', async () => {
    const file = commands.file('schools.csv', [
      SCHOOLS,
      'De Zon,Zuid,zuid,Europe/Amsterdam',
      'De Maan,Noord,oost,Mars',
    ]);
    expect(await commands.run('import', 'schools', file)).toEqual({
      code: 2,
      out: '',
      err: 'Line 3, column region: must be noord, midden or zuid.\nLine 3, column timezone: is not a known time zone; write it as Europe/Amsterdam.\n',
    });
    expect(await test.database.prisma.school.count()).toBe(0);
  });

  it('reports when the file cannot be read', async () => {
    expect(await commands.run('import', 'schools', '/nowhere/schools.csv')).toEqual({
      code: 2,
      out: '',
      err: 'The file /nowhere/schools.csv cannot be read: there is no such file.\n',
    });
    expect((await commands.run('import', 'schools', '/tmp')).err).toBe(
      'The file /tmp cannot be read: it is a folder.\n',
    );
  });
});

describe('import people', () => {
  it('lists the people to whom nothing is sent while their platform is switched off, and still imports them', async () => {
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'teams' };
    const file = commands.file('people.csv', people);
    const { code, out } = await commands.run('import', 'people', file);
    expect(code).toBe(0);
    expect(out).toContain(
      'Slack is switched off by POLSSLAG_PLATFORMS, so nothing goes to 3 people of this file until slack is added to it.\n',
    );
    expect(out).not.toContain('Teams is switched off');
    expect(await test.database.prisma.person.count()).toBe(3);
    commands.settings.env = { ...commands.settings.env, POLSSLAG_PLATFORMS: 'slack' };
    expect((await commands.run('import', 'people', file)).out).not.toContain('switched off');
  });

  it('makes people with everything that they need, and tells what is left to do', async () => {
    const { code, out } = await commands.run('import', 'people', commands.file('people.csv', people));
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'People: 3 new, 0 unchanged.',
      'Schools: 2 new, in region midden and Europe/Amsterdam; import schools changes that.',
      'Slack workspace T0001 is not connected yet: polsslag slack add connects it.',
      `Teams tenant ${TENANT} is not allowed yet: polsslag teams allow ${TENANT} lets it in.`,
      '',
    ]);
    const { prisma } = test.database;
    const anna = await prisma.person.findUnique({
      where: { key: 'p1' },
      include: { school: true, circles: true, accounts: { orderBy: { rank: 'asc' }, include: { workspace: true } } },
    });
    expect(anna).toMatchObject({
      role: 'teacher',
      name: 'Anna',
      language: 'nl',
      consentedAt: null,
      school: { name: 'De Zon', region: 'midden', timezone: 'Europe/Amsterdam' },
      accounts: [
        { externalId: 'U0001', rank: 0, workspace: { platform: 'slack', externalId: 'T0001', state: 'reconnect' } },
        { rank: 1, workspace: { platform: 'teams', externalId: TENANT, state: 'reconnect' } },
      ],
    });
    expect(await prisma.personCircle.count({ where: { person: { key: 'p3' } } })).toBe(2);
  });

  it('changes nothing the second time', async () => {
    const file = commands.file('people.csv', people);
    await commands.run('import', 'people', file, '--consent-on-file');
    const before = await snapshot();
    expect((await commands.run('import', 'people', file)).out).toBe('People: 0 new, 3 unchanged.\n');
    expect((await commands.run('import', 'people', file, '--consent-on-file')).out).toBe(
      'People: 0 new, 3 unchanged.\nConsent on file: recorded for 0 more teachers, on your declaration.\n',
    );
    expect(await snapshot()).toBe(before);
  });

  it('updates known people, and keeps accounts that the file does not name', async () => {
    await commands.run('import', 'people', commands.file('people.csv', people));
    const changed = commands.file('changed.csv', [
      PEOPLE,
      'p1,teacher,Anne,De Maan,,,slack,T0001,U0009,en',
      'p2,teacher,Bert,De Maan,Noord,,slack,T0001,U0002,en',
    ]);
    expect((await commands.run('import', 'people', changed)).out).toBe('People: 0 new, 1 changed, 1 unchanged.\n');
    const anna = await test.database.prisma.person.findUnique({
      where: { key: 'p1' },
      include: { school: true, circles: { include: { circle: true } }, accounts: { orderBy: { rank: 'asc' } } },
    });
    expect(anna).toMatchObject({ name: 'Anne', language: 'en', school: { name: 'De Maan' } });
    expect(anna?.circles.map(({ circle }) => circle.name)).toEqual(['Noord']);
    expect(anna?.accounts.map(({ externalId }) => externalId).slice(0, 2)).toEqual(['U0009', 'U0001']);
    expect(anna?.accounts).toHaveLength(3);
  });

  it('keeps a language that somebody chose', async () => {
    const { prisma } = test.database;
    const file = () => commands.file('p1.csv', [PEOPLE, 'p1,teacher,Anna,De Zon,Noord,,slack,T0001,U0001,nl']);
    await commands.run('import', 'people', file());
    await prisma.person.update({ where: { key: 'p1' }, data: { language: 'en', languageChosen: true } });
    await commands.run('import', 'people', file());
    expect(await prisma.person.findUnique({ where: { key: 'p1' } })).toMatchObject({ language: 'en' });
  });

  it('records consent on file for teachers, with the hash of the file, and respects a no', async () => {
    const file = commands.file('people.csv', people);
    await commands.run('import', 'people', file);
    await test.database.prisma.person.update({ where: { key: 'p2' }, data: { declinedAt: commands.settings.now } });
    const { out } = await commands.run('import', 'people', file, '--consent-on-file');
    expect(out).toContain('Consent on file: recorded for 1 more teacher, on your declaration.\n');
    expect(out).toContain('1 of these teachers said no in the chat');
    const consents = await test.database.prisma.person.findMany({ orderBy: { key: 'asc' } });
    expect(consents.map(({ consentBasis }) => consentBasis)).toEqual(['on_file', null, null]);
    expect(consents[0]?.consentedAt).toEqual(commands.settings.now);
    const declarations = await test.database.prisma.declaration.findMany();
    expect(declarations).toMatchObject([{ kind: 'consent-on-file', people: 2, madeAt: commands.settings.now }]);
    expect(declarations[0]?.fileHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses what contradicts the database, and stores nothing of the file', async () => {
    await commands.run('import', 'people', commands.file('people.csv', people));
    const before = await snapshot();
    const file = commands.file('more.csv', [
      PEOPLE,
      'p8,teacher,Ivo,De Ster,Oost,,slack,T0002,U0008,nl',
      'p9,teacher,Dirk,De Zon,Oost,,slack,T0001,U0002,nl',
    ]);
    const { code, err } = await commands.run('import', 'people', file);
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      'Line 3, column circle: is not the circle that this school has in the database; a school belongs to one circle.',
      'Line 3, column user: is the account of somebody else who is known already; an account belongs to one person.',
      '',
    ]);
    expect(await snapshot()).toBe(before);
  });

  it('accepts a file with thousands of rows', async () => {
    const many = Array.from(
      { length: 6_500 },
      (_, index) =>
        `p${index},teacher,N${index},School ${index % 300},Kring ${index % 30},,slack,T0001,U${10_000 + index},nl`,
    );
    const file = commands.file('many.csv', [PEOPLE, ...many]);
    expect((await commands.run('import', 'people', file)).out).toContain(
      'People: 6500 new, 0 unchanged.\nSchools: 300 new',
    );
    expect((await commands.run('import', 'people', file)).out).toBe('People: 0 new, 6500 unchanged.\n');
  });
});

describe('import answers', () => {
  const answers = [
    ANSWERS,
    'p1,VIT01,4,2026-11-10T09:00:00Z',
    'p1,TOE01,0,2026-11-10T09:00:00Z',
    'p2,VIT01,6,2026-11-17',
    'p2,VIT01,6,2026-11-17',
  ];
  beforeEach(async () => {
    await commands.run('import', 'people', commands.file('people.csv', people));
  });

  it("stores answers in the circle of the teacher's school and the week of the answer, once", async () => {
    const file = commands.file('answers.csv', answers);
    const first = await commands.run('import', 'answers', file, '--consent-on-file');
    expect(first).toEqual({
      code: 0,
      out: 'Answers: 3 new, 1 unchanged.\nConsent on file: recorded for 2 more teachers, on your declaration.\n',
      err: '',
    });
    const stored = await test.database.prisma.answer.findMany({
      orderBy: [{ answeredAt: 'asc' }, { item: 'asc' }],
      include: { person: true },
    });
    const zuid = await test.database.prisma.circle.findUnique({ where: { name: 'Zuid' } });
    expect(stored).toMatchObject([
      { item: 'TOE01', value: 0, week: '2026-W46', circleId: zuid?.id, source: 'import', checkInId: null },
      { item: 'VIT01', value: 4, answeredAt: new Date('2026-11-10T09:00:00Z'), person: { key: 'p1' } },
      {
        item: 'VIT01',
        value: 6,
        week: '2026-W47',
        answeredAt: new Date('2026-11-17T11:00:00Z'),
        person: { key: 'p2' },
      },
    ]);
    expect(stored[0]?.instrument).toMatch(/^[a-z0-9-]+@\d+$/);
    const before = await snapshot();
    const second = await commands.run('import', 'answers', file, '--consent-on-file');
    expect(second.out).toMatch(/^Answers: 0 new, 4 unchanged\.\n/);
    expect(await snapshot()).toBe(before);
  });

  it('tells how many rows do not count because there is no consent', async () => {
    const { out } = await commands.run('import', 'answers', commands.file('answers.csv', answers));
    expect(out).toBe(
      'Answers: 3 new, 1 unchanged.\nWithout recorded consent: 4 rows; they count when the teacher agrees in the chat, or with --consent-on-file.\n',
    );
    expect(await test.database.prisma.declaration.count()).toBe(0);
  });

  it('reports rows that are too late for a published week', async () => {
    await test.database.prisma.publishedWeek.create({
      data: { week: '2026-W46', publishedAt: commands.settings.now, body: '{}' },
    });
    const { out } = await commands.run('import', 'answers', commands.file('answers.csv', answers), '--consent-on-file');
    expect(out).toContain("Too late for the week's figures: 2 rows; they are in the teacher's own line.\n");
    expect(await test.database.prisma.answer.count()).toBe(3);
  });

  it('reports every fault of lines, between lines and against the database, and stores nothing', async () => {
    await commands.run('import', 'answers', commands.file('answers.csv', answers));
    const before = await snapshot();
    const file = commands.file('faulty.csv', [
      ANSWERS,
      'p1,VIT02,4,2026-11-10',
      'p1,VIT02,5,2026-11-10',
      'p1,VIT01,3,2026-11-10T10:00:00+01:00',
      'p7,VIT01,3,2026-11-10',
      'p3,VIT01,3,2026-11-10',
      'p1,XXX,9,2026-11-10',
    ]);
    const { code, out, err } = await commands.run('import', 'answers', file, '--consent-on-file');
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n')).toEqual([
      'Line 3, column value: says something else than line 2 about the same answer; keep one of them.',
      'Line 4, column value: is another than the one that is stored of this answer; an answer is not changed by an import.',
      'Line 5, column person: is not known; import people first.',
      'Line 6, column person: is not a teacher; only teachers answer.',
      expect.stringMatching(/^Line 7, column item: is not a code of the instrument; use VIT01, /),
      'Line 7, column value: must be a whole number from 0 to 6.',
      '',
    ]);
    expect(await snapshot()).toBe(before);
  });

  it('accepts more answers than fit in one statement', async () => {
    const items = ['VIT01', 'VIT02', 'TOE01', 'TOE02'];
    const start = Date.parse('2024-01-01T00:00:00Z');
    const rows = Array.from({ length: 12_001 }, (_, index) => {
      const at = new Date(start + Math.floor(index / 4) * 3_600_000).toISOString();
      return `p${1 + (index % 2)},${items[index % 4]},${index % 7},${at}`;
    });
    const file = commands.file('many.csv', [ANSWERS, ...rows]);
    expect((await commands.run('import', 'answers', file, '--consent-on-file')).out).toContain(
      'Answers: 12001 new, 0 unchanged.',
    );
    expect(await test.database.prisma.answer.count()).toBe(12_001);
  });
});
