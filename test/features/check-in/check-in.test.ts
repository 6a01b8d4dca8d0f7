import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../src/database/client.ts';
import type { Prisma } from '../../../src/database/generated/client.ts';
import { checkInHandlers } from '../../../src/features/check-in/answer-check-in.ts';
import { createOwnPlanStore } from '../../../src/features/check-in/own-plan-store.ts';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { createCheckInStore } from '../../../src/features/check-in/store.ts';
import { changeDialog } from '../../../src/features/check-in/view.ts';
import { type Instruments, readInstruments } from '../../../src/instruments.ts';
import { seededRandom } from '../../../src/measurement/random.ts';
import { pause, resume } from '../../../src/outbox/pause-store.ts';
import { createPeople } from '../../../src/people/store.ts';
import { openFeatures } from '../../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { createLatch } from '../../fakes/latch.ts';
import { addPartnership, TEAM, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { waitUntil } from '../../wait-until.ts';

const TUESDAY = new Date('2026-11-17T14:30:00Z');
const WEEK_MS = 7 * 24 * 3_600_000;
const weeksLater = (weeks: number) => new Date(TUESDAY.getTime() + weeks * WEEK_MS);

let test: TestDatabase;
let store: ReturnType<typeof createCheckInStore>;
let planning: Parameters<typeof planCheckIns>[0];
let teachers: readonly TestTeacher[];
let instruments: Instruments;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  instruments = await readInstruments([]);
  store = createCheckInStore(test.database);
  planning = { database: test.database, instruments, settings: SETTINGS, random: seededRandom(3) };
  teachers = await addPartnership(test.database, { Noord: 7, Zuid: 5 }, TUESDAY);
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;
/** The number of statements that wait for a lock. */
async function waitingStatements(): Promise<number> {
  const rows = await prisma().$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length;
}
const ownerOf = (teacher: TestTeacher) => ({ platform: 'slack', workspace: TEAM, user: teacher.user }) as const;

const handlers = () =>
  checkInHandlers({
    store,
    instruments,
    now: () => TUESDAY,
    lessonsEnd: 15 * 60,
    people: createPeople(test.database),
    all: { thanks: async () => [], aboveQuestions: async () => [] },
    nextOf: async () => null,
    standsStill: async () => false,
    snooze: async () => ({ kind: 'none' }),
  });

function nth(index: number): TestTeacher {
  const teacher = teachers[index];
  if (!teacher) throw new Error('no such teacher');
  return teacher;
}

describe('another answer to a question that has one', () => {
  it('is reported as not stored, also when the reply is drawn so late that the state is read again', async () => {
    await planCheckIns(planning, TUESDAY);
    const { id, items } = await prisma().checkIn.findFirstOrThrow({
      where: { personId: nth(0).id },
      include: { items: { orderBy: { position: 'asc' } } },
    });
    const shown = async (value: string) => {
      const data = { checkIn: id, item: items[0]?.item ?? '', value };
      const tap = handlers().idempotentTaps?.['check-in.answer'];
      const reply = await tap?.({ id: '1', kind: 'tap', action: 'check-in.answer', from: ownerOf(nth(0)), data });
      if (reply?.kind !== 'replace') throw new Error('the message was not replaced');
      return JSON.stringify([reply.view, await reply.about?.current()]).match(/eerste antwoord blijft staan/g);
    };
    expect(await shown('5')).toBeNull();
    expect(await shown('3')).toHaveLength(2);
    expect(await shown('5')).toBeNull();
  });
});

describe('somebody who has become a supervisor', () => {
  it('does not get the questions that were planned for them as a teacher', async () => {
    await planCheckIns(planning, TUESDAY);
    const { id } = await prisma().checkIn.findFirstOrThrow({ where: { personId: nth(0).id } });
    await prisma().person.update({ where: { id: nth(0).id }, data: { role: 'supervisor' } });
    expect(await store.get(id)).toBeNull();
  });
});

describe('somebody who stops', () => {
  it('does not get what was planned already, and their taps are not stored any more', async () => {
    await planCheckIns(planning, TUESDAY);
    const { id, items } = await prisma().checkIn.findFirstOrThrow({
      where: { personId: nth(0).id },
      include: { items: { orderBy: { position: 'asc' } } },
    });
    const item = items[0]?.item ?? '';
    expect(await store.get(id)).toMatchObject({ id });
    const stopped = { declinedAt: TUESDAY, consentedAt: null };
    await prisma().person.update({ where: { id: nth(0).id }, data: stopped });
    expect(await store.get(id)).toBeNull();
    await store.answer(id, ownerOf(nth(0)), item, 3, TUESDAY);
    expect(await store.addAnswer(id, item, 3, TUESDAY)).toBe(false);
    expect(await store.changeAnswers(id, new Map([[item, 3]]), TUESDAY)).toBe(false);
    expect(await prisma().answer.count()).toBe(0);
  });

  it('reads this on every way to the answers of an open check-in', async () => {
    await planCheckIns(planning, TUESDAY);
    const { id } = await prisma().checkIn.findFirstOrThrow({ where: { personId: nth(0).id } });
    const { items } = (await store.find(id, ownerOf(nth(0)))) ?? { items: [] };
    const from = ownerOf(nth(0));
    const { idempotentTaps: taps, overwritingSubmissions: submissions, commands } = handlers();
    const answer = { checkIn: id, item: items[0]?.item ?? '', value: '3' };
    const all = async () =>
      JSON.stringify([
        await taps?.['check-in.answer']?.({ id: '1', kind: 'tap', action: 'check-in.answer', from, data: answer }),
        await taps?.['check-in.open']?.({ id: '2', kind: 'tap', action: 'check-in.open', from, data: { checkIn: id } }),
        await submissions?.['check-in.change']?.({
          id: '3',
          kind: 'submission',
          action: 'check-in.change',
          from,
          data: { checkIn: id },
          values: { [answer.item]: '4' },
        }),
        await commands?.['check-in']?.({ id: '4', kind: 'command', words: 'check-in', from, conversation: null }),
      ]);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: TUESDAY, consentedAt: null } });
    const stopped = await all();
    expect(stopped.match(/Je doet niet meer mee/g)).toHaveLength(6);
    expect(stopped).not.toContain('Bewaren');
    expect(await prisma().answer.count()).toBe(0);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: null, consentedAt: TUESDAY } });
    expect(await all()).not.toContain('Je doet niet meer mee');
  });
});

