import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { announceMethod, composeMethod } from '../../../src/features/method/announce-method.ts';
import { createMethodStore } from '../../../src/features/method/store.ts';
import { freezeWeek } from '../../../src/features/trends/publish-week.ts';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { itemsOfScale } from '../../../src/measurement/instrument.ts';
import { nextWeek, startOfWeek } from '../../../src/measurement/iso-week.ts';
import { seededRandom } from '../../../src/measurement/random.ts';
import { SCALES } from '../../../src/measurement/scale.ts';
import { cronbachAlpha } from '../../../src/measurement/statistics.ts';
import { erasePerson } from '../../../src/people/erase-person.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, type TestTeacher } from '../../fixtures/partnership.ts';

const ZONE = 'Europe/Amsterdam';
const START = '2026-W20';
/** Later than every week in these tests. */
const AFTER = '2026-W47';
const NOW = new Date('2026-11-24T09:30:00Z');

let test: TestDatabase;
let method: Parameters<typeof announceMethod>[0];
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  commands = createCommandRunner(test);
  const { first } = await readInstruments([]);
  method = { store: createMethodStore(test.database), instrument: first, timezone: ZONE };
});
afterEach(() => commands.removeFiles());
afterAll(() => test.drop());

const prisma = () => test.database.prisma;
const codes = (index: number) => SCALES.map((scale) => itemsOfScale(method.instrument, scale)[index]?.code ?? '');

function weeksFrom(week: string, count: number): string[] {
  return count === 0 ? [] : [week, ...weeksFrom(nextWeek(week), count - 1)];
}

/** Asks teachers for whole cycles and answers by chance; people differ, so that items correlate. */
async function playCycles(teachers: readonly TestTeacher[], cycles: number, start = START): Promise<void> {
  const random = seededRandom(5);
  const { id: circleId } = await prisma().circle.findFirstOrThrow();
  const played = teachers.flatMap(({ id: personId }, index) =>
    weeksFrom(start, 3 * cycles).map((week, number) => {
      const third = number % 3;
      const about = { personId, circleId, week, instrument: 'polsslag@1' };
      const cycle = (number - third) / 3 + (start === START ? 0 : 100);
      const checkIn = { ...about, id: randomUUID(), cycle, third, createdAt: NOW, closesAt: NOW };
      const answer = { ...about, checkInId: checkIn.id, answeredAt: startOfWeek(week, ZONE), source: 'chat' as const };
      const value = () => Math.min(6, Math.floor((index % 3) + 4 * random()));
      return { checkIn, answers: codes(third).map((item) => ({ ...answer, item, value: value() })) };
    }),
  );
  await prisma().checkIn.createMany({ data: played.map(({ checkIn }) => checkIn) });
  await prisma().answer.createMany({ data: played.flatMap(({ answers }) => answers) });
}

/** Computes alpha from the answers, by person and cycle. */
async function alphaOf(scale: (typeof SCALES)[number]): Promise<number | null> {
  const items = itemsOfScale(method.instrument, scale).map(({ code }) => code);
  const answers = await prisma().answer.findMany({ where: { item: { in: items } }, include: { checkIn: true } });
  const rows = new Map<string, number[]>();
  for (const { personId, checkIn, item, value } of answers) {
    const key = `${personId} ${checkIn?.cycle}`;
    const row = rows.get(key) ?? [];
    row[items.indexOf(item)] = value;
    rows.set(key, row);
  }
  const of = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  };
  const all = [...rows.values()];
  const variances = items.map((_, item) => of(all.map((row) => row[item] ?? Number.NaN)));
  return cronbachAlpha({ items: variances, sum: of(all.map((row) => row.reduce((sum, value) => sum + value, 0))) });
}

const cyclesBefore = (week = AFTER) => method.store.cyclesBefore(week, method.instrument);

