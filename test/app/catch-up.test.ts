import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Calendar, joinCalendar } from '../../src/app/calendar.ts';
import { createCheckInStore } from '../../src/features/check-in/store.ts';
import { createMethodStore } from '../../src/features/method/store.ts';
import { createPersonStore } from '../../src/features/onboarding/store.ts';
import { createTrendStore } from '../../src/features/trends/store.ts';
import { readInstruments } from '../../src/instruments.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { pause, readPause, resume } from '../../src/outbox/pause-store.ts';
import { lastDue } from '../../src/schedule/last-due.ts';
import { createMilestoneStore, type MilestoneKind } from '../../src/schedule/milestone-store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM } from '../fixtures/partnership.ts';

const ZONE = 'Europe/Amsterdam';
/** In winter: 16:00 and 08:30 in Amsterdam. */
const TUESDAY = new Date('2026-11-24T15:00:00Z');
const MONDAY = new Date('2026-11-30T07:30:00Z');

let test: TestDatabase;
let calendar: Calendar;
let clock: { now: Date };
/** When something was handed to the queue. */
let handed: Date[];

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  clock = { now: TUESDAY };
  handed = [];
  calendar = await calendarOf({ checkInSchedule: '30 15 * * 2', publicationSchedule: '0 8 * * 1' });
  await addPartnership(test.database, { Noord: 12 }, new Date('2026-11-01T12:00:00Z'));
});
afterAll(() => test.drop());

async function calendarOf(schedules: { checkInSchedule: string; publicationSchedule: string }): Promise<Calendar> {
  const { database } = test;
  const { first: instrument, scaleOf } = await readInstruments([]);
  const about = { instrument, timezone: ZONE };
  return joinCalendar({
    config: { ...schedules, timezone: ZONE },
    features: {
      people: createPersonStore(database),
      planning: { ...about, store: createCheckInStore(database, scaleOf), random: seededRandom(1) },
      publication: { ...about, store: createTrendStore(database), minimum: 5 },
      method: { ...about, store: createMethodStore(database) },
    },
    milestones: createMilestoneStore(database),
    now: () => clock.now,
    isPaused: async () => (await readPause(database.prisma, clock.now)) !== null,
    enqueueDue: async (now) => handed.push(now),
  });
}

const prisma = () => test.database.prisma;
const checkIns = () => prisma().checkIn.count();
const asked = () => prisma().notification.count({ where: { kind: 'check-in' } });
const posts = () => prisma().notification.count({ where: { kind: 'week' } });
const doneAt = (kind: MilestoneKind, period: string) => createMilestoneStore(test.database).doneAt(kind, period);

async function catchUpAt(now: string): Promise<void> {
  clock.now = new Date(now);
  await calendar.catchUp();
}

describe('check-ins whose schedule was lost', () => {
  it('are planned once, and handed to the queue', async () => {
    await calendar.catchUp();
    expect(await checkIns()).toBe(12);
    expect(handed).toContainEqual(TUESDAY);
    expect(await doneAt('check-ins-planned', '2026-W48')).toEqual(TUESDAY);
    handed = [];
    await catchUpAt('2026-11-25T09:00:00Z');
    expect(await checkIns()).toBe(12);
    expect(await asked()).toBe(12);
    expect(handed).toEqual([]);
  });

  it('are left to the schedule before it is due, and a while after', async () => {
    await catchUpAt('2026-11-24T14:29:00Z');
    await catchUpAt('2026-11-24T14:35:00Z');
    expect(await checkIns()).toBe(0);
    await catchUpAt('2026-11-24T14:45:00Z');
    expect(await checkIns()).toBe(12);
  });

  it('are not planned again when the schedule did its work', async () => {
    clock.now = new Date('2026-11-24T14:30:00Z');
    await calendar.planNow();
    const planned = await prisma().checkIn.findMany({ orderBy: { id: 'asc' } });
    await catchUpAt('2026-11-24T15:00:00Z');
    expect(await prisma().checkIn.findMany({ orderBy: { id: 'asc' } })).toEqual(planned);
    expect(await doneAt('check-ins-planned', '2026-W48')).toEqual(new Date('2026-11-24T14:30:00Z'));
  });

  it('are planned on Saturday, but not when there is no day left to answer, nor for a week that is over', async () => {
    await catchUpAt('2026-11-28T22:59:00Z');
    expect(await checkIns()).toBe(12);
    await prisma().checkIn.deleteMany();
    await prisma().milestone.deleteMany();
    await catchUpAt('2026-11-28T23:00:00Z');
    await catchUpAt('2026-11-30T12:00:00Z');
    expect(await checkIns()).toBe(0);
  });

  it('are planned again after a second moment in the same week that was lost', async () => {
    calendar = await calendarOf({ checkInSchedule: '30 15 * * 2,4', publicationSchedule: '0 8 * * 1' });
    clock.now = new Date('2026-11-24T14:30:00Z');
    await calendar.planNow();
    await prisma().checkIn.deleteMany();
    await catchUpAt('2026-11-26T14:00:00Z');
    expect(await doneAt('check-ins-planned', '2026-W48')).toEqual(new Date('2026-11-24T14:30:00Z'));
    await catchUpAt('2026-11-26T15:00:00Z');
    expect(await doneAt('check-ins-planned', '2026-W48')).toEqual(new Date('2026-11-26T15:00:00Z'));
    expect(await checkIns()).toBe(12);
  });

  it('are planned once when two workers catch up at the same time', async () => {
    await Promise.all([calendar.catchUp(), calendar.catchUp()]);
    expect(await checkIns()).toBe(12);
    expect(await prisma().notification.count({ where: { kind: 'check-in' } })).toBe(12);
  });
});

