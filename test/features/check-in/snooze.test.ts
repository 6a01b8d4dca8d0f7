import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { type ChatUserDriver, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

/** Tuesday of week 47, 15:30 in Amsterdam. */
const TUESDAY = new Date('2026-11-17T14:30:00Z');
const TEAMS_USER = 'aaaaaaaa-0000-4000-8000-000000000000';

let test: TestDatabase;
let now: Date;
let teacher: string;
let checkIn: string;
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let features: Awaited<ReturnType<typeof openForcedFeatures>>;

const prisma = () => test.database.prisma;

beforeAll(async () => {
  test = await createTestDatabase();
  features = await openForcedFeatures(test, () => now);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(features, [TEAMS_USER]);
  now = TUESDAY;
  await teams.chatUserOf(TEAMS_USER).arrive();
});
beforeEach(async () => {
  await test.empty();
  now = TUESDAY;
  const [first] = await addPartnership(test.database, { Noord: 2 }, now);
  teacher = first?.id ?? '';
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  const account = { personId: teacher, workspaceId, externalId: TEAMS_USER, rank: 1 };
  await prisma().account.create({ data: { ...account, conversation: { conversationId: 'a' } } });
  const { instruments } = features;
  await planCheckIns({ database: test.database, instruments, settings: SETTINGS, random: Math.random }, now);
  checkIn = (await prisma().checkIn.findFirstOrThrow({ where: { personId: teacher } })).id;
  await prisma().notification.updateMany({ data: { state: 'sent', sentAt: now, reference: '' } });
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});

describe.each(['slack', 'teams'] as const)('a check-in that is put off, on %s', (platform) => {
  const chatUser = (): ChatUserDriver =>
    platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(TEAMS_USER);
  const putOff = (when: string) => chatUser().tap('check-in.snooze', { checkIn, when });
  const comesBack = () =>
    prisma().notification.findMany({ where: { kind: 'snoozed', state: 'queued' }, orderBy: { createdAt: 'asc' } });

  it.each([
    ['Over een uur', 'dinsdag 17 november om 16:30 uur', '2026-11-17T15:30:00Z', TUESDAY],
    ['Over een uur', 'woensdag 18 november om 07:30 uur', '2026-11-18T06:30:00Z', new Date('2026-11-17T17:30:00Z')],
    ['Morgen', 'woensdag 18 november om 15:30 uur', '2026-11-18T14:30:00Z', TUESDAY],
    ['Morgen', 'woensdag 18 november om 15:00 uur', '2026-11-18T14:00:00Z', new Date('2026-11-17T11:00:00Z')],
    ['Na school', 'dinsdag 17 november om 15:00 uur', '2026-11-17T14:00:00Z', new Date('2026-11-17T11:00:00Z')],
  ])('by "%s" tells that it comes back on %s, and comes back then', async (label, said, at, from) => {
    now = from;
    expect(await chatUser().type('check-in')).toContain('Komt het nu niet uit?');
    expect(await chatUser().press(label)).toContain(`Goed, ik vraag het je ${said} opnieuw.`);
    const [message, ...others] = await comesBack();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ key: `check-in:${checkIn}:snooze:1`, notBefore: new Date(at) });
    expect(message?.lane).toBe(platform === 'slack' ? `slack:${TEAM}` : `teams:${TENANT}`);
    expect(await chatUser().type('home')).toContain(`Je volgende vragen: ${said}`);
    const shown = await features.messages['snoozed']?.(checkIn, new Date(at), 'nl');
    expect(JSON.stringify(shown)).toContain('Vraag 1 van 3');
  });

  it('does not offer "after school" once lessons are over; on an earlier message it means the next day', async () => {
    expect(await chatUser().type('check-in')).not.toContain('Na school');
    for (const kind of ['check-in', 'snoozed', 'reminder']) {
      const of = (at: string) => features.messages[kind]?.(checkIn, new Date(at), 'nl');
      expect(JSON.stringify(await of('2026-11-18T14:00:00Z'))).toContain('Morgen');
      expect(JSON.stringify(await of('2026-11-18T14:00:00Z'))).not.toContain('Na school');
      expect(JSON.stringify(await of('2026-11-18T07:00:00Z'))).toContain('Na school');
    }
    expect(await putOff('after-school')).toContain('Goed, ik vraag het je woensdag 18 november om 15:00 uur opnieuw.');
    expect((await comesBack()).map(({ notBefore }) => notBefore)).toEqual([new Date('2026-11-18T14:00:00Z')]);
  });

  it('can still be answered at once, and then does not come back', async () => {
    await chatUser().type('check-in');
    await chatUser().press('Morgen');
    expect(await chatUser().press('Toch nu')).toContain('Vraag 1 van 3');
    const items = await prisma().checkInItem.findMany({ where: { checkInId: checkIn } });
    for (const { item } of items) await chatUser().tap('check-in.answer', { checkIn, item, value: '4' });
    expect(await features.messages['snoozed']?.(checkIn, now, 'nl')).toBeNull();
    expect(await chatUser().type('home')).not.toContain('Je volgende vragen: woensdag 18 november');
  });

  it('can be postponed three times, the last time counts, and there is no reminder', async () => {
    await prisma().notification.create({
      data: {
        ...{ key: `reminder:${checkIn}`, kind: 'reminder', subject: checkIn, lane: `slack:${TEAM}` },
        ...{ notBefore: now, notAfter: new Date('2026-11-20T17:00:00Z'), createdAt: now },
      },
    });
    for (const when of ['hour', 'tomorrow', 'hour']) expect(await putOff(when)).toContain('Goed, ik vraag het je');
    expect(await putOff('hour')).toContain('al drie keer uitgesteld');
    expect((await comesBack()).map(({ key }) => key)).toEqual([`check-in:${checkIn}:snooze:3`]);
    expect(await prisma().notification.count({ where: { kind: 'reminder', state: 'queued' } })).toBe(0);
  });

  it('cannot be postponed beyond its closing, nor by values that no button has', async () => {
    now = new Date('2026-11-20T14:30:00Z');
    expect(await putOff('tomorrow')).toContain('Later lukt deze week niet meer');
    expect(await putOff('next-year')).toContain('Vraag 1 van 3');
    now = new Date('2026-11-20T17:00:00Z');
    expect(await putOff('hour')).toContain('Deze vragen zijn al gesloten');
    expect(await comesBack()).toEqual([]);
  });

  it('does not come back in a pause that began meanwhile', async () => {
    await putOff('tomorrow');
    await chatUser().type('pauze');
    await chatUser().press('Een week');
    expect(await comesBack()).toEqual([]);
  });
});

