import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import { addMinutes } from 'date-fns/addMinutes';
import { createDeadLetterStore } from '../../src/outbox/dead-letters.ts';
import type { NewNotification, Urgency } from '../../src/outbox/notification.ts';
import { createNotificationStore, insertNotifications } from '../../src/outbox/notification-store.ts';
import { outcomeOf } from '../../src/outbox/outcome.ts';
import { postponeUntimely } from '../../src/outbox/postpone-untimely.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createWorkspace, NOW, type TestWorkspace } from './fill-outbox.ts';

const NEXT_MONDAY = new Date('2026-11-22T23:00:00Z');

describe('messages that nobody asked for', () => {
  let test: TestDatabase;
  let slack: TestWorkspace;
  let teams: TestWorkspace;
  const store = () => createNotificationStore(test.database);

  beforeAll(async () => {
    test = await createTestDatabase();
    slack = await createWorkspace(test.database, 'slack', 'T1', 1);
    teams = await createWorkspace(test.database, 'teams', 'tenant', 1);
    // One person with two accounts.
    const { personId } = await test.database.prisma.account.findUniqueOrThrow({
      where: { id: slack.accountIds[0] ?? '' },
    });
    await test.database.prisma.account.updateMany({ data: { personId } });
  });
  beforeEach(() => test.database.prisma.notification.deleteMany());
  afterAll(() => test.drop());

  /** @param created order of writing */
  async function write(key: string, unasked: Urgency | null, changes: Partial<NewNotification> = {}, at = NOW) {
    const row: NewNotification = {
      key,
      kind: 'test',
      subject: key,
      lane: slack.lane,
      to: { accountId: slack.accountIds[0] ?? '' },
      notBefore: NOW,
      notAfter: addDays(NOW, 10),
      ...changes,
    };
    await insertNotifications(test.database.prisma, [unasked ? { ...row, unasked } : row], at);
  }
  const inTeams = () => ({ lane: teams.lane, to: { accountId: teams.accountIds[0] ?? '' } });
  const claim = async (now = NOW, { lane } = slack) =>
    (await store().claim(lane, now, 10)).map(({ key }) => key).sort();
  const moved = async (key: string) => test.database.prisma.notification.findUniqueOrThrow({ where: { key } });
  const postpone = (now: Date, good: (from: Date) => Date | null = (from) => from) =>
    postponeUntimely(
      {
        notifications: store(),
        goodMoments: async (people, from) => {
          const at = good(from);
          return new Map(at === null ? [] : people.map((id) => [id, at]));
        },
      },
      now,
    );

  it('are the check-in and one other in a week, the most urgent, whichever was written first', async () => {
    await write('evaluation', 4);
    await write('reminder', 3, {}, addMinutes(NOW, 1));
    await write('check-in', 1);
    await write('asked', null);
    expect(await claim()).toEqual(['asked', 'check-in', 'reminder']);
    expect(await claim()).toEqual([]);
  });

  it('are late by the moment that was chosen for them, however often they were tried since', async () => {
    await write('check-in', 1);
    const at = (minutes: number) => addMinutes(NOW, minutes);
    // The platform is unavailable until two at night; a retry comes every ten minutes.
    for (let minutes = 0; minutes < 12 * 60; minutes += 10) {
      await postpone(at(minutes), (from) => (from < at(4 * 60) ? from : at(16 * 60)));
      const [claimed] = await store().claim(slack.lane, at(minutes), 10);
      if (!claimed) continue;
      const event = { kind: 'postponed', until: at(minutes + 10), reason: 'ServiceError' } as const;
      await store().record([outcomeOf(claimed, event, false)], at(minutes));
    }
    await postpone(at(12 * 60), () => at(16 * 60));
    expect(await claim(at(12 * 60))).toEqual([]);
    expect((await moved('check-in')).notBefore).toEqual(at(16 * 60));
    expect(await claim(at(16 * 60))).toEqual(['check-in']);
  });

  it('are sent at once when the operator retries them, however late', async () => {
    await write('check-in', 1);
    const [claimed] = await store().claim(slack.lane, NOW, 10);
    if (!claimed) throw new Error('nothing was claimed');
    const event = { kind: 'postponed', until: addMinutes(NOW, 10), reason: 'ServiceError' } as const;
    await store().record([outcomeOf(claimed, event, false)], NOW);
    await test.database.prisma.notification.updateMany({ data: { state: 'failed' } });
    await createDeadLetterStore(test.database.prisma).retry(null, addMinutes(NOW, 120));
    expect(await claim(addMinutes(NOW, 121))).toEqual(['check-in']);
  });

  it('are counted over both accounts of a person', async () => {
    await write('reminder', 3, inTeams());
    expect(await claim(NOW, teams)).toEqual(['reminder']);
    await write('question', 2);
    expect(await claim()).toEqual([]);
  });

  it('do not wait for one that cannot be sent because its workspace is not connected', async () => {
    await write('question', 2, inTeams());
    await write('reminder', 3);
    const state = (now: 'active' | 'reconnect') =>
      test.database.prisma.workspace.updateMany({ where: { platform: 'teams' }, data: { state: now } });
    await state('reconnect');
    await postpone(NOW);
    expect(await claim()).toEqual(['reminder']);
    await state('active');
    expect(await claim(NOW, teams)).toEqual([]);
  });

  it('wait for the next good moment of another week when there is one too many, and are sent then', async () => {
    await write('reminder', 3);
    await claim();
    await write('question', 2);
    await postpone(NOW);
    expect(await moved('question')).toMatchObject({ state: 'queued', notBefore: NEXT_MONDAY });
    expect(await claim(addMinutes(NEXT_MONDAY, 1))).toEqual(['question']);
  });

  it('make room again when the one that took it could not be sent', async () => {
    await write('reminder', 3);
    await claim();
    await test.database.prisma.notification.update({ where: { key: 'reminder' }, data: { state: 'failed' } });
    await write('question', 3);
    expect(await claim()).toEqual(['question']);
  });

  it('are not sent when their moment has long passed, but at the next good one', async () => {
    await write('check-in', 1);
    const late = addMinutes(NOW, 45);
    expect(await claim(late)).toEqual([]);
    const tomorrow = addDays(NOW, 1);
    await postpone(late, () => tomorrow);
    expect(await claim(late)).toEqual([]);
    expect(await claim(tomorrow)).toEqual(['check-in']);
  });

  it('are sent at once when that moment is now', async () => {
    await write('check-in', 1);
    const late = addMinutes(NOW, 45);
    await postpone(late);
    expect(await claim(late)).toEqual(['check-in']);
  });

  it('are given up when there is no good moment before they are too late, or none at all', async () => {
    await write('check-in', 1, { notAfter: addDays(NOW, 1) });
    await write('other', 1);
    await postpone(addMinutes(NOW, 45), (from) => addDays(from, 2));
    expect(await moved('check-in')).toMatchObject({ state: 'expired', reason: 'no_good_moment' });
    expect(await moved('other')).toMatchObject({ state: 'queued' });
    await postpone(addDays(NOW, 3), () => null);
    expect(await moved('other')).toMatchObject({ state: 'expired', reason: 'no_good_moment' });
  });

  it('do not affect messages that were asked for, however late', async () => {
    await write('asked', null);
    await postpone(addDays(NOW, 1), () => null);
    expect(await claim(addDays(NOW, 1))).toEqual(['asked']);
  });

  describe('except those about somebody’s own appointment or request', () => {
    /** In Amsterdam, in winter. */
    const night = (time: string) => new Date(`2026-11-18T${time}:00+01:00`);
    const leave = (now: Date) => store().leaveToMorning(slack.lane, now);

    it('wait for the morning when they were held up into the night', async () => {
      await write('tomorrow', null);
      await leave(night('02:00'));
      expect(await claim(night('02:00'))).toEqual([]);
      expect((await moved('tomorrow')).notBefore).toEqual(night('07:30'));
      await leave(night('07:30'));
      expect(await claim(night('07:30'))).toEqual(['tomorrow']);
    });

    it('wait in the evening too, also after many tries', async () => {
      await write('tomorrow', null);
      const [claimed] = await store().claim(slack.lane, NOW, 10);
      if (!claimed) throw new Error('nothing was claimed');
      const evening = new Date('2026-11-17T20:00:00+01:00');
      const event = { kind: 'postponed', until: addMinutes(evening, -1), reason: 'ServiceError' } as const;
      await store().record([outcomeOf(claimed, event, false)], evening);
      await leave(evening);
      expect((await moved('tomorrow')).notBefore).toEqual(night('07:30'));
    });

    it('wait for the morning of the schools that a supervisor serves, who has no school', async () => {
      const { prisma } = test.database;
      const { personId } = await prisma.account.findUniqueOrThrow({ where: { id: slack.accountIds[0] ?? '' } });
      const circle = await prisma.circle.create({ data: { name: 'Bonaire' } });
      await prisma.school.create({
        data: { name: 'Playa', circleId: circle.id, region: 'noord', timezone: 'America/Kralendijk' },
      });
      await prisma.personCircle.create({ data: { personId, circleId: circle.id } });
      const there = (time: string) => new Date(`2026-11-18T${time}:00-04:00`);
      await write('day', null);
      // In Amsterdam it is evening.
      await leave(there('14:30'));
      expect(await claim(there('14:30'))).toEqual(['day']);
      await write('night', null);
      await leave(there('21:00'));
      expect((await moved('night')).notBefore).toEqual(addDays(there('07:30'), 1));
      await prisma.personCircle.deleteMany();
    });

    it.each([
      ['by day', {}, addMinutes(NOW, 90)],
      ['that comes in time, though it is late in the evening', { notBefore: night('22:00') }, night('22:10')],
      ['for which the morning is too late', { notAfter: night('07:00') }, night('02:00')],
    ] as const)('are sent at once %s', async (_, changes, now) => {
      await write('asked', null, changes);
      await leave(now);
      expect(await claim(now)).toEqual(['asked']);
    });
  });
});