describe('the home page', () => {
  it('shows that there are questions, and until when, as long as something can be answered', async () => {
    const features = await openFeatures(test.database, () => TUESDAY);
    const { receive } = features;
    const words = async () =>
      JSON.stringify(
        await receive({
          id: `${Math.random()}`,
          kind: 'command',
          words: 'home',
          from: ownerOf(nth(0)),
          conversation: null,
        }),
      );
    const said = 'Er staan vragen van deze week voor je klaar, tot vrijdag 20 november om 18:00 uur.';
    await planCheckIns(planning, TUESDAY);
    const { id, items } = await prisma().checkIn.findFirstOrThrow({
      where: { personId: nth(0).id },
      include: { items: true },
    });
    // It has not arrived yet.
    expect(await words()).not.toContain(said);
    await prisma().notification.updateMany({ data: { state: 'sent' } });
    expect(await words()).toContain(said);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: TUESDAY, consentedAt: null } });
    expect(await words()).not.toContain(said);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: null, consentedAt: TUESDAY } });
    for (const { item } of items) {
      expect(await words()).toContain(said);
      await store.answer(id, ownerOf(nth(0)), item, 3, TUESDAY);
    }
    expect(await words()).not.toContain(said);
  });
});

describe('during a pause', () => {
  const OPEN = 'Er staan vragen van deze week voor je klaar';
  const NEXT = 'Je volgende vragen';
  const STILL = 'Polsslag staat nu even stil. Je krijgt geen vragen tot het weer verdergaat.';
  const type = async (words: string) => {
    const { receive } = await openFeatures(test.database, () => TUESDAY);
    const from = ownerOf(nth(0));
    return JSON.stringify(await receive({ id: `${Math.random()}`, kind: 'command', words, from, conversation: null }));
  };

  it('of their own, the home page does not ask them to answer open questions, but shows that they exist', async () => {
    await planCheckIns(planning, TUESDAY);
    await prisma().notification.updateMany({ data: { state: 'sent' } });
    await prisma().rhythm.create({ data: { personId: nth(0).id, pausedUntil: new Date('2026-11-30') } });
    const home = await type('home');
    expect(home).not.toContain(OPEN);
    const open = 'De vragen van deze week staan er tot vrijdag 20 november om 18:00 uur.';
    expect(home).toContain(`Je hebt pauze, dus er hoeft niets. Wil je toch? ${open}`);
    await prisma().rhythm.updateMany({ data: { pausedUntil: new Date('2026-11-17') } });
    expect(await type('home')).toContain(OPEN);
  });

  it('of the deployment, nobody is told a day for questions that will not come, and questions that came can be answered', async () => {
    await planCheckIns(planning, TUESDAY);
    expect(await type('home')).toContain(NEXT);
    await pause(prisma(), TUESDAY);
    const home = await type('home');
    expect(home).toContain(STILL);
    expect(home).not.toContain(NEXT);
    await prisma().notification.updateMany({ data: { state: 'sent' } });
    expect(await type('home')).toMatch(new RegExp(`${OPEN}.*${STILL}`));
    await prisma().checkIn.deleteMany();
    const none = await type('check-in');
    expect(none).toContain(STILL);
    expect(none).not.toContain(NEXT);
    await prisma().person.update({ where: { id: nth(0).id }, data: { consentedAt: null, declinedAt: TUESDAY } });
    expect(await type('home')).not.toContain(STILL);
    await prisma().person.update({ where: { id: nth(0).id }, data: { consentedAt: TUESDAY, declinedAt: null } });
    await resume(prisma(), TUESDAY);
    expect(await type('home')).not.toContain(STILL);
  });
});

