import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.database.prisma.$executeRaw`TRUNCATE "Workspace", "Circle", "Person", "Declaration" CASCADE`;
  commands = createCommandRunner(test);
});
afterEach(() => commands.removeFiles());
afterAll(() => test.drop());

const SCHOOLS = 'school,circle,region,timezone';
const PEOPLE = 'person,role,name,school,circle,cluster,platform,workspace,user,language';
const ANSWERS = 'person,item,value,answered_at';
const people = [
  PEOPLE,
  'p1,teacher,Anna,De Regenboog,Zuid,,slack,T0001,U0001,nl',
  'p2,teacher,Bert,De Maan,Noord,,slack,T0001,U0002,nl',
];
const importPeople = (lines: readonly string[], ...options: string[]) =>
  commands.run('import', 'people', commands.file('people.csv', lines), ...options);
const counts = async () => {
  const { prisma } = test.database;
  return [await prisma.person.count(), await prisma.school.count(), await prisma.circle.count()];
};

describe('a dry run', () => {
  it('tells what the import would do, and writes nothing', async () => {
    const dry = await importPeople(people, '--dry-run', '--consent-on-file');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out.split('\n').slice(0, 3)).toEqual([
      'Nothing was written. This is what the import would do:',
      'People: 2 new, 0 unchanged.',
      'Schools: 2 new, in region midden and Europe/Amsterdam; import schools changes that.',
    ]);
    expect(await counts()).toEqual([0, 0, 0]);
    expect(await test.database.prisma.declaration.count()).toBe(0);
    expect(await test.database.prisma.workspace.count()).toBe(0);
    expect((await importPeople(people, '--consent-on-file')).out).toBe(dry.out.split('\n').slice(1).join('\n'));
  });

  it('distinguishes new, changed and unchanged rows, and lists new ones with their nearest known name', async () => {
    await importPeople(people);
    const changed = [...people, 'p3,teacher,Cora,De Regenbog,Zuid,,slack,T0001,U0003,nl'].map((line) =>
      line.replace('Bert', 'Berta'),
    );
    expect((await importPeople(changed, '--dry-run')).out.split('\n')).toEqual([
      'Nothing was written. This is what the import would do:',
      'People: 1 new, 1 changed, 1 unchanged.',
      'The school "De Regenbog" is new: did you mean "De Regenboog"?',
      'Schools: 1 new, in region midden and Europe/Amsterdam; import schools changes that.',
      '',
    ]);
    expect(await counts()).toEqual([2, 2, 2]);
  });

  it('finds the same faults, and works for schools and answers too', async () => {
    const faulty = await importPeople([...people, 'p3,boss,C,De Maan,,,,,,nl'], '--dry-run');
    expect([faulty.code, faulty.out]).toEqual([2, '']);
    await importPeople(people);
    const answers = commands.file('answers.csv', [ANSWERS, 'p1,VIT01,4,2026-11-10']);
    expect((await commands.run('import', 'answers', answers, '--dry-run')).out).toContain(
      'Answers: 1 new, 0 unchanged.',
    );
    expect(await test.database.prisma.answer.count()).toBe(0);
    const schools = commands.file('schools.csv', [SCHOOLS, 'De Maan,Noord,noord,Europe/Amsterdam']);
    expect((await commands.run('import', 'schools', schools, '--dry-run')).out).toContain('0 new, 1 changed');
    expect(await test.database.prisma.school.count({ where: { region: 'noord' } })).toBe(0);
  });
});

describe('the faults of a file', () => {
  const faulty = [PEOPLE, ...Array.from({ length: 1_224 }, (_, index) => `p${index},boss,N,De Maan,Noord,,,,,nl`)];

  it('are printed as the first twenty and a count', async () => {
    const { code, err } = await importPeople(faulty);
    const lines = err.trim().split('\n');
    expect([code, lines.length]).toEqual([2, 21]);
    expect(lines[0]).toBe('Line 2, column role: must be teacher, supervisor or lead.');
    expect(lines[20]).toBe('… and 1,204 more: give --faults FILE to have all of them written there.');
  });

  it('are all in the file of --faults', async () => {
    const file = commands.file('faults.csv', []);
    const { code, err } = await importPeople(faulty, '--faults', file);
    expect(code).toBe(2);
    expect(err).toContain(`… and 1,204 more: all of them are in ${file}.`);
    const written = readFileSync(file, 'utf8').trim().split('\n');
    expect(written).toHaveLength(1_225);
    expect(written.slice(0, 2)).toEqual(['line,column,fault', '2,role,"must be teacher, supervisor or lead."']);
  });

  it('are still printed when that file cannot be written, with its name', async () => {
    const { code, err } = await importPeople(faulty, '--faults', '/no/such/folder/faults.csv');
    const lines = err.trim().split('\n');
    expect([code, lines.length, ...lines.slice(0, 2)]).toEqual([
      2,
      22,
      'The file of --faults, /no/such/folder/faults.csv, cannot be written: there is no such folder.',
      'Line 2, column role: must be teacher, supervisor or lead.',
    ]);
    expect(lines.at(-1)).toBe('… and 1,204 more: give --faults FILE to have all of them written there.');
  });
});