describe('who could not be asked when the others were', () => {
  const workspace = { platform_externalId: { platform: 'slack', externalId: TEAM } } as const;
  const planned = '2026-11-24T14:30:00Z';
  const late = '2026-11-26T09:00:00Z';

  async function planWithout(change: () => Promise<unknown>): Promise<void> {
    clock.now = new Date(planned);
    await change();
    await calendar.planNow();
    handed = [];
  }
  const setState = (state: 'active' | 'reconnect') => prisma().workspace.update({ where: workspace, data: { state } });

  it('is asked as soon as their workspace is connected again, once', async () => {
    await planWithout(() => setState('reconnect'));
    await catchUpAt('2026-11-25T09:00:00Z');
    expect(await checkIns()).toBe(0);
    await setState('active');
    handed = [];
    await catchUpAt(late);
    expect(await asked()).toBe(12);
    expect(handed).toEqual([new Date(late)]);
    await catchUpAt('2026-11-26T09:15:00Z');
    expect(await asked()).toBe(12);
    expect(handed).toHaveLength(1);
  });

  it('is not asked any more when no day is left to answer, nor before the others are', async () => {
    await planWithout(() => setState('reconnect'));
    await setState('active');
    await catchUpAt('2026-11-28T23:00:00Z');
    await catchUpAt('2026-12-01T09:00:00Z');
    expect(await asked()).toBe(0);
  });

  it.each([
    ['agree', { consentedAt: null }, { consentedAt: new Date(planned) }],
    ['are given a school', { schoolId: null }, null],
  ])('is asked when they %s later in the week', async (_what, before, after) => {
    const { id, schoolId } = await prisma().person.findUniqueOrThrow({ where: { key: 'Noord-3' } });
    await planWithout(() => prisma().person.update({ where: { id }, data: before }));
    expect(await checkIns()).toBe(11);
    await prisma().person.update({ where: { id }, data: after ?? { schoolId } });
    await catchUpAt(late);
    expect(await prisma().checkIn.count({ where: { personId: id, week: '2026-W48' } })).toBe(1);
    expect(await checkIns()).toBe(12);
  });

  it('is asked when they are heard of again', async () => {
    const marked = { unreachableSince: new Date('2026-11-23T12:00:00Z'), unreachableWhy: 'user_disabled' };
    const where = { person: { key: 'Noord-3' } };
    await planWithout(() => prisma().account.updateMany({ where, data: marked }));
    expect(await checkIns()).toBe(11);
    await prisma().account.updateMany({ where, data: { unreachableSince: null } });
    await catchUpAt(late);
    expect(await checkIns()).toBe(12);
  });
});

describe('a publication whose schedule was lost', () => {
  beforeEach(async () => {
    await calendar.planNow();
    const items = await prisma().checkInItem.findMany({ include: { checkIn: true } });
    await prisma().answer.createMany({
      data: items.map(({ item, checkInId, checkIn }, index) => ({
        checkInId,
        item,
        personId: checkIn.personId,
        circleId: checkIn.circleId,
        value: 2 + (index % 4),
        week: checkIn.week,
        answeredAt: TUESDAY,
        instrument: 'polsslag@1',
        source: 'chat' as const,
      })),
    });
  });

  it('is made up for, once', async () => {
    await catchUpAt('2026-11-30T07:05:00Z');
    expect(await posts()).toBe(0);
    await catchUpAt(MONDAY.toISOString());
    expect(await posts()).toBe(2);
    expect(await doneAt('week-announced', '2026-W48')).toEqual(MONDAY);
    await prisma().notification.deleteMany();
    await catchUpAt('2026-12-02T07:30:00Z');
    expect(await posts()).toBe(0);
  });

  it('is not made up for when it was announced in time', async () => {
    clock.now = new Date('2026-11-30T07:00:00Z');
    await calendar.publishNow();
    await prisma().notification.deleteMany();
    await catchUpAt(MONDAY.toISOString());
    expect(await posts()).toBe(0);
  });

  it('of the week before last is not made up for', async () => {
    await catchUpAt('2026-12-07T09:00:00Z');
    expect(await posts()).toBe(0);
    expect(await prisma().publishedWeek.count()).toBe(0);
  });

  it('that fails keeps check-ins waiting no longer', async () => {
    await prisma().publishedWeek.create({ data: { week: '2026-W47', publishedAt: TUESDAY, body: 'not a week' } });
    await expect(catchUpAt('2026-12-01T15:30:00Z')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await prisma().checkIn.count({ where: { week: '2026-W49' } })).toBe(12);
    expect(await doneAt('week-announced', '2026-W48')).toBeNull();
  });
});

