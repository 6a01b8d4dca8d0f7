import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pause, readPause, resume } from '../../src/outbox/pause-store.ts';
import { lastDue } from '../../src/schedule/due.ts';
import { createScheduler } from '../../src/schedule/scheduler.ts';
import { createRunStore } from '../../src/schedule/store.ts';
import { openFeatures } from '../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM } from '../fixtures/partnership.ts';

type Scheduler = ReturnType<typeof createScheduler>;

const ZONE = 'Europe/Amsterdam';
/** In winter: 16:00 and 08:30 in Amsterdam. */
const TUESDAY = new Date('2026-11-24T15:00:00Z');
const MONDAY = new Date('2026-11-30T07:30:00Z');

/** The others would put something into the queue as well. */
const RUNS = ['check-ins', 'publication', 'method', 'invitations'];

let test: TestDatabase;
let scheduler: Scheduler;
let clock: { now: Date };
/** The times at which something was put into the queue. */
let handed: Date[];
let isQueueAway = false;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  clock = { now: TUESDAY };
  handed = [];
  scheduler = await schedulerOf({ checkInSchedule: '30 15 * * 2', publicationSchedule: '0 8 * * 1' });
  await addPartnership(test.database, { Noord: 12 }, new Date('2026-11-01T12:00:00Z'));
});
afterAll(() => test.drop());

async function schedulerOf(settings: { checkInSchedule: string; publicationSchedule: string }): Promise<Scheduler> {
  const { database } = test;
  const { schedules } = await openFeatures(database, () => clock.now, {
    settings,
  });
  return createScheduler({
    runs: schedules.filter(({ name }) => RUNS.includes(name)),
    store: createRunStore(database),
    now: () => clock.now,
    isPaused: async () => (await readPause(database.prisma, clock.now)) !== null,
    enqueueDue: async (now) => {
      handed.push(now);
      if (isQueueAway) throw new Error('the queue does not answer');
    },
  });
}

const prisma = () => test.database.prisma;
const checkIns = () => prisma().checkIn.count();
const asked = () => prisma().notification.count({ where: { kind: 'check-in' } });
const posts = () => prisma().notification.count({ where: { kind: 'week' } });
const doneAt = (name: string, period: string) => createRunStore(test.database).doneAt(name, period);

async function catchUpAt(now: string): Promise<void> {
  clock.now = new Date(now);
  await scheduler.tick();
}