describe('planning', () => {
  it('gives every teacher one check-in and one notification at once, and nothing the second time', async () => {
    expect(await planCheckIns(planning, TUESDAY)).toBe(12);
    expect(await planCheckIns(planning, TUESDAY)).toBe(0);
    expect(await prisma().checkIn.count()).toBe(12);
    expect(await prisma().checkInItem.count()).toBe(36);
    const notifications = await prisma().notification.findMany();
    expect(new Set(notifications.map(({ key }) => key)).size).toBe(12);
    expect(notifications[0]).toMatchObject({ kind: 'check-in', lane: `slack:${TEAM}`, state: 'queued' });
  });

  it('writes check-ins and notifications together or not at all', async () => {
    await prisma().$executeRawUnsafe('ALTER TABLE "Notification" ADD CONSTRAINT no_more CHECK (false)');
    await expect(planCheckIns(planning, TUESDAY)).rejects.toThrow();
    expect(await prisma().checkIn.count()).toBe(0);
    await prisma().$executeRawUnsafe('ALTER TABLE "Notification" DROP CONSTRAINT no_more');
  });

  it('asks all nine items in three weeks, each once, and then begins a new cycle', async () => {
    for (let week = 0; week < 4; week += 1) await planCheckIns(planning, weeksLater(week));
    for (const { id } of teachers) {
      const checkIns = await prisma().checkIn.findMany({
        where: { personId: id },
        include: { items: true },
        orderBy: { week: 'asc' },
      });
      expect(checkIns.map(({ cycle, third }) => [cycle, third])).toEqual([
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
      ]);
      const firstCycle = checkIns.slice(0, 3).flatMap(({ items }) => items.map(({ item }) => item));
      expect(new Set(firstCycle).size).toBe(9);
    }
  });

  it('continues the cycle when somebody was not asked for a while', async () => {
    await planCheckIns(planning, TUESDAY);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: TUESDAY, consentedAt: null } });
    await planCheckIns(planning, weeksLater(1));
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: null, consentedAt: TUESDAY } });
    await planCheckIns(planning, weeksLater(2));
    const own = await prisma().checkIn.findMany({ where: { personId: nth(0).id }, orderBy: { week: 'asc' } });
    expect(own.map(({ week, third }) => [week, third])).toEqual([
      ['2026-W47', 0],
      ['2026-W49', 1],
    ]);
  });

  it.each([
    ['who did not consent', (id: string) => prisma().person.update({ where: { id }, data: { consentedAt: null } })],
    ['who stopped', (id: string) => prisma().person.update({ where: { id }, data: { declinedAt: TUESDAY } })],
    [
      'who cannot be reached',
      (id: string) => prisma().account.updateMany({ where: { personId: id }, data: { unreachableSince: TUESDAY } }),
    ],
    ['who is a supervisor', (id: string) => prisma().person.update({ where: { id }, data: { role: 'supervisor' } })],
  ])('leaves out somebody %s', async (_, change) => {
    await change(nth(0).id);
    expect(await planCheckIns(planning, TUESDAY)).toBe(11);
    expect(await prisma().checkIn.count({ where: { personId: nth(0).id } })).toBe(0);
  });

  it('leaves out a Teams user whose conversation is not known, until it is', async () => {
    const tenant = await prisma().workspace.findFirstOrThrow({ where: { platform: 'teams' } });
    const where = { personId: nth(0).id };
    await prisma().account.updateMany({ where, data: { workspaceId: tenant.id } });
    expect(await planCheckIns(planning, TUESDAY)).toBe(11);
    await prisma().account.updateMany({ where, data: { conversation: { conversationId: 'a' } } });
    expect(await planCheckIns(planning, TUESDAY)).toBe(1);
  });

  it('asks nothing in the school holidays of a school’s own region', async () => {
    const autumn = new Date('2026-10-20T13:30:00Z');
    await prisma().school.updateMany({ where: { name: 'School Zuid' }, data: { region: 'noord' } });
    // The north had its holiday a week earlier.
    expect(await planCheckIns(planning, autumn)).toBe(5);
    expect(await planCheckIns(planning, new Date('2026-12-22T14:30:00Z'))).toBe(0);
  });
});