describe('the text for a check-in that cannot be postponed', () => {
  const from = { platform: 'slack', workspace: TEAM, user: 'U00000' } as const;
  const drawnLate = async (when: string) => {
    const id = `${performance.now()}`;
    const reply = await features.receive({
      ...{ kind: 'tap', id, from },
      ...{ action: 'check-in.snooze', data: { checkIn, when } },
    });
    return JSON.stringify(reply.kind === 'replace' ? await reply.about?.current() : reply);
  };

  it('stays when the platform is slow and the message is drawn again', async () => {
    for (const when of ['hour', 'tomorrow', 'hour']) expect(await drawnLate(when)).toContain('Goed, ik vraag het je');
    expect(await drawnLate('hour')).toContain('al drie keer uitgesteld');
    now = new Date('2026-11-20T14:30:00Z');
    expect(await drawnLate('tomorrow')).toContain('Later lukt deze week niet meer');
  });
});

describe('a check-in of somebody else', () => {
  it('cannot be postponed', async () => {
    const said = await slack.chatUserOf('U00001').tap('check-in.snooze', { checkIn, when: 'hour' });
    expect(said).toContain('Deze vragen zijn er niet meer.');
    expect(await prisma().checkIn.count({ where: { snoozes: { gt: 0 } } })).toBe(0);
  });
});
