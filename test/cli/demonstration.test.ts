import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

/*
 * Nothing real may be imported into the database of a demonstration, because the next `polsslag demo` would erase it.
 * Nor does a command report that an invented person was erased or a demonstration paused.
 */

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
  const { prisma } = test.database;
  await prisma.deployment.create({ data: { demonstration: true, createdAt: new Date() } });
  commands.settings.slackTokens.set('xoxb-1', { teamId: 'T0001', teamName: 'Scholen Zuid', botUserId: 'U0BOT' });
  commands.settings.stdin = 'xoxb-1';
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const SCHOOLS = ['school,circle,region,timezone', 'De Zon,Zuid,zuid,Europe/Amsterdam'];
const PEOPLE = [
  'person,role,name,school,circle,cluster,platform,workspace,user,language',
  'p1,teacher,Anna,De Zon,Zuid,,slack,T0001,U0001,nl',
];
const ANSWERS = ['person,item,value,answered_at', 'p1,VIT01,4,2026-11-10'];
const VISITS = ['supervisor,teacher,intervention,date,expected,felt', 'p3,p1,VIDEO,2026-11-04,,'];
const TENANT = 'aaaaaaaa-1111-2222-3333-444444444444';
const vacations = [{ type: 'Zomer', regions: [{ region: 'noord', startdate: '2028-07-01', enddate: '2028-08-31' }] }];
const HOLIDAYS = [JSON.stringify({ content: [{ schoolyear: '2027-2028', vacations }] })];

async function everything() {
  const { prisma } = test.database;
  return Promise.all([
    prisma.school.count(),
    prisma.person.count(),
    prisma.workspace.count(),
    prisma.supervisorChannel.count(),
    prisma.schoolHoliday.count(),
  ]);
}

const file = (name: string, lines: readonly string[]) => commands.file(name, lines);

describe('on the database of a demonstration', () => {
  it.each([
    ['import schools', () => ['import', 'schools', file('schools.csv', SCHOOLS), '--new-schools']],
    ['import people', () => ['import', 'people', file('people.csv', PEOPLE), '--new-schools']],
    ['import answers', () => ['import', 'answers', file('answers.csv', ANSWERS)]],
    ['import interventions', () => ['import', 'interventions', file('interventions.csv', VISITS)]],
    ['holidays import', () => ['holidays', 'import', file('holidays.json', HOLIDAYS)]],
    ['slack add', () => ['slack', 'add']],
    ['teams allow', () => ['teams', 'allow', TENANT]],
    [
      'channel add',
      () => ['channel', 'add', '--platform', 'teams', '--workspace', TENANT, '--channel', '19:abc@thread.tacv2'],
    ],
    ['code', () => ['code', '--school', 'De Zon']],
    ['people confirm', () => ['people', 'confirm', 'p1']],
    ['people remove', () => ['people', 'remove', 'p1', '--yes']],
    ['person erase', () => ['person', 'erase', 'p1', '--yes']],
    ['pause', () => ['pause']],
    ['resume', () => ['resume']],
    ['queue retry', () => ['queue', 'retry', '--all']],
    ['queue discard', () => ['queue', 'discard', '--all']],
    ['teams disallow', () => ['teams', 'disallow', TENANT]],
    [
      'channel remove',
      () => ['channel', 'remove', '--platform', 'teams', '--workspace', TENANT, '--channel', '19:abc@thread.tacv2'],
    ],
  ])('%s is refused and changes nothing', async (_name, words) => {
    expect(await commands.run(...words())).toEqual({
      code: 1,
      out: '',
      err: 'The database of DATABASE_URL holds a demonstration, which the next one would erase: choose another database.\n',
    });
    expect(await everything()).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([[['people', 'list']], [['queue']], [['queue', 'failed']], [['channel', 'list']]])(
    '%j says so beside what it shows',
    async (words) => {
      expect(await commands.run(...words)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/./),
        err: 'This is the database of a demonstration.\n',
      });
    },
  );
});