describe('when somebody is asked', () => {
  const MONDAY = new Date('2026-11-15T23:00:00Z');
  const setRhythm = (index: number, data: Omit<Prisma.RhythmUncheckedCreateInput, 'personId'>) =>
    prisma().rhythm.create({ data: { personId: nth(index).id, ...data } });
  /** When the message of each is sent; null without a check-in. */
  async function momentsIn(week: string): Promise<readonly (string | null)[]> {
    const asked = await prisma().checkIn.findMany({ where: { week } });
    const messages = await prisma().notification.findMany();
    return teachers.map(({ id }) => {
      const checkIn = asked.find(({ personId }) => personId === id);
      const message = messages.find(({ subject }) => subject === checkIn?.id);
      return message?.notBefore.toISOString() ?? null;
    });
  }

  it('is at their own day and time, moved when that is not a good moment, and at the usual time for people who chose none', async () => {
    await setRhythm(0, { day: 4, time: '16:00' });
    await setRhythm(1, { day: 1, time: '07:45' });
    await setRhythm(2, { workdays: [3, 5] });
    await setRhythm(3, { day: 5, time: '15:30' });
    await setRhythm(4, { pausedUntil: new Date('2026-11-18') });
    await setRhythm(5, { workdays: [1] });
    await prisma().school.updateMany({ where: { name: 'School Zuid' }, data: { timezone: 'America/Kralendijk' } });
    expect(await planCheckIns(planning, MONDAY)).toBe(12);
    const usual = '2026-11-17T14:30:00.000Z';
    const bonaire = '2026-11-17T19:30:00.000Z';
    expect(await momentsIn('2026-W47')).toEqual([
      '2026-11-19T15:00:00.000Z',
      '2026-11-16T06:45:00.000Z',
      '2026-11-18T06:30:00.000Z',
      '2026-11-20T14:30:00.000Z',
      '2026-11-18T06:30:00.000Z',
      '2026-11-16T14:30:00.000Z',
      usual,
      ...[0, 1, 2, 3, 4].map(() => bonaire),
    ]);
    const [late] = await prisma().checkIn.findMany({ where: { circle: { name: 'Zuid' } } });
    const onBonaire = await store.get(late?.id ?? '');
    const dialog = onBonaire && changeDialog(onBonaire, instruments.first);
    expect(dialog?.intro).toContain('tot vrijdag 20 november om 18:00 uur');
    expect(late?.closesAt.toISOString()).toBe('2026-11-20T22:00:00.000Z');
  });

  it('is not this week when no good moment is left: the week does not count, and they are asked in the next one', async () => {
    await setRhythm(0, { pausedUntil: new Date('2026-11-23') });
    await setRhythm(1, { workdays: [1] });
    expect(await planCheckIns(planning, TUESDAY)).toBe(10);
    expect(await planCheckIns(planning, weeksLater(1))).toBe(11);
    const [first] = await prisma().checkIn.findMany({ where: { personId: nth(0).id } });
    expect([first?.week, first?.third]).toEqual(['2026-W48', 0]);
    expect(await planCheckIns(planning, new Date('2026-12-04T17:59:59Z'))).toBe(11);
    expect(await planCheckIns(planning, new Date('2026-12-11T18:00:00Z'))).toBe(0);
  });

  it('is every two or four weeks, counted from the last time, also when their turn fell into a holiday', async () => {
    await setRhythm(0, { everyWeeks: 2 });
    await setRhythm(1, { everyWeeks: 4 });
    const asked = [];
    // 17 November to 26 January; two weeks of Christmas holidays in between.
    for (let week = 0; week <= 10; week += 1) {
      await planCheckIns(planning, weeksLater(week));
      const people = await prisma().checkIn.findMany({ where: { createdAt: weeksLater(week) } });
      asked.push([0, 1, 2].map((index) => Number(people.some(({ personId }) => personId === nth(index).id))).join(''));
    }
    expect(asked).toEqual(['111', '001', '101', '001', '111', '000', '000', '101', '011', '101', '001']);
  });

  it('follows holidays and time changes that were imported after planning, and moves nothing else', async () => {
    await setRhythm(1, { day: 4, time: '16:00' });
    await planCheckIns(planning, MONDAY);
    const before = await momentsIn('2026-W47');
    const { schedules } = await openFeatures(test.database, () => MONDAY);
    const lookAgain = async () => {
      await schedules.find(({ name }) => name === 'check-ins')?.again?.('2026-W47', MONDAY);
      return momentsIn('2026-W47');
    };
    expect(await lookAgain()).toEqual(before);
    const [noord, zuid] = await prisma().school.findMany({ orderBy: { name: 'asc' } });
    const closed = (schoolId: string | undefined, first: string, last: string) => {
      const days = { first: new Date(first), last: new Date(last) };
      return { schoolId: schoolId ?? '', schoolYear: '2026-2027', name: 'Vrij', ...days };
    };
    await prisma().schoolHoliday.createMany({
      data: [closed(noord?.id, '2026-11-16', '2026-11-18'), closed(zuid?.id, '2026-11-16', '2026-11-20')],
    });
    // Thursday morning before lessons: people who chose that day keep it, and the other school has no day left in the
    // week.
    const thursday = '2026-11-19T06:30:00.000Z';
    expect(await lookAgain()).toEqual([
      thursday,
      before[1],
      ...[2, 3, 4, 5, 6].map(() => thursday),
      ...[0, 1, 2, 3, 4].map(() => null),
    ]);
    await prisma().school.update({ where: { id: noord?.id ?? '' }, data: { timezone: 'America/Kralendijk' } });
    expect((await lookAgain()).slice(0, 2)).toEqual(['2026-11-19T11:30:00.000Z', '2026-11-19T20:00:00.000Z']);
  });

  it('follows imported holidays for every unasked message, such as postponed questions', async () => {
    const { schedules } = await openFeatures(test.database, () => MONDAY);
    const [account] = await prisma().account.findMany({ include: { person: true, workspace: true } });
    const school = { schoolId: account?.person.schoolId ?? '', schoolYear: '2026-2027', name: 'Vrij' };
    const lane = `${account?.workspace.platform}:${account?.workspace.externalId}`;
    const written = {
      lane,
      accountId: account?.id ?? '',
      createdAt: MONDAY,
      notAfter: new Date('2026-11-22T12:00:00Z'),
    };
    const message = (kind: string, unasked: number | null) => {
      const notBefore = new Date('2026-11-17T14:00:00Z');
      return { ...written, key: `${kind}:1`, kind, subject: '1', notBefore, unasked };
    };
    await prisma().notification.createMany({
      data: [message('snoozed', 1), message('evaluation', 2), message('contact-hour-soon', null)],
    });
    const lookAgain = async () => {
      await schedules.find(({ name }) => name === 'check-ins')?.again?.('2026-W47', MONDAY);
      const rows = await prisma().notification.findMany({
        where: { key: { endsWith: ':1' } },
        orderBy: { key: 'asc' },
      });
      return rows.map(({ kind, notBefore }) => `${kind} ${notBefore.toISOString()}`);
    };
    const before = await lookAgain();
    expect(before).toEqual(
      ['contact-hour-soon', 'evaluation', 'snoozed'].map((kind) => `${kind} 2026-11-17T14:00:00.000Z`),
    );
    const days = { first: new Date('2026-11-16'), last: new Date('2026-11-18') };
    await prisma().schoolHoliday.create({ data: { ...school, ...days } });
    expect(await lookAgain()).toEqual([
      before[0],
      'evaluation 2026-11-19T06:30:00.000Z',
      'snoozed 2026-11-19T06:30:00.000Z',
    ]);
  });

  it('spreads the items of a circle as evenly as when all are asked at once', async () => {
    for (const [index, day] of [1, 2, 3, 4, 5].entries()) await setRhythm(index, { day, time: '15:30' });
    await planCheckIns(planning, MONDAY);
    const circle = { name: 'Noord' };
    const asked = await prisma().checkInItem.groupBy({ by: ['item'], where: { checkIn: { circle } }, _count: true });
    expect(asked.map(({ _count }) => _count).sort()).toEqual([2, 2, 2, 2, 2, 2, 3, 3, 3]);
  });
});