describe('a file as Excel writes it', () => {
  it('is read, with a line that tells how', async () => {
    const file = commands.file('people.csv', []);
    const text = `${people.join('\r\n').replaceAll(',', ';').replace('Anna', 'Zoë')}\r\n`;
    writeFileSync(file, Buffer.from(text, 'latin1'));
    const { code, err } = await commands.run('import', 'people', file);
    expect([code, err]).toEqual([
      0,
      'The file was read with the characters of Windows-1252 and semicolons between the cells.\n',
    ]);
    expect(await test.database.prisma.person.findUnique({ where: { key: 'p1' } })).toMatchObject({ name: 'Zoë' });
  });
});

describe('a new school or circle', () => {
  const misspelt = [PEOPLE, 'p3,teacher,Cora,De Regenbog,Zuid,,slack,T0001,U0003,nl'];

  beforeEach(async () => {
    await importPeople(people);
  });

  it('is refused with its nearest known name when nobody can be asked', async () => {
    expect(await importPeople(misspelt)).toEqual({
      code: 2,
      out: '',
      err: 'The school "De Regenbog" is new: did you mean "De Regenboog"?\nNothing was imported: mend the names, or add --new-schools when they are right.\n',
    });
    expect(await counts()).toEqual([2, 2, 2]);
    const circle = [SCHOOLS, 'De Maan,Noort,noord,Europe/Amsterdam', 'Hoogland,Oost,midden,Europe/Amsterdam'];
    const { err } = await commands.run('import', 'schools', commands.file('schools.csv', circle));
    expect(err.split('\n').slice(0, 3)).toEqual([
      'The circle "Noort" is new: did you mean "Noord"?',
      'The circle "Oost" is new.',
      'The school "Hoogland" is new.',
    ]);
    expect(await counts()).toEqual([2, 2, 2]);
  });

  it('is taken with --new-schools', async () => {
    expect((await importPeople(misspelt, '--new-schools')).code).toBe(0);
    expect(await counts()).toEqual([3, 3, 2]);
  });

  it('is asked about at a terminal', async () => {
    commands.settings.terminal = true;
    commands.settings.stdin = 'n\n';
    const no = await importPeople(misspelt);
    expect([no.code, no.out]).toEqual([1, '']);
    expect(no.err).toContain('The school "De Regenbog" is new: did you mean "De Regenboog"?\n');
    expect(no.err).toContain('Nothing was imported.\n');
    expect(await counts()).toEqual([2, 2, 2]);
    commands.settings.stdin = 'y\n';
    expect((await importPeople(misspelt)).code).toBe(0);
    expect(await counts()).toEqual([3, 3, 2]);
  });

  it('is refused when the terminal ends', async () => {
    commands.settings.terminal = true;
    expect((await importPeople(misspelt)).code).toBe(1);
    expect(await counts()).toEqual([2, 2, 2]);
  });
});