describe('complete cycles', () => {
  it('are added up to the variances of their answers', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 12 }, NOW), 3);
    const { cycles, teachers, ofTwo, scales } = await cyclesBefore();
    expect({ cycles, teachers, ofTwo }).toEqual({ cycles: 36, teachers: 12, ofTwo: 6 });
    for (const scale of SCALES) {
      const alpha = scales && cronbachAlpha(scales[scale]);
      expect(alpha).toBeGreaterThan(0.3);
      expect(alpha).toBeCloseTo((await alphaOf(scale)) ?? Number.NaN, 10);
    }
  });

  it('are none when nobody answered', async () => {
    expect(await cyclesBefore()).toEqual({ cycles: 0, teachers: 0, ofTwo: 0, scales: null });
  });

  it('have all answers, and lie completely before the week that is asked for', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 3 }, NOW), 2);
    expect((await cyclesBefore('2026-W26')).cycles).toBe(6);
    expect((await cyclesBefore('2026-W25')).cycles).toBe(3);
    const { id } = await prisma().answer.findFirstOrThrow({ where: { week: START } });
    await prisma().answer.delete({ where: { id } });
    expect((await cyclesBefore()).cycles).toBe(5);
  });

  it('are from participants, and of this instrument', async () => {
    const [first, second] = await addPartnership(test.database, { Noord: 4 }, NOW);
    await playCycles(await readTeachers(), 1);
    await prisma().person.updateMany({ where: { id: first?.id ?? '' }, data: { declinedAt: NOW, consentedAt: null } });
    await prisma().answer.updateMany({ where: { personId: second?.id ?? '' }, data: { instrument: 'other@1' } });
    expect(await cyclesBefore()).toMatchObject({ cycles: 2, teachers: 2 });
  });
});

async function readTeachers(): Promise<TestTeacher[]> {
  return (await prisma().person.findMany()).map(({ id, key }) => ({ id, key, user: '' }));
}

const HEADERS = {
  people: 'person,role,name,school,circle,cluster,platform,workspace,user,language',
  answers: 'person,item,value,answered_at',
};

describe('imported answers', () => {
  /** All nine items in three weeks, from the Wednesday of this week on. */
  const cycleOf = (person: string, week: string) =>
    weeksFrom(week, 3).flatMap((each, third) => {
      const at = new Date(startOfWeek(each, ZONE).getTime() + 3 * 86_400_000).toISOString();
      return codes(third).map((item) => `${person},${item},${(item.length + third) % 7},${at}`);
    });

  async function importAll(people: readonly string[], answers: readonly string[]): Promise<void> {
    const rows = people.map((key) => `${key},teacher,Naam,De Zon,Noord,,,,,nl`);
    const files = [
      ['people', commands.file('people.csv', [HEADERS.people, ...rows])],
      ['answers', commands.file('answers.csv', [HEADERS.answers, ...answers])],
    ] as const;
    for (const [kind, file] of files) {
      const { code, err } = await commands.run('import', kind, file, '--consent-on-file');
      expect([code, err]).toEqual([0, '']);
    }
  }

  it('make a cycle when three consecutive weeks hold each item once, and no answer counts in two', async () => {
    const twice = [...cycleOf('p1', '2026-W20'), ...cycleOf('p1', '2026-W23')];
    const withAGap = cycleOf('p2', '2026-W20').map((line) => line.replace('2026-05-27', '2026-06-17'));
    const withAHole = cycleOf('p3', '2026-W20').slice(1);
    await importAll(['p1', 'p2', 'p3'], [...twice, ...withAGap, ...withAHole]);
    expect(await cyclesBefore()).toMatchObject({ cycles: 2, teachers: 1 });
  });

  it('do not count in a week that got some of them after it was frozen', async () => {
    const publication = {
      store: createTrendStore(test.database),
      instrument: method.instrument,
      timezone: ZONE,
      minimum: 5,
    };
    await importAll(['p1', 'p2'], [...cycleOf('p1', '2026-W20'), ...cycleOf('p1', '2026-W23')]);
    await freezeWeek(publication, '2026-W24', NOW);
    expect((await cyclesBefore()).cycles).toBe(2);
    await importAll(['p1', 'p2'], cycleOf('p2', '2026-W23'));
    expect((await cyclesBefore()).cycles).toBe(1);
  });

  it('of simulated teachers give the alpha of their true cycles', async () => {
    const folder = commands.file('unused', []).replace(/unused$/, 'simulated');
    const words = ['--teachers', '40', '--weeks', '9', '--seed', '3', '--nonresponse', '0', '--csv', folder];
    await commands.run('simulate', ...words);
    await commands.run('import', 'people', `${folder}/people.csv`, '--consent-on-file');
    await commands.run('import', 'answers', `${folder}/answers.csv`);
    const summary = await cyclesBefore();
    expect(summary).toMatchObject({ cycles: 120, teachers: 40, ofTwo: 6 });
    commands.settings.now = new Date('2027-01-12T09:30:00Z');
    const { out } = await commands.run('method', '--json');
    const { alpha } = JSON.parse(out);
    for (const scale of SCALES) {
      expect(alpha[scale]).toBe(Math.round(100 * (cronbachAlpha(summary.scales?.[scale] ?? NONE) ?? 0)) / 100);
      expect(alpha[scale]).toBeGreaterThan(0.6);
    }
  });
});