describe('the time to answer', () => {
  it.each([
    ['on Friday at 18:00', '2026-11-17T14:30:00Z', '2026-11-20T17:00:00.000Z'],
    ['at the end of the week for who is asked on that Friday', '2026-11-20T08:00:00Z', '2026-11-22T23:00:00.000Z'],
    ['on Friday at 18:00 when the clock goes back on Sunday', '2026-10-20T13:30:00Z', '2026-10-23T16:00:00.000Z'],
    ['on Friday at 18:00 when it went back', '2026-10-27T14:30:00Z', '2026-10-30T17:00:00.000Z'],
    ['on Friday at 18:00 when it goes forward on Sunday', '2027-03-23T14:30:00Z', '2027-03-26T17:00:00.000Z'],
  ])('ends %s, by default', async (_, planned, closes) => {
    await prisma().school.updateMany({ data: { region: 'noord' } });
    await planCheckIns(planning, new Date(planned));
    expect((await prisma().checkIn.findFirstOrThrow()).closesAt.toISOString()).toBe(closes);
  });

  it('ends: after that nothing is stored or changed', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIn = await prisma().checkIn.findFirstOrThrow({ include: { items: true } });
    const item = checkIn.items[0]?.item ?? '';
    const last = new Date(checkIn.closesAt.getTime() - 1);
    expect(await store.addAnswer(checkIn.id, item, 4, last)).toBe(true);
    expect(await store.changeAnswers(checkIn.id, new Map([[item, 1]]), checkIn.closesAt)).toBe(false);
    const other = checkIn.items[1]?.item ?? '';
    expect(await store.addAnswer(checkIn.id, other, 4, checkIn.closesAt)).toBe(false);
    expect((await prisma().answer.findMany()).map(({ value }) => value)).toEqual([4]);
  });
});

