import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, addMinutes } from 'date-fns';
import type { ChatUser } from '../../../src/chat/address.ts';
import type { Prisma } from '../../../src/database/generated/client.ts';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { createOnboardingStore, type OnboardingStore } from '../../../src/features/onboarding/store.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { seededRandom } from '../../../src/measurement/random.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';

/** Tuesday 15:30 in Amsterdam, in week 47. */
const TUESDAY = new Date('2026-11-17T14:30:00Z');
const REFUSED = { state: 'failed', reason: 'user_disabled', attempts: 1 } as const;

let test: TestDatabase;
let people: OnboardingStore;
let teachers: readonly TestTeacher[];

beforeEach(async () => {
  test = await createTestDatabase();
  people = createOnboardingStore(test.database);
  teachers = await addPartnership(test.database, { Noord: 6 }, new Date('2026-11-01T12:00:00Z'));
});
afterEach(() => test.drop());

const prisma = () => test.database.prisma;
const idOf = (index: number) => teachers[index]?.id ?? '';
const userOf = (index: number): ChatUser => ({ platform: 'slack', workspace: TEAM, user: teachers[index]?.user ?? '' });

async function plan(now: Date): Promise<number> {
  const instruments = await readInstruments([]);
  return planCheckIns({ database: test.database, instruments, settings: SETTINGS, random: seededRandom(1) }, now);
}

/** Marks the account as refused, with the message that showed it. */
async function giveUp(
  index: number,
  at: Date,
  changes: Prisma.NotificationUpdateManyMutationInput = {},
): Promise<void> {
  const account = { personId: idOf(index) };
  await prisma().account.updateMany({
    where: account,
    data: { unreachableSince: at, unreachableWhy: 'user_disabled' },
  });
  await prisma().notification.updateMany({ where: { account }, data: { ...REFUSED, ...changes } });
}

const messageOf = (index: number) =>
  prisma().notification.findFirstOrThrow({ where: { account: { personId: idOf(index) } } });
const comeBack = (index: number, now: Date) => people.connect(userOf(index), null, now);

describe('somebody who was given up and is active again', () => {
  it('gets a check-in that is still open, once each time', async () => {
    await plan(TUESDAY);
    await giveUp(0, addMinutes(TUESDAY, 1));
    const back = addDays(TUESDAY, 1);
    await comeBack(0, back);
    expect(await messageOf(0)).toMatchObject({ state: 'queued', notBefore: TUESDAY, reason: null, attempts: 1 });
    await prisma().notification.updateMany({ data: { state: 'sent', reference: 'D1:1' } });
    await comeBack(0, addDays(back, 1));
    expect(await messageOf(0)).toMatchObject({ state: 'sent' });
    expect(await prisma().notification.count()).toBe(6);
  });

  it.each([
    ['may have arrived', { inDoubt: 1 }],
    ['could not be read back', { reason: 'read_back_channel_not_found' }],
    ['was in doubt too often', { reason: 'in_doubt' }],
    ['was dropped by the operator', { state: 'expired', reason: 'discarded' }],
    ['is on its way', { state: 'queued', reason: 'ratelimited' }],
  ] as const)('does not get again what %s', async (_what, changes) => {
    await plan(TUESDAY);
    await giveUp(0, addMinutes(TUESDAY, 1), changes);
    const before = await messageOf(0);
    await comeBack(0, addDays(TUESDAY, 1));
    expect(await messageOf(0)).toEqual(before);
  });

  it('is not asked when no day or no question is left, or after a stop', async () => {
    await plan(TUESDAY);
    for (const index of [0, 1, 2]) await giveUp(index, addMinutes(TUESDAY, 1));
    await comeBack(0, new Date('2026-11-21T23:00:00Z'));
    const checkIn = await prisma().checkIn.findFirstOrThrow({ where: { personId: idOf(1) }, include: { items: true } });
    await prisma().answer.createMany({
      data: checkIn.items.map(({ item }) => ({
        item,
        checkInId: checkIn.id,
        personId: checkIn.personId,
        circleId: checkIn.circleId,
        value: 3,
        week: checkIn.week,
        answeredAt: TUESDAY,
        instrument: checkIn.instrument,
        source: 'chat' as const,
      })),
    });
    await people.decline(idOf(2), TUESDAY);
    for (const index of [1, 2]) await comeBack(index, addDays(TUESDAY, 1));
    for (const index of [0, 1, 2]) expect(await messageOf(index)).toMatchObject({ state: 'failed' });
    expect(await prisma().account.count({ where: { unreachableSince: { not: null } } })).toBe(0);
  });

  it('gets the refused invitation, with a week to send it', async () => {
    await prisma().person.update({ where: { id: idOf(0) }, data: { consentedAt: null } });
    expect(await people.inviteTeachers(TUESDAY, addDays(TUESDAY, 7))).toBe(1);
    await giveUp(0, addMinutes(TUESDAY, 1));
    const back = addDays(TUESDAY, 20);
    await comeBack(0, back);
    expect(await messageOf(0)).toMatchObject({ state: 'queued', notBefore: TUESDAY, notAfter: addDays(back, 7) });
  });

  it('gets it on the account that can be reached', async () => {
    await plan(TUESDAY);
    await giveUp(0, addMinutes(TUESDAY, 1));
    const workspace = await prisma().workspace.findFirstOrThrow({ where: { platform: 'teams' } });
    const user = '99999999-0000-4000-8000-000000000001';
    const data = { personId: idOf(0), workspaceId: workspace.id, externalId: user, rank: 1 };
    const mark = { unreachableSince: TUESDAY, unreachableWhy: 'app_removed' };
    const second = await prisma().account.create({ data: { ...data, ...mark } });
    const conversation = { conversationId: 'a:1' };
    await people.connect({ platform: 'teams', workspace: TENANT, user }, conversation, addDays(TUESDAY, 1));
    const [moved] = await prisma().notification.findMany({ where: { accountId: second.id } });
    expect(moved).toMatchObject({ state: 'queued', lane: `teams:${TENANT}` });
    expect(await prisma().account.count({ where: { unreachableWhy: 'user_disabled' } })).toBe(1);
  });

  it('is left alone as long as there is no way to write there', async () => {
    const workspace = await prisma().workspace.findFirstOrThrow({ where: { platform: 'teams' } });
    const user = '99999999-0000-4000-8000-000000000002';
    const mark = { unreachableSince: TUESDAY, unreachableWhy: 'app_removed' };
    await prisma().account.create({
      data: { personId: idOf(0), workspaceId: workspace.id, externalId: user, ...mark },
    });
    await people.reconnect(
      [{ user: { platform: 'teams', workspace: TENANT, user }, at: addDays(TUESDAY, 1) }],
      TUESDAY,
    );
    expect(await prisma().account.findFirstOrThrow({ where: { externalId: user } })).toMatchObject(mark);
  });
});