const NONE = { items: [], sum: 0 };

describe('polsslag method', () => {
  it('reports that there is no figure yet, and what there will be', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 9 }, NOW), 4);
    const { code, out } = await commands.run('method', '--json');
    const nothing = { vigour: null, dedication: null, absorption: null };
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ alpha: nothing, reading: nothing, cycles: null, teachers: null });
    expect((await commands.run('method')).out).toContain('There is no figure yet.');
    expect(out).not.toContain('36');
  });

  it('prints alpha with its meaning, numbers in bands, and what the figures are based on', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 13 }, NOW), 3);
    const { out } = await commands.run('method', '--json');
    expect(JSON.parse(out)).toMatchObject({
      reading: { vigour: expect.stringMatching(/good|enough|little/) },
      cycles: 30,
      teachers: '10-19',
      needed: { cycles: 30, teachers: 10 },
      instrument: 'polsslag@1',
      corrections: 'instrument',
      planningSd: method.instrument.planningSd,
      normsApply: false,
    });
    const text = (await commands.run('method')).out;
    expect(text).toContain('at least 30 rounds of three check-ins');
    expect(text).toContain('Corrections for the items come from the instrument file.');
  });

  it("reports when the corrections are the partnership's own", async () => {
    await prisma().itemTotal.createMany({
      data: method.instrument.items.map(({ code }) => ({ week: '2026-W30', item: code, count: 200, sum: 700 })),
    });
    expect(JSON.parse((await commands.run('method', '--json')).out).corrections).toBe('own past');
  });
});

describe("the quarter's post", () => {
  it('does not exist below the threshold', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 9 }, NOW), 4);
    expect(await announceMethod(method, '2026-Q4', NOW)).toBe(false);
    expect(await prisma().notification.count()).toBe(0);
    expect(await composeMethod(method, '2026-Q4', 'nl')).toBeNull();
  });

  it('goes to every channel once a quarter, and is the same whenever it is sent', async () => {
    await playCycles(await addPartnership(test.database, { Noord: 12 }, NOW), 3);
    expect(await announceMethod(method, '2026-Q4', NOW)).toBe(true);
    await announceMethod(method, '2026-Q4', NOW);
    const posts = await prisma().notification.findMany({ orderBy: { lane: 'asc' } });
    expect(
      posts.map(({ kind, subject, key, channelId }) => [kind, subject, key === `method:2026-Q4:${channelId}`]),
    ).toEqual([
      ['method', '2026-Q4', true],
      ['method', '2026-Q4', true],
    ]);
    const view = await composeMethod(method, '2026-Q4', 'nl');
    expect(JSON.stringify(view)).toMatch(/Vitaliteit.*0,\d\d, de vragen passen/);
    await playCycles(await readTeachers(), 1, '2026-W41');
    expect((await cyclesBefore()).cycles).toBe(48);
    expect(await composeMethod(method, '2026-Q4', 'nl')).toEqual(view);
  });

  it('stays as published when somebody stops or is erased, in a later channel and for the operator: two versions would reveal them', async () => {
    const teachers = await addPartnership(test.database, { Noord: 13 }, NOW);
    await playCycles(teachers, 3);
    const of = async () => [await composeMethod(method, '2026-Q4', 'nl'), (await commands.run('method', '--json')).out];
    const before = await of();
    expect(JSON.parse(before[1]?.toString() ?? '')).toMatchObject({ quarter: '2026-Q4', cycles: 30 });
    const [first, second] = teachers.map(({ id }) => id);
    await prisma().person.update({ where: { id: first ?? '' }, data: { declinedAt: NOW } });
    expect(await of()).toEqual(before);
    await erasePerson(prisma(), second ?? '');
    await playCycles(await readTeachers(), 1, '2026-W41');
    expect(await of()).toEqual(before);
  });
});