describe('an answer in chat', () => {
  async function planned(index: number) {
    await planCheckIns(planning, TUESDAY);
    const checkIn = await store.findLatest(ownerOf(nth(index)));
    const [first, second] = checkIn?.items ?? [];
    if (!checkIn || !first || !second) throw new Error('nothing was planned');
    return { checkIn, first: first.item, second: second.item };
  }

  it('returns the check-in with its present state, including earlier answers', async () => {
    const { checkIn, first, second } = await planned(0);
    const owner = ownerOf(nth(0));
    expect(await store.answer(checkIn.id, owner, first, 5, TUESDAY)).toEqual({
      ...checkIn,
      items: checkIn.items.map(({ item, skipped }) => ({ item, skipped, value: item === first ? 5 : null })),
    });
    const after = await store.answer(checkIn.id, owner, second, 0, TUESDAY);
    expect(after?.items.map(({ value }) => value)).toEqual([5, 0, null]);
    expect(await prisma().answer.count()).toBe(2);
  });

  it('is stored once, and every tap gets the stored state', async () => {
    const { checkIn, first } = await planned(0);
    const owner = ownerOf(nth(0));
    const taps = [0, 1, 2, 3, 4, 5].map((value) => store.answer(checkIn.id, owner, first, value, TUESDAY));
    const seen = (await Promise.all(taps)).map((each) => each?.items[0]?.value);
    const [stored] = await prisma().answer.findMany();
    expect(await prisma().answer.count()).toBe(1);
    expect(new Set(seen)).toEqual(new Set([stored?.value]));
    expect((await store.answer(checkIn.id, owner, first, 6, TUESDAY))?.items[0]?.value).toBe(stored?.value);
  });

  it('returns its own check-in when many tap at the same moment, whatever the others tap', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIns = await Promise.all(teachers.map((teacher) => store.findLatest(ownerOf(teacher))));
    const [stranger, late] = [3, 5];
    const taps = checkIns.map((checkIn, index) => {
      if (!checkIn) throw new Error('nothing was planned');
      const owner = ownerOf(nth(index === stranger ? 0 : index));
      return store.answer(
        checkIn.id,
        owner,
        checkIn.items[1]?.item ?? '',
        index % 7,
        index === late ? checkIn.closesAt : TUESDAY,
      );
    });
    const seen = await Promise.all(taps);
    const expected = (index: number) => [null, index === late ? null : index % 7, null];
    for (const [index, checkIn] of seen.entries()) {
      if (index === stranger) expect(checkIn).toBeNull();
      else {
        expect(checkIn).toMatchObject({ id: checkIns[index]?.id, personId: nth(index).id });
        expect(checkIn?.items.map(({ value }) => value)).toEqual(expected(index));
      }
    }
    expect(await prisma().answer.count()).toBe(teachers.length - 2);
  });

  it('neither waits for somebody who taps at the same moment and is being erased, nor is lost with them', async () => {
    const { checkIn, first } = await planned(0);
    const gone = await store.findLatest(ownerOf(nth(1)));
    const item = gone?.items[0]?.item ?? '';
    const [erasing, tapped] = [createLatch(), createLatch()];
    const erased = prisma().$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM "Person" WHERE id = ${nth(1).id}::uuid FOR UPDATE`;
      erasing.release();
      await tapped.until;
      // What was asked is deleted too: the waiting tap must not hold it.
      await transaction.person.delete({ where: { id: nth(1).id } });
    });
    await erasing.until;
    const theirs = store.answer(gone?.id ?? '', ownerOf(nth(1)), item, 2, TUESDAY);
    const kept = await store.answer(checkIn.id, ownerOf(nth(0)), first, 4, TUESDAY);
    expect(kept?.items[0]?.value).toBe(4);
    await waitUntil(async () => (await waitingStatements()) === 1);
    tapped.release();
    await erased;
    expect(await theirs).toBeNull();
    expect((await prisma().answer.findMany()).map(({ personId, value }) => [personId, value])).toEqual([
      [nth(0).id, 4],
    ]);
  });

  it('is stored although the shared statement for simultaneous taps fails', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIns = await Promise.all(teachers.map((teacher) => store.findLatest(ownerOf(teacher))));
    let failures = 0;
    const ask: typeof test.database.ask = async (query) => {
      if (failures > 0) return test.database.ask(query);
      failures += 1;
      throw new Error('Connection terminated unexpectedly');
    };
    const cut = createCheckInStore({ ...test.database, ask });
    const seen = await Promise.all(
      checkIns.map((checkIn, index) =>
        cut.answer(checkIn?.id ?? '', ownerOf(nth(index)), checkIn?.items[0]?.item ?? '', index % 7, TUESDAY),
      ),
    );
    expect(failures).toBe(1);
    expect(seen.map((checkIn) => checkIn?.items[0]?.value)).toEqual(teachers.map((_, index) => index % 7));
    expect(await prisma().answer.count()).toBe(teachers.length);
  });

  it.each([
    [
      'changed',
      (id: string, items: readonly string[]) =>
        store.changeAnswers(id, new Map(items.map((each) => [each, 3])), TUESDAY),
    ],
    ['given in another way', (id: string, items: readonly string[]) => store.addAnswer(id, items[1] ?? '', 3, TUESDAY)],
  ])('is not stored when it is %s while its owner is being erased, and the erasure succeeds', async (_how, give) => {
    const { checkIn, first } = await planned(0);
    await store.answer(checkIn.id, ownerOf(nth(0)), first, 5, TUESDAY);
    const [erasing, sent] = [createLatch(), createLatch()];
    const erased = prisma().$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM "Person" WHERE id = ${nth(0).id}::uuid FOR UPDATE`;
      erasing.release();
      await sent.until;
      await transaction.person.delete({ where: { id: nth(0).id } });
    });
    await erasing.until;
    const stored = give(
      checkIn.id,
      checkIn.items.map(({ item }) => item),
    );
    await waitUntil(async () => (await waitingStatements()) === 1);
    sent.release();
    expect(await Promise.all([stored, erased.then(() => 'erased')])).toEqual([false, 'erased']);
    expect(await prisma().answer.count()).toBe(0);
  });

  it('stays, with its check-in, when its erasure is rolled back at the same moment', async () => {
    const { checkIn, first } = await planned(0);
    const [answering, taking] = [createLatch(), createLatch()];
    const { personId, circleId, week, instrument } = await prisma().checkIn.findUniqueOrThrow({
      where: { id: checkIn.id },
    });
    const asked = { personId, checkInId: checkIn.id, circleId, week, instrument, item: first };
    const answer = prisma().$transaction(async (transaction) => {
      await transaction.answer.create({ data: { ...asked, value: 4, answeredAt: TUESDAY, source: 'chat' } });
      answering.release();
      await taking.until;
    });
    await answering.until;
    const withdrawn = createOwnPlanStore(test.database, SETTINGS.timezone).withdraw(checkIn.id);
    await waitUntil(async () => (await waitingStatements()) === 1);
    taking.release();
    await Promise.all([answer, withdrawn]);
    expect((await store.findLatest(ownerOf(nth(0))))?.items[0]?.value).toBe(4);
  });

  it('never waits for another process that stores the same answers in another order', async () => {
    await planCheckIns(planning, TUESDAY);
    const other = openDatabase(test.url);
    const stores = [store, createCheckInStore(other)];
    const checkIns = await Promise.all(teachers.map((teacher) => store.findLatest(ownerOf(teacher))));
    const taps = teachers.flatMap((teacher, index) =>
      (checkIns[index]?.items ?? []).map(({ item }) => [checkIns[index]?.id ?? '', ownerOf(teacher), item] as const),
    );
    for (let round = 0; round < 40; round += 1) {
      await prisma().answer.deleteMany();
      const values = await Promise.all(
        stores.flatMap((each, which) =>
          (which === 0 ? taps : taps.toReversed()).map(async ([id, owner, item]) => {
            const seen = await each.answer(id, owner, item, which, TUESDAY);
            return `${id} ${item} ${seen?.items.find((asked) => asked.item === item)?.value}`;
          }),
        ),
      );
      // Both saw the stored answer.
      expect(new Set(values).size).toBe(taps.length);
    }
    await other.close();
    const [counted] = await prisma().$queryRaw<{ deadlocks: bigint }[]>`
      SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`;
    expect(counted?.deadlocks).toBe(0n);
  });

  it('stores nothing when the check-in is closed, the item was not asked, or it is somebody else', async () => {
    const { checkIn, first } = await planned(0);
    const owner = ownerOf(nth(0));
    expect(await store.answer(checkIn.id, owner, first, 4, checkIn.closesAt)).toEqual(checkIn);
    const asked = checkIn.items.map(({ item }) => item);
    const other = instruments.first.items.find(({ code }) => !asked.includes(code))?.code ?? '';
    expect(await store.answer(checkIn.id, owner, other, 4, TUESDAY)).toEqual(checkIn);
    expect(await store.answer(checkIn.id, ownerOf(nth(1)), first, 4, TUESDAY)).toBeNull();
    expect(await store.answer(checkIn.id, { ...owner, workspace: 'T0OTHER' }, first, 4, TUESDAY)).toBeNull();
    expect(await prisma().answer.count()).toBe(0);
  });
});