describe('a circle with another name', () => {
  const SCHOOLS_OF_NOORD = [SCHOOLS, 'De Maan,Noord-West,noord,Europe/Amsterdam'];
  const isIt =
    '"Noord-West" has all schools of "Noord", which the file does not name: is it that circle, with another name?';
  const importSchools = (...options: string[]) =>
    commands.run('import', 'schools', commands.file('schools.csv', SCHOOLS_OF_NOORD), ...options);
  const named = async (name: string) => test.database.prisma.circle.findUnique({ where: { name } });

  beforeEach(async () => {
    await importPeople([...people, 'p4,supervisor,Dirk,,Noord,3,slack,T0001,U0004,nl']);
  });

  it('is refused when nobody can be asked, with what to answer', async () => {
    const isNew = 'The circle "Noord-West" is new.';
    const advice =
      'Nothing was imported: mend the names, add --rename-circles when it is, or --new-schools when all of it is new.';
    expect(await importSchools()).toEqual({ code: 2, out: '', err: `${isNew}\n${isIt}\n${advice}\n` });
    expect(await named('Noord-West')).toBeNull();
  });

  it('is the same circle, with its supervisors, when the operator says so', async () => {
    const before = await named('Noord');
    const { code, out } = await importSchools('--rename-circles');
    expect([code, out]).toEqual([
      0,
      'Schools: 0 new, 1 changed, 0 unchanged.\nThe circle "Noord" is called "Noord-West" from now on.\n',
    ]);
    expect((await named('Noord-West'))?.id).toBe(before?.id);
    expect(await named('Noord')).toBeNull();
    const [dirk] = await test.database.prisma.personCircle.findMany({ where: { person: { key: 'p4' } } });
    expect(dirk?.circleId).toBe(before?.id);
    expect(await createTrendStore(test.database).circles('2026-W47')).toEqual([
      { name: 'Noord-West', formerNames: ['Noord'], asked: false },
      { name: 'Zuid', formerNames: [], asked: false },
    ]);
  });

  it('is the same circle also when a file of people named it first, with the people placed there', async () => {
    const early = [...people, 'p4,supervisor,Dirk,,Noord-West,3,slack,T0001,U0004,nl'];
    const { err } = await importPeople(early);
    expect(err).toContain(
      'The circle "Noord-West" is new, and no school is in it: when a known circle has another name, import the schools first.\n',
    );
    const before = await named('Noord');
    expect((await importPeople(early, '--new-schools')).code).toBe(0);
    await test.database.prisma.contactHour.create({
      data: {
        supervisor: { connect: { key: 'p4' } },
        circle: { connect: { name: 'Noord-West' } },
        weekday: 2,
        begins: 900,
        ends: 960,
        slotMinutes: 15,
        place: 'kamer 2',
        firstDay: new Date('2026-11-24'),
        createdAt: new Date('2026-11-24'),
      },
    });
    // It does not silently become another circle: that it is known by its people does not decide that.
    expect(await importSchools()).toMatchObject({ code: 2, err: expect.stringContaining(isIt) });
    expect((await importSchools('--rename-circles')).code).toBe(0);
    expect((await named('Noord-West'))?.id).toBe(before?.id);
    expect(await named('Noord')).toBeNull();
    const dirk = await test.database.prisma.person.findUniqueOrThrow({
      where: { key: 'p4' },
      include: { circles: true, hours: true },
    });
    expect([...dirk.circles, ...dirk.hours].map(({ circleId }) => circleId)).toEqual([before?.id, before?.id]);
    expect(await createTrendStore(test.database).circles('2026-W47')).toContainEqual({
      name: 'Noord-West',
      formerNames: ['Noord'],
      asked: false,
    });
  });

  it('is another circle when it has schools of its own already', async () => {
    const school = 'De Ster,Noord-West,noord,Europe/Amsterdam';
    const first = commands.file('schools.csv', [SCHOOLS, school]);
    expect((await commands.run('import', 'schools', first, '--new-schools')).code).toBe(0);
    const { code, err } = await importSchools();
    expect([code, err]).toEqual([0, '']);
    expect((await named('Noord'))?.name).toBe('Noord');
  });

  it('causes a question at a terminal, and can be a new circle', async () => {
    commands.settings.terminal = true;
    commands.settings.stdin = 'y\n';
    const { code, err } = await importSchools('--dry-run');
    expect([code, err, (await named('Noord'))?.name]).toEqual([0, '', 'Noord']);
    expect(await importSchools()).toMatchObject({ code: 0, err: expect.stringContaining(isIt) });
    expect(await named('Noord')).toBeNull();
  });

  it('is another circle with --new-schools, or when two become one', async () => {
    expect((await importSchools('--new-schools')).code).toBe(0);
    expect((await named('Noord'))?.name).toBe('Noord');
    const one = ['De Maan,Samen,noord,Europe/Amsterdam', 'De Regenboog,Samen,zuid,Europe/Amsterdam'];
    const { err } = await commands.run('import', 'schools', commands.file('schools.csv', [SCHOOLS, ...one]));
    expect(err).toContain('The circle "Samen" is new.');
    expect(err).not.toContain('another name');
  });
});