describe('check-ins whose schedule was lost', () => {
  it('are planned once, and handed to the queue', async () => {
    await scheduler.tick();
    expect(await checkIns()).toBe(12);
    expect(handed).toContainEqual(TUESDAY);
    expect(await doneAt('check-ins', '2026-W48')).toEqual(TUESDAY);
    handed = [];
    await catchUpAt('2026-11-25T09:00:00Z');
    expect(await checkIns()).toBe(12);
    expect(await asked()).toBe(12);
    expect(handed).toEqual([]);
  });

  it('are planned as well, once and without a word, while the server of the queue is away, which is asked once', async () => {
    isQueueAway = true;
    try {
      await scheduler.tick();
    } finally {
      isQueueAway = false;
    }
    expect([await checkIns(), await asked(), handed]).toEqual([12, 12, [TUESDAY]]);
    expect(await doneAt('check-ins', '2026-W48')).toEqual(TUESDAY);
  });

  it('are planned when the week begins, for their own moments, and not before', async () => {
    await catchUpAt('2026-11-22T22:59:59Z');
    expect(await checkIns()).toBe(0);
    await catchUpAt('2026-11-22T23:00:01Z');
    expect(await checkIns()).toBe(12);
    const { notBefore } = await prisma().notification.findFirstOrThrow({ where: { kind: 'check-in' } });
    expect(notBefore).toEqual(new Date('2026-11-24T14:30:00Z'));
  });

  it('are not planned again when the schedule did its work', async () => {
    clock.now = new Date('2026-11-24T14:30:00Z');
    await scheduler.runNow('check-ins');
    const planned = await prisma().checkIn.findMany({ orderBy: { id: 'asc' } });
    await catchUpAt('2026-11-24T15:00:00Z');
    expect(await prisma().checkIn.findMany({ orderBy: { id: 'asc' } })).toEqual(planned);
    expect(await doneAt('check-ins', '2026-W48')).toEqual(new Date('2026-11-24T14:30:00Z'));
  });

  it('are planned on Friday, but not when no good moment is left, nor for a week that is over', async () => {
    await catchUpAt('2026-11-27T17:59:00Z');
    expect(await checkIns()).toBe(12);
    await prisma().checkIn.deleteMany();
    await prisma().scheduledRun.deleteMany();
    await catchUpAt('2026-11-27T18:00:00Z');
    await catchUpAt('2026-11-29T12:00:00Z');
    expect(await checkIns()).toBe(0);
  });

  it('of a schedule that has no moment in a week are not planned in it', async () => {
    scheduler = await schedulerOf({ checkInSchedule: '30 15 1 * *', publicationSchedule: '0 8 * * 1' });
    await scheduler.tick();
    expect(await checkIns()).toBe(0);
    await catchUpAt('2026-12-01T15:00:00Z');
    expect(await checkIns()).toBe(12);
  });

  it('are planned once when two workers catch up at the same time', async () => {
    await Promise.all([scheduler.tick(), scheduler.tick()]);
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
    await scheduler.runNow('check-ins');
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

  it('is not asked any more when no good moment is left', async () => {
    await planWithout(() => setState('reconnect'));
    await setState('active');
    await catchUpAt('2026-11-27T18:00:00Z');
    await catchUpAt('2026-11-29T22:59:00Z');
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

describe('who comes to the list after the invitations of the week', () => {
  const invitations = () => prisma().notification.findMany({ where: { kind: 'invitation' } });
  /** Imports a teacher who was never asked, after the others were invited on Tuesday afternoon. */
  async function importLate(): Promise<string> {
    await scheduler.tick();
    const { id } = await prisma().person.update({ where: { key: 'Noord-3' }, data: { consentedAt: null } });
    return id;
  }

  it('is invited at the next good moment within the week, once', async () => {
    const id = await importLate();
    expect(await invitations()).toEqual([]);
    // At half past nine in the evening.
    await catchUpAt('2026-11-25T20:30:00Z');
    const [invitation, ...more] = await invitations();
    expect(more).toEqual([]);
    // Before Thursday's lessons.
    expect(invitation).toMatchObject({ subject: id, unasked: 2, notBefore: new Date('2026-11-26T06:30:00Z') });
    await catchUpAt('2026-11-25T20:46:00Z');
    await Promise.all([1, 2].map(() => catchUpAt('2026-11-25T21:02:00Z')));
    expect(await invitations()).toEqual([invitation]);
  });

  it.each([
    ['failed', { state: 'failed' as const, reason: 'invalid_blocks' }],
    ['the operator discarded', { state: 'expired' as const, reason: 'discarded' }],
    ['was sent', { state: 'sent' as const, sentAt: TUESDAY, reference: '1' }],
  ])('is not written again every quarter of an hour when it %s', async (_what, end) => {
    await importLate();
    await catchUpAt('2026-11-25T20:30:00Z');
    await prisma().notification.updateMany({ where: { kind: 'invitation' }, data: end });
    const before = await invitations();
    await catchUpAt('2026-11-25T20:46:00Z');
    expect(await invitations()).toEqual(before);
  });

  it('is not invited while they are off it again, as after an import of the wrong file, until they say that they stay', async () => {
    const id = await importLate();
    await prisma().person.update({ where: { id }, data: { missingSince: TUESDAY } });
    await catchUpAt('2026-11-25T20:30:00Z');
    await scheduler.runNow('invitations');
    expect(await invitations()).toEqual([]);
    await prisma().person.update({ where: { id }, data: { staysAt: TUESDAY } });
    await catchUpAt('2026-11-25T20:46:00Z');
    expect(await invitations()).toMatchObject([{ subject: id }]);
  });

  it('waits for the others on the days before theirs', async () => {
    await catchUpAt('2026-11-23T09:00:00Z');
    await prisma().person.update({ where: { key: 'Noord-3' }, data: { consentedAt: null } });
    await catchUpAt('2026-11-23T15:00:00Z');
    expect(await invitations()).toEqual([]);
    await catchUpAt('2026-11-24T14:31:00Z');
    expect(await invitations()).toHaveLength(1);
  });
});

describe('a publication whose schedule was lost', () => {
  beforeEach(async () => {
    await scheduler.runNow('check-ins');
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
    await catchUpAt('2026-11-30T06:59:00Z');
    expect(await posts()).toBe(0);
    await catchUpAt(MONDAY.toISOString());
    expect(await posts()).toBe(2);
    expect(await doneAt('publication', '2026-W48')).toEqual(MONDAY);
    await prisma().notification.deleteMany();
    await catchUpAt('2026-12-02T07:30:00Z');
    expect(await posts()).toBe(0);
  });

  it('is not made up for when it was announced in time', async () => {
    clock.now = new Date('2026-11-30T07:00:00Z');
    await scheduler.runNow('publication');
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
    expect(await doneAt('publication', '2026-W48')).toBeNull();
  });
});

describe('while the operator has paused everything', () => {
  it('nothing is planned, and what was due this week is caught up after resuming', async () => {
    await pause(prisma(), clock.now);
    await scheduler.runNow('check-ins');
    await scheduler.tick();
    expect(await checkIns()).toBe(0);
    expect(await prisma().notification.count()).toBe(0);
    expect(await doneAt('check-ins', '2026-W48')).toBeNull();
    await resume(prisma(), clock.now);
    await catchUpAt('2026-11-26T09:00:00Z');
    expect(await checkIns()).toBe(12);
  });

  it('no week is published, and it is made up for before the next one', async () => {
    await scheduler.runNow('check-ins');
    await pause(prisma(), clock.now);
    clock.now = MONDAY;
    await scheduler.runNow('publication');
    await scheduler.tick();
    expect([await posts(), await prisma().publishedWeek.count()]).toEqual([0, 0]);
    await resume(prisma(), clock.now);
    await catchUpAt('2026-12-02T09:00:00Z');
    expect([await posts(), await prisma().publishedWeek.count()]).toEqual([2, 1]);
  });
});

describe('a run that a worker has taken on', () => {
  const claim = (now: string) =>
    createRunStore(test.database).claim('check-ins', '2026-W48', new Date('2026-11-24T14:30:00Z'), new Date(now));

  it('is left to that worker for ten minutes, and then taken for lost', async () => {
    expect(await claim('2026-11-24T14:31:00Z')).toBe('claimed');
    expect(await claim('2026-11-24T14:40:59Z')).toBe('taken');
    await catchUpAt('2026-11-24T14:40:00Z');
    expect(await checkIns()).toBe(0);
    await catchUpAt('2026-11-24T14:41:00Z');
    expect(await checkIns()).toBe(12);
    expect(await claim('2026-11-24T14:42:00Z')).toBe('done');
  });
});

describe("the quarter's post", () => {
  it('is looked at on the first Monday of the quarter only', async () => {
    clock.now = new Date('2026-11-30T07:15:00Z');
    await scheduler.runNow('method');
    expect(await doneAt('method', '2026-Q4')).toBeNull();
    clock.now = new Date('2027-01-04T07:15:00Z');
    await scheduler.runNow('method');
    expect(await doneAt('method', '2027-Q1')).toEqual(clock.now);
    expect(await prisma().notification.count()).toBe(0);
  });

  it('is made up for in that quarter, once, and not after it', async () => {
    await catchUpAt('2027-01-06T12:00:00Z');
    const first = clock.now;
    expect(await doneAt('method', '2027-Q1')).toEqual(first);
    await catchUpAt('2027-01-12T12:00:00Z');
    await catchUpAt('2027-03-31T12:00:00Z');
    expect(await doneAt('method', '2027-Q1')).toEqual(first);
    await prisma().scheduledRun.deleteMany();
    await catchUpAt('2027-03-31T22:30:00Z');
    expect(await doneAt('method', '2027-Q1')).toBeNull();
  });

  it('follows as soon as the operator goes on, when the whole first week was paused', async () => {
    clock.now = new Date('2027-01-03T12:00:00Z');
    await pause(prisma(), clock.now);
    await catchUpAt('2027-01-04T08:00:00Z');
    await catchUpAt('2027-01-18T08:00:00Z');
    expect(await doneAt('method', '2027-Q1')).toBeNull();
    await resume(prisma(), clock.now);
    await catchUpAt('2027-01-18T08:01:00Z');
    expect(await doneAt('method', '2027-Q1')).toEqual(clock.now);
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