describe('a question that is skipped', () => {
  it('is not asked again, is no answer, and can be answered until the check-in closes', async () => {
    await planCheckIns(planning, TUESDAY);
    const owner = ownerOf(nth(0));
    const { id, closesAt } = await prisma().checkIn.findFirstOrThrow({ where: { personId: nth(0).id } });
    const items = (await store.find(id, owner))?.items.map(({ item }) => item) ?? [];
    const skip = async (item: string | undefined, from = owner) => {
      const tap = handlers().idempotentTaps?.['check-in.skip'];
      const data = { checkIn: id, item: item ?? '' };
      return JSON.stringify(await tap?.({ id: '1', kind: 'tap', action: 'check-in.skip', from, data }));
    };
    expect(await skip(items[0], ownerOf(nth(1)))).toContain('niet bewaard');
    expect(await skip(items[0])).toContain('Vraag 2 van 3');
    // The same tap once more changes nothing.
    expect(await skip(items[0])).toContain('Vraag 2 van 3');
    await store.answer(id, owner, items[1] ?? '', 5, TUESDAY);
    // An answered question keeps its answer.
    expect(await skip(items[1])).toContain('Vraag 3 van 3');
    expect(await skip(items[2])).toContain('Dank je wel');
    expect(await store.get(id)).toMatchObject({ items: [{ skipped: true }, { value: 5 }, { skipped: true }] });
    expect((await prisma().answer.findMany()).map(({ value }) => value)).toEqual([5]);
    expect(await store.changeAnswers(id, new Map([[items[0] ?? '', 2]]), TUESDAY)).toBe(true);
    expect((await store.find(id, owner))?.items.map(({ value }) => value)).toEqual([2, 5, null]);
    await store.skip(id, owner, items[0] ?? '', closesAt);
    expect((await store.find(id, owner))?.items.map(({ value }) => value)).toEqual([2, 5, null]);
  });

  it('is not skipped any more once the check-in is closed or its owner has stopped', async () => {
    await planCheckIns(planning, TUESDAY);
    const owner = ownerOf(nth(0));
    const { id, closesAt } = await prisma().checkIn.findFirstOrThrow({ where: { personId: nth(0).id } });
    const item = (await store.find(id, owner))?.items[0]?.item ?? '';
    await store.skip(id, owner, item, closesAt);
    await prisma().person.update({ where: { id: nth(0).id }, data: { declinedAt: TUESDAY } });
    await store.skip(id, owner, item, TUESDAY);
    expect(await prisma().checkInItem.count({ where: { skipped: true } })).toBe(0);
  });
});

