import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import { addWeeks } from 'date-fns/addWeeks';
import { LEFT_ALONE } from '../../src/people/conditions.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../fixtures/partnership.ts';
import { type OpenFeatures, openFeatures, scheduleNamed } from './open-features.ts';

/** 15:30 on a Tuesday, when check-ins are sent. */
const TUESDAY = new Date('2026-11-03T14:30:00Z');
/** 06:00, when the messages of that day are planned. */
const THURSDAY = new Date('2026-11-05T05:00:00Z');
const SATURDAY = new Date('2026-11-07T05:00:00Z');

let test: TestDatabase;
let now = TUESDAY;
let features: OpenFeatures;
let teachers: readonly TestTeacher[];

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  now = TUESDAY;
  features = await openFeatures(test.database, () => now);
  teachers = await addPartnership(test.database, { Noord: 3 }, TUESDAY);
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;

/** Runs a schedule at a moment, as the scheduler does. */
async function run(name: string, at: Date): Promise<void> {
  now = at;
  const schedule = scheduleNamed(features, name);
  await schedule.run(schedule.period(at) ?? '', at);
}

/** Plans the check-ins of a week, which arrive at once. */
async function ask(at: Date): Promise<void> {
  await run('check-ins', at);
  await prisma().notification.updateMany({
    where: { kind: 'check-in', state: 'queued' },
    data: { state: 'sent', sentAt: at },
  });
}

function nth(index: number): TestTeacher {
  const teacher = teachers[index];
  if (!teacher) throw new Error('no such teacher');
  return teacher;
}

const userOf = ({ user }: TestTeacher) => ({ platform: 'slack', workspace: TEAM, user }) as const;
const messagesOf = (kind: string, teacher = nth(0)) =>
  prisma().notification.findMany({ where: { kind, account: { personId: teacher.id } } });
const compose = (kind: string, subject: string) => features.composers[kind]?.(subject, now, 'nl');

async function answer(teacher: TestTeacher, items = 1): Promise<void> {
  const checkIn = await prisma().checkIn.findFirstOrThrow({
    where: { personId: teacher.id },
    orderBy: { week: 'desc' },
    include: { items: true },
  });
  for (const { item } of checkIn.items.slice(0, items)) {
    await features.receive({
      id: `${item}-${checkIn.id}`,
      kind: 'tap',
      action: 'check-in.answer',
      from: userOf(teacher),
      data: { checkIn: checkIn.id, item, value: '4' },
    });
  }
}

describe('a reminder', () => {
  it('comes once, two days after the questions, at the same time of the day', async () => {
    await ask(TUESDAY);
    await run('reminders', addDays(THURSDAY, -1));
    expect(await messagesOf('reminder')).toHaveLength(0);
    await run('reminders', THURSDAY);
    await run('reminders', addDays(THURSDAY, 1));
    const reminders = await messagesOf('reminder');
    expect(reminders.map(({ notBefore, unasked }) => ({ notBefore, unasked }))).toEqual([
      { notBefore: addDays(TUESDAY, 2), unasked: 3 },
    ]);
  });

  it('comes the day after when the questions close before the second', async () => {
    const wednesday = addDays(TUESDAY, 1);
    await ask(addDays(wednesday, 1));
    await run('reminders', addDays(THURSDAY, 1));
    expect((await messagesOf('reminder')).map(({ notBefore }) => notBefore)).toEqual([addDays(wednesday, 2)]);
  });

  it('shows the same first question, and says that it is the only reminder', async () => {
    await ask(TUESDAY);
    await run('reminders', THURSDAY);
    const [{ subject } = { subject: '' }] = await messagesOf('reminder');
    const view = JSON.stringify(await compose('reminder', subject));
    expect(view).toContain('Meer herinner ik je er niet aan');
    expect(view).toContain('check-in.answer');
  });

  it('is not sent to people who began to answer, not even when it was planned already', async () => {
    await ask(TUESDAY);
    await answer(nth(0));
    await run('reminders', THURSDAY);
    expect(await messagesOf('reminder')).toHaveLength(0);
    const [{ subject } = { subject: '' }] = await messagesOf('reminder', nth(1));
    expect(await compose('reminder', subject)).not.toBeNull();
    await answer(nth(1));
    expect(await compose('reminder', subject)).toBeNull();
  });

  it('is not sent to people who stopped or have a pause, nor when the questions never arrived', async () => {
    await ask(TUESDAY);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: TUESDAY } });
    await prisma().rhythm.create({ data: { personId: nth(1).id, pausedUntil: addWeeks(TUESDAY, 2) } });
    await prisma().notification.updateMany({
      where: { account: { personId: nth(2).id } },
      data: { state: 'failed', sentAt: null },
    });
    await run('reminders', THURSDAY);
    expect(await prisma().notification.count({ where: { kind: 'reminder' } })).toBe(0);
  });
});