describe('while the operator has paused everything', () => {
  it('nothing is planned, and what was due this week is caught up after resuming', async () => {
    await pause(prisma(), clock.now);
    await calendar.planNow();
    await calendar.catchUp();
    expect(await checkIns()).toBe(0);
    expect(await prisma().notification.count()).toBe(0);
    expect(await doneAt('check-ins-planned', '2026-W48')).toBeNull();
    await resume(prisma(), clock.now);
    await catchUpAt('2026-11-26T09:00:00Z');
    expect(await checkIns()).toBe(12);
  });

  it('no week is published, and it is made up for before the next one', async () => {
    await calendar.planNow();
    await pause(prisma(), clock.now);
    clock.now = MONDAY;
    await calendar.publishNow();
    await calendar.catchUp();
    expect([await posts(), await prisma().publishedWeek.count()]).toEqual([0, 0]);
    await resume(prisma(), clock.now);
    await catchUpAt('2026-12-02T09:00:00Z');
    expect([await posts(), await prisma().publishedWeek.count()]).toEqual([2, 1]);
  });
});

describe('a call of the queue by a clock that is wrong', () => {
  it('does nothing before its time, and once when it is time', async () => {
    for (const early of ['2026-11-23T14:30:00Z', '2026-11-24T13:30:00Z', '2026-11-24T14:28:59Z']) {
      clock.now = new Date(early);
      await calendar.whenDue.plan();
    }
    expect(await checkIns()).toBe(0);
    clock.now = new Date('2026-11-24T14:29:58Z');
    await calendar.whenDue.plan();
    expect(await checkIns()).toBe(12);
    await prisma().checkIn.deleteMany();
    clock.now = new Date('2026-11-24T14:30:00Z');
    await calendar.whenDue.plan();
    expect(await checkIns()).toBe(0);
  });

  it('publishes no week before Monday', async () => {
    clock.now = new Date('2026-11-29T22:30:00Z');
    await calendar.whenDue.publish();
    expect(await doneAt('week-announced', '2026-W48')).toBeNull();
    clock.now = new Date('2026-11-30T07:00:00Z');
    await calendar.whenDue.publish();
    expect(await doneAt('week-announced', '2026-W48')).toEqual(clock.now);
  });
});

describe("the quarter's post", () => {
  it('is looked at on the first Monday of the quarter only', async () => {
    clock.now = new Date('2026-11-30T07:15:00Z');
    await calendar.announceMethodNow();
    expect(await doneAt('method-announced', '2026-Q4')).toBeNull();
    clock.now = new Date('2027-01-04T07:15:00Z');
    await calendar.announceMethodNow();
    expect(await doneAt('method-announced', '2027-Q1')).toEqual(clock.now);
    expect(await prisma().notification.count()).toBe(0);
  });

  it('is made up for in that week, and not after it', async () => {
    await catchUpAt('2027-01-06T12:00:00Z');
    expect(await doneAt('method-announced', '2027-Q1')).toEqual(clock.now);
    await prisma().milestone.deleteMany();
    await catchUpAt('2027-01-12T12:00:00Z');
    expect(await doneAt('method-announced', '2027-Q1')).toBeNull();
  });
});

describe('the last due moment', () => {
  it('keeps to the wall clock over the changes to and from summer time', () => {
    const due = (now: string) => lastDue('30 15 * * 2', ZONE, new Date(now)).toISOString();
    expect(due('2026-03-31T13:31:00Z')).toBe('2026-03-31T13:30:00.000Z');
    expect(due('2026-03-31T13:29:00Z')).toBe('2026-03-24T14:30:00.000Z');
    expect(due('2026-10-27T14:31:00Z')).toBe('2026-10-27T14:30:00.000Z');
  });

  it('of a pattern that means nothing is an error', () => {
    expect(() => lastDue('99 9 * * *', ZONE, TUESDAY)).toThrow();
  });
});