describe('somebody who was given up', () => {
  it('is tried again with the check-in of the next week, and with no other for six days', async () => {
    await plan(TUESDAY);
    await giveUp(0, addMinutes(TUESDAY, 1));
    await giveUp(1, addDays(TUESDAY, 2));
    expect(await plan(addDays(TUESDAY, 7))).toBe(5);
    const asked = await prisma().checkIn.findMany({ where: { week: '2026-W48' } });
    expect(asked.map(({ personId }) => personId)).toContain(idOf(0));
    expect(asked.map(({ personId }) => personId)).not.toContain(idOf(1));
    expect(await plan(addDays(TUESDAY, 9))).toBe(1);
  });

  it('is invited again a week later, instead of the refused invitation', async () => {
    await prisma().person.update({ where: { id: idOf(0) }, data: { consentedAt: null } });
    await people.inviteTeachers(TUESDAY, addDays(TUESDAY, 7));
    await giveUp(0, addMinutes(TUESDAY, 1));
    expect(await people.inviteTeachers(addDays(TUESDAY, 2), addDays(TUESDAY, 9))).toBe(0);
    expect(await messageOf(0)).toMatchObject({ state: 'failed' });
    const next = addDays(TUESDAY, 7);
    expect(await people.inviteTeachers(next, addDays(next, 7))).toBe(1);
    expect(await messageOf(0)).toMatchObject({ state: 'queued', notBefore: next });
    expect(await prisma().notification.count()).toBe(1);
  });

  it('is passed over for an account that was not given up, and given-up accounts take turns', async () => {
    const workspace = await prisma().workspace.findFirstOrThrow({ where: { platform: 'teams' } });
    const data = { personId: idOf(0), workspaceId: workspace.id, externalId: 'second', rank: 1 };
    const second = await prisma().account.create({ data: { ...data, conversation: { conversationId: 'a:1' } } });
    const first = await prisma().account.findFirstOrThrow({ where: { personId: idOf(0), rank: 0 } });
    const mark = (id: string, unreachableSince: Date) =>
      prisma().account.update({ where: { id }, data: { unreachableSince, unreachableWhy: 'gone' } });
    const goesTo = async (now: Date) => {
      await plan(now);
      const asked = await prisma().notification.findFirstOrThrow({
        where: { account: { personId: idOf(0) } },
        orderBy: { createdAt: 'desc' },
      });
      return asked.accountId;
    };
    await mark(first.id, addDays(TUESDAY, -8));
    expect(await goesTo(TUESDAY)).toBe(second.id);
    await mark(second.id, TUESDAY);
    expect(await goesTo(addDays(TUESDAY, 7))).toBe(first.id);
    await mark(first.id, addDays(TUESDAY, 7));
    expect(await goesTo(addDays(TUESDAY, 14))).toBe(second.id);
  });
});