describe('a reminder to somebody who is not on the list any more', () => {
  it('is not sent until they say that they stay, because they already have one open question', async () => {
    await ask(TUESDAY);
    const missing = { missingSince: TUESDAY };
    await prisma().person.update({ where: { id: nth(0).id }, data: missing });
    await prisma().person.update({ where: { id: nth(1).id }, data: { ...missing, staysAt: TUESDAY } });
    await run('reminders', THURSDAY);
    expect(await messagesOf('reminder')).toHaveLength(0);
    expect(await messagesOf('reminder', nth(1))).toHaveLength(1);
  });
});

describe('somebody who leaves four check-ins unanswered', () => {
  /**
   * Plays weeks in which everybody is asked and only the others answer.
   * @param from the number of weeks after the first
   */
  async function silence(weeks: number, from = 0): Promise<void> {
    for (let week = from; week < from + weeks; week += 1) {
      await ask(addWeeks(TUESDAY, week));
      await answer(nth(1));
      await run('slow-down', addWeeks(SATURDAY, week));
    }
  }
  const checkIns = (teacher: TestTeacher) => prisma().checkIn.count({ where: { personId: teacher.id } });
  const leftAlone = () =>
    prisma().$queryRaw<{ id: string }[]>`SELECT id FROM "Person" p WHERE ${LEFT_ALONE} AND id = ${nth(0).id}::uuid`;

  async function tap(data: Record<string, string>) {
    return features.receive({
      id: JSON.stringify(data),
      kind: 'tap',
      action: 'slow-down.choose',
      from: userOf(nth(0)),
      data,
    });
  }

  it('is asked once whether they want fewer questions, at a good moment, and then left alone', async () => {
    await silence(3);
    expect(await messagesOf('slow-down')).toHaveLength(0);
    await silence(4, 3);
    const asked = await messagesOf('slow-down');
    // Monday morning after the fourth week.
    expect(asked.map(({ notBefore }) => notBefore)).toEqual([new Date('2026-11-30T06:30:00Z')]);
    expect(await checkIns(nth(0))).toBe(4);
    expect(await checkIns(nth(1))).toBe(7);
    expect(await messagesOf('slow-down', nth(1))).toHaveLength(0);
    expect(JSON.stringify(await compose('slow-down', asked[0]?.subject ?? ''))).toContain('minder vaak');
  });

  it('chooses how often, and gets questions at that rhythm', async () => {
    await silence(4);
    const reply = await tap({ weeks: '2' });
    expect(JSON.stringify(reply)).toContain('om de week');
    expect(await prisma().rhythm.findUnique({ where: { personId: nth(0).id } })).toMatchObject({ everyWeeks: 2 });
    expect(await leftAlone()).toHaveLength(0);
    // The choice is permanent: somebody who stays silent is not asked again, and gets questions at the chosen rhythm.
    await silence(8, 4);
    expect(await messagesOf('slow-down')).toHaveLength(1);
  });

  it('gets an explanation when the tap holds no valid choice', async () => {
    await silence(4);
    await tap({ weeks: '3' });
    expect(await leftAlone()).toHaveLength(1);
    expect(await prisma().rhythm.count()).toBe(0);
  });

  it('is not promised any questions when they have stopped meanwhile', async () => {
    await silence(4);
    const at = { declinedAt: SATURDAY, consentedAt: null };
    await prisma().person.update({ where: { id: nth(0).id }, data: at });
    const reply = JSON.stringify(await tap({ weeks: '2' }));
    expect(reply).toContain('Je doet niet mee, dus je krijgt geen vragen.');
    expect(reply).toContain('Typ dan: start');
    expect(await prisma().rhythm.count()).toBe(0);
  });

  it('gets questions again after writing a word', async () => {
    await silence(4);
    expect(await leftAlone()).toHaveLength(1);
    await features.receive({ id: 'w', kind: 'command', words: 'help', from: userOf(nth(0)), conversation: null });
    expect(await leftAlone()).toHaveLength(0);
    await ask(addWeeks(TUESDAY, 4));
    expect(await checkIns(nth(0))).toBe(5);
  });

  it('gets questions again after choosing when to be asked, also by buttons alone', async () => {
    await silence(4);
    const values = { day: '1', time: '16:00', every: '2', workdays: ['1', '2', '3', '4', '5'] };
    const from = userOf(nth(0));
    const saved = await features.receive({
      id: 's',
      kind: 'submission',
      action: 'settings.save',
      from,
      data: {},
      values,
    });
    expect(saved).toEqual({ kind: 'close', note: expect.stringContaining('Je volgende vragen: maandag 7 december') });
    expect(await leftAlone()).toHaveLength(0);
    // The waiting question whether they want fewer has nothing to ask any more.
    const [asked] = await messagesOf('slow-down');
    expect(await compose('slow-down', asked?.subject ?? '')).toBeNull();
    await ask(addWeeks(TUESDAY, 5));
    expect(await checkIns(nth(0))).toBe(5);
  });

  it('is not promised questions within a week when they come back to a rhythm of four weeks', async () => {
    await prisma().rhythm.create({ data: { personId: nth(0).id, everyWeeks: 4 } });
    await ask(TUESDAY);
    now = addDays(TUESDAY, 2);
    const type = (words: string) =>
      features.receive({ id: words, kind: 'command', words, conversation: null, from: userOf(nth(0)) });
    await type('stop');
    const welcome = JSON.stringify(await type('start'));
    expect(welcome).toContain('Fijn dat je meedoet. Je krijgt drie korte vragen');
    expect(welcome).not.toContain('Binnen een week');
    await ask(addWeeks(TUESDAY, 1));
    expect(await checkIns(nth(0))).toBe(1);
    await ask(addWeeks(TUESDAY, 4));
    expect(await checkIns(nth(0))).toBe(2);
  });

  it.each([
    [1, 'Zal ik je minder vaak iets vragen?', ['Om de week', 'Om de vier weken', 'Elke week, net als nu']],
    [2, 'Zal ik je minder vaak iets vragen?', ['Om de vier weken', 'Om de week, net als nu']],
    [4, 'Zal ik je blijven vragen?', ['Om de vier weken, net als nu']],
  ])('is only offered lower rhythms than their own (every %s weeks)', async (everyWeeks, question, labels) => {
    await silence(4);
    await prisma().rhythm.create({ data: { personId: nth(0).id, everyWeeks } });
    const [asked] = await messagesOf('slow-down');
    const view = await compose('slow-down', asked?.subject ?? '');
    expect(view?.summary).toContain(question);
    const buttons = view?.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : [])) ?? [];
    expect(buttons.map(({ label }) => label)).toEqual(labels);
  });

  it('gets questions again after stopping and coming back, also by buttons alone', async () => {
    await silence(4);
    const decide = (answer: string) =>
      features.receive({
        ...{ id: answer, kind: 'tap', action: 'people.consent', from: userOf(nth(0)) },
        data: { answer, version: '1' },
      });
    now = addWeeks(SATURDAY, 4);
    await decide('no');
    const welcome = await decide('yes');
    expect(JSON.stringify(welcome)).toContain('Je krijgt drie korte vragen');
    expect(await leftAlone()).toHaveLength(0);
    const [asked] = await messagesOf('slow-down');
    expect(await compose('slow-down', asked?.subject ?? '')).toBeNull();
    await ask(addWeeks(TUESDAY, 4));
    expect(await checkIns(nth(0))).toBe(5);
  });

  it('gets questions again after answering one that was still open, and can get the offer again after that', async () => {
    await silence(4);
    await prisma().checkIn.updateMany({ data: { closesAt: addWeeks(now, 1) } });
    now = addDays(now, 1);
    await answer(nth(0));
    expect(await leftAlone()).toHaveLength(0);
    await prisma().checkIn.updateMany({ data: { closesAt: now } });
    // Two of these are holidays.
    await silence(7, 5);
    expect(await messagesOf('slow-down')).toHaveLength(2);
  });

  it('is not left alone because of a question that did not arrive, and gets the next one', async () => {
    await silence(4);
    await prisma().notification.updateMany({
      where: { kind: 'slow-down' },
      data: { state: 'failed', reason: 'channel_not_found' },
    });
    await run('slow-down', addWeeks(SATURDAY, 4));
    expect((await messagesOf('slow-down')).map(({ state }) => state).sort()).toEqual(['failed', 'queued']);
  });

  it('finds this among their own data', async () => {
    await silence(4);
    const held = await features.export({ id: nth(0).id, language: 'nl' });
    expect(held.find(({ name }) => name === 'slowDown')?.rows).toHaveLength(1);
  });
});