describe('an answer', () => {
  it('is stored once, however often and however simultaneously it is given', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIn = await prisma().checkIn.findFirstOrThrow({ include: { items: true } });
    const item = checkIn.items[0]?.item ?? '';
    const stored = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((value) => store.addAnswer(checkIn.id, item, value, TUESDAY)),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
    expect(await prisma().answer.count()).toBe(1);
  });

  it('to an item that was not asked is not stored', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIn = await prisma().checkIn.findFirstOrThrow({ include: { items: true } });
    const asked = checkIn.items.map(({ item }) => item);
    const other = instruments.first.items.find(({ code }) => !asked.includes(code))?.code ?? '';
    expect(await store.addAnswer(checkIn.id, other, 3, TUESDAY)).toBe(false);
    expect(await store.changeAnswers(checkIn.id, new Map([[other, 3]]), TUESDAY)).toBe(false);
  });

  it('can be found by its owner only', async () => {
    await planCheckIns(planning, TUESDAY);
    const checkIn = await prisma().checkIn.findFirstOrThrow({ where: { personId: nth(0).id } });
    expect(await store.find(checkIn.id, ownerOf(nth(0)))).toMatchObject({ id: checkIn.id });
    expect(await store.find(checkIn.id, ownerOf(nth(1)))).toBeNull();
    expect(await store.find(checkIn.id, { ...ownerOf(nth(0)), workspace: 'T0OTHER' })).toBeNull();
    expect(await store.find(checkIn.id, { ...ownerOf(nth(0)), platform: 'teams' })).toBeNull();
  });
});
