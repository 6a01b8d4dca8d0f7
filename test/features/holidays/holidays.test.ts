import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { goodMomentsOf } from '../../../src/calendar/store.ts';
import { examineHolidays } from '../../../src/features/holidays/examine-holidays.ts';
import { createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';

const NOW = new Date('2027-06-01T12:00:00Z');
const REGIONS = ['noord', 'midden', 'zuid'];

let test: TestDatabase;
let commands: ReturnType<typeof createCommandRunner>;
let teachers: readonly TestTeacher[];

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
});
beforeEach(async () => {
  await test.empty();
  teachers = await addPartnership(test.database, { Noord: 1, Zuid: 1 }, NOW);
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const stored = () => test.database.prisma.schoolHoliday.count();
const nextOf = async (index: number, from: string) => {
  const id = teachers[index]?.id ?? '';
  return (await goodMomentsOf(test.database, SETTINGS, [id], new Date(from))).get(id)?.toISOString();
};

/** In the government's format: with spaces around texts, and days as the instants at which they begin. */
function government(
  change: Record<string, unknown> = {},
  summer = ['2028-07-07T22:00:00.000Z', '2028-08-19T22:00:00.000Z'],
) {
  const region = (name: string, [startdate, enddate]: readonly (string | undefined)[]) => ({
    region: name,
    startdate,
    enddate,
  });
  const everywhere = ['2027-12-24T23:00:00.000Z', '2028-01-08T23:00:00.000Z'];
  return JSON.stringify({
    content: [
      {
        schoolyear: '\n2027-2028 ',
        vacations: [
          { type: '\nKerstvakantie ', compulsorydates: 'true', regions: [region('heel Nederland', everywhere)] },
          { type: 'Zomervakantie', compulsorydates: 'true', regions: REGIONS.map((name) => region(name, summer)) },
        ],
        ...change,
      },
    ],
  });
}

function calendar(...events: readonly string[]): string[] {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//school//',
    ...events.flatMap((event) => event.split('|')),
    'END:VCALENDAR',
  ];
}
const event = (name: string, first: string, end: string, more = '') =>
  `BEGIN:VEVENT|UID:${name}-${first}|DTSTAMP:20270101T000000Z|DTSTART;VALUE=DATE:${first}|DTEND;VALUE=DATE:${end}|SUMMARY:${name}${more}|END:VEVENT`;
const YEAR = [event('Kerst', '20261219', '20270104'), event('Zomer', '20270710', '20270823')];

describe('polsslag holidays import', () => {
  it("reads the government's open data: nobody is asked in those holidays in each region, and the last import counts", async () => {
    const file = commands.file('gov.json', [government()]);
    expect(await commands.run('holidays', 'import', file)).toMatchObject({
      code: 0,
      out: 'noord, 2027-2028: 2 holidays.\nmidden, 2027-2028: 2 holidays.\nzuid, 2027-2028: 2 holidays.\n',
    });
    expect(await nextOf(0, '2028-07-10T14:30:00Z')).toBe('2028-08-21T05:30:00.000Z');
    expect(await nextOf(0, '2027-12-23T15:00:00Z')).toBe('2027-12-23T15:00:00.000Z');
    expect(await nextOf(0, '2027-12-27T15:00:00Z')).toBe('2028-01-10T06:30:00.000Z');
    const again = commands.file('again.json', [government({}, ['2028-07-15', '2028-08-27'])]);
    expect(await commands.run('holidays', 'import', again)).toMatchObject({ code: 0 });
    expect(await nextOf(0, '2028-07-10T14:30:00Z')).toBe('2028-07-10T14:30:00.000Z');
    expect(await stored()).toBe(6);
  });

  it.each([
    ['nothing', [''], 'The file is not JSON: look at line 1, or just above it. For a calendar'],
    [
      'what is something else altogether',
      ['{"foo":1}'],
      "This is not the government's file of school holidays: take it from https://opendata.rijksoverheid.nl (",
    ],
    [
      'another shape',
      ['{"content": [{"schoolyear": "2027-2028"}]}'],
      'content.0.vacations (line 1) is missing: it must be a list',
    ],
    [
      'a school year in other words',
      [government({ schoolyear: '2027/28' })],
      'content.0.schoolyear (line 1) must be two years, as in 2027-2028.',
    ],
    [
      'a day that does not exist',
      [government({}, ['2028-02-30', '2028-03-10'])],
      'content.0.vacations.1.regions.0.startdate (line 1) must be a day that there is, as in 2027-07-10, or the moment',
    ],
    [
      'an end before its beginning',
      [government({}, ['2028-08-20', '2028-07-08'])],
      'it ends (2028-07-08) before it begins',
    ],
    ['another year', [government({}, ['2029-07-07', '2029-08-18'])], 'is not in 2027-2028'],
    ['a holiday without end', [government({}, ['2028-05-01', '2028-08-20'])], 'is longer than 70 days'],
    ['half a year', [government({ vacations: [] })], 'content.0.vacations (line 1) must not be empty.'],
    [
      'few days',
      [government({}, ['2028-07-08', '2028-07-10'])],
      'noord, 2027-2028: 19 days without school are too few',
    ],
  ])('reports what is wrong with %s, and changes nothing', async (_what, lines, why) => {
    await commands.run('holidays', 'import', commands.file('gov.json', [government()]));
    const said = await commands.run('holidays', 'import', commands.file('bad.json', lines));
    expect(said.code).not.toBe(0);
    expect(said.err).toContain(why);
    expect(await stored()).toBe(6);
  });

  it('reports all faults at once', async () => {
    const { err } = await commands.run(
      'holidays',
      'import',
      commands.file('bad.json', [government({}, ['2028-08-20', '2028-07-08'])]),
    );
    for (const region of REGIONS) expect(err).toContain(`Zomervakantie, ${region}, 2027-2028 (line 1): it ends`);
  });

  it('reports in one round both malformed and impossible values, each with its line', async () => {
    const regions = [
      { region: 'noord', startdate: '2028-08-20', enddate: '2028-07-08' },
      { region: 'oost', startdate: '2028-07-08', enddate: '2028-08-20' },
      { region: 'zuid', startdate: 'zomer' },
    ];
    const vacations = [
      { type: 'Zomer', regions },
      { type: 7, regions: [] },
    ];
    const file = JSON.stringify([{ content: [{ schoolyear: '2027-2028', vacations }] }], null, 1);
    expect(await commands.run('holidays', 'import', commands.file('bad.json', [file]))).toEqual({
      code: 2,
      out: '',
      err: [
        '0.content.0.vacations.0.regions.2.startdate (line 22) must be a day that there is, as in 2027-07-10, or the moment at which it begins.',
        '0.content.0.vacations.0.regions.2.enddate (line 20) is missing: it must be a text.',
        '0.content.0.vacations.1.type (line 27) must be a text.',
        '0.content.0.vacations.1.regions (line 28) must not be empty.',
        'Zomer, noord, 2027-2028 (line 10): it ends (2028-07-08) before it begins (2028-08-20).',
        'Zomer, oost, 2027-2028 (line 15): the region must be noord, midden, zuid or heel Nederland.',
        '',
      ].join('\n'),
    });
  });

  it("reads a school's calendar, which replaces its region's for that school alone", async () => {
    const meeting =
      'BEGIN:VEVENT|UID:m|DTSTAMP:20270101T000000Z|DTSTART:20270310T190000Z|DTEND:20270310T200000Z|SUMMARY:Ouderavond|END:VEVENT';
    const file = commands.file('school.ics', calendar(...YEAR, event('Studiedag', '20270309', '20270310'), meeting));
    expect(await commands.run('holidays', 'import', file, '--school', 'School Noord')).toMatchObject({
      code: 0,
      out: 'School Noord, 2026-2027: 3 holidays.\nLeft out, because they have a time of day: 1 event.\n',
    });
    expect(await nextOf(0, '2027-03-09T14:30:00Z')).toBe('2027-03-10T06:30:00.000Z');
    expect(await nextOf(1, '2027-03-09T14:30:00Z')).toBe('2027-03-09T14:30:00.000Z');
    // The spring holiday of the region is not the school's.
    expect(await nextOf(0, '2027-02-22T14:30:00Z')).toBe('2027-02-22T14:30:00.000Z');
    expect(await nextOf(1, '2027-02-22T14:30:00Z')).toBe('2027-03-01T06:30:00.000Z');
    expect((await commands.run('holidays', 'list')).out).toContain(
      'School Noord  2026-2027  2027-03-09  2027-03-09  Studiedag',
    );
  });

  it.each([
    ['that is none', ['hello'], 'School Noord', 'The file is not a calendar (.ics) that can be read.'],
    ['without whole days', calendar(), 'School Noord', 'There is no event of whole days in the calendar.'],
    [
      'with few days',
      calendar(event('Kerst', '20261219', '20270104')),
      'School Noord',
      '16 days without school are too few',
    ],
    [
      'that repeats',
      calendar(...YEAR, event('Vrij', '20270301', '20270302', '|RRULE:FREQ=WEEKLY')),
      'School Noord',
      'Vrij (2027-03-01): it repeats',
    ],
    [
      'that overlaps',
      calendar(...YEAR, event('Brug', '20270101', '20270105')),
      'School Noord',
      'Brug (2027-01-01) overlaps',
    ],
    ['of an unknown school', calendar(...YEAR), 'Nergens', 'There is no school "Nergens".'],
    ['of a misspelt school', calendar(...YEAR), 'School Oost', '"School Oost": did you mean "School Noord"?'],
  ])('reports what is wrong with a calendar %s, and changes nothing', async (_what, lines, school, why) => {
    const said = await commands.run('holidays', 'import', commands.file('bad.ics', lines), '--school', school);
    expect(said.code).not.toBe(0);
    expect(said.err).toContain(why);
    expect(await stored()).toBe(0);
  });

  it('reports that a file does not exist', async () => {
    expect((await commands.run('holidays', 'import', '/nowhere.json')).err).toContain('there is no such file');
  });
});

describe('doctor', () => {
  it('warns from three months before the known holidays end, until the coming school year is imported', async () => {
    const { prisma } = test.database;
    expect((await examineHolidays(prisma, new Date('2027-05-28T12:00:00Z'))).state).toBe('ok');
    const { state, text } = await examineHolidays(prisma, NOW);
    expect(state).toBe('hint');
    expect(text).toContain('polsslag holidays import FILE');
    await commands.run('holidays', 'import', commands.file('gov.json', [government()]));
    expect(await examineHolidays(prisma, NOW)).toEqual({
      state: 'ok',
      text: 'School holidays: known until 2028-08-20.',
    });
  });
});
