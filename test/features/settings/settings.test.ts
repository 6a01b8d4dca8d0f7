import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FieldValues } from '../../../src/chat/view.ts';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { createSettingsStore } from '../../../src/features/settings/store.ts';
import { pauseDialog, settingsDialog } from '../../../src/features/settings/view.ts';
import { createPeople } from '../../../src/people/store.ts';
import { type ChatUserDriver, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

/** The Monday of week 47, 10:00 in Amsterdam: the check-ins are planned, and wait for Tuesday 15:30. */
const MONDAY = new Date('2026-11-16T09:00:00Z');
const TEAMS_USER = 'aaaaaaaa-0000-4000-8000-000000000000';
const USUAL: FieldValues = { day: 'usual', every: '1', workdays: ['1', '2', '3', '4', '5'] };

let test: TestDatabase;
let now: Date;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let features: Awaited<ReturnType<typeof openForcedFeatures>>;

const prisma = () => test.database.prisma;
const idOf = (index: number) => teachers[index]?.id ?? '';

beforeAll(async () => {
  test = await createTestDatabase();
  features = await openForcedFeatures(test, () => now);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(features, [TEAMS_USER]);
  now = MONDAY;
  await teams.chatUserOf(TEAMS_USER).arrive();
});
beforeEach(async () => {
  await test.empty();
  now = MONDAY;
  teachers = await addPartnership(test.database, { Noord: 2 }, now);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  const conversation = { conversationId: 'a' };
  await prisma().account.create({
    data: { personId: idOf(0), workspaceId, externalId: TEAMS_USER, rank: 1, conversation },
  });
  await plan();
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});

const plan = () =>
  planCheckIns(
    { database: test.database, instruments: features.instruments, settings: SETTINGS, random: Math.random },
    now,
  );
const messageOf = (index: number) =>
  prisma().notification.findFirst({ where: { kind: 'check-in', account: { personId: idOf(index) } } });
const rhythmOf = (index: number) => prisma().rhythm.findUnique({ where: { personId: idOf(index) } });

async function shownTo(index: number) {
  const person = await createPeople(test.database).find(idOf(index));
  if (!person) throw new Error('nobody');
  const own = await createSettingsStore(test.database, SETTINGS.timezone).read(person.id);
  return { person, own, settings: SETTINGS, now };
}

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const chatUser = (): ChatUserDriver =>
    platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(TEAMS_USER);
  const save = async (values: FieldValues) => {
    const dialog = settingsDialog(await shownTo(0));
    const places = dialog.fields.find(({ name }) => name === 'place');
    const place = places?.kind === 'choice' ? (places.initial ?? '') : '';
    return chatUser().submit(dialog, { ...USUAL, place, ...values });
  };

  it('shows when somebody is asked, in their language, and opens a dialog to choose', async () => {
    const told = await chatUser().type('instellingen');
    expect(told).toContain('Je krijgt elke week drie korte vragen, op dinsdag om 15:30 uur.');
    expect(told).toContain('Je volgende vragen: dinsdag 17 november om 15:30 uur.');
    expect(told).toContain('Nooit onder de les (08:15 tot 15:00), na 19:00');
    const opened = await chatUser().open('settings.open', {});
    expect(opened).toContain('Op welke dagen werk je?');
    await prisma().person.updateMany({ data: { language: 'en' } });
    expect(await chatUser().type('settings')).toContain('on Tuesday at 15:30');
  });

  it('stores the choice, tells when the next questions come, and moves waiting ones', async () => {
    const said = await save({ day: '4', time: '16:15', every: '2', workdays: ['2', '4'] });
    expect(said).toContain('Je volgende vragen: donderdag 19 november om 16:15 uur.');
    expect(await rhythmOf(0)).toMatchObject({ day: 4, time: '16:15', everyWeeks: 2, workdays: [2, 4] });
    expect((await messageOf(0))?.notBefore).toEqual(new Date('2026-11-19T15:15:00Z'));
    expect((await messageOf(1))?.notBefore).toEqual(new Date('2026-11-17T14:30:00Z'));
    const { closesAt } = await prisma().checkIn.findFirstOrThrow({ where: { personId: idOf(0) } });
    expect(closesAt).toEqual(new Date('2026-11-20T17:00:00Z'));
    expect(await chatUser().type('instellingen')).toContain('om de week drie korte vragen, op donderdag om 16:15 uur');
  });

  it.each([
    [{ time: '10:00' }, 'Kies een tijd van 07:30 tot 08:15, of van 15:00 tot 19:00.'],
    [{ time: '19:00' }, 'Kies een tijd van 07:30 tot 08:15, of van 15:00 tot 19:00.'],
    [{ day: '3', workdays: ['1', '2'] }, 'Op die dag werk je niet.'],
  ])('keeps the dialog open and stores nothing for %j', async (values, why) => {
    expect(await save(values)).toContain(why);
    expect(await rhythmOf(0)).toBeNull();
  });

  it.each([{ day: '6' }, { every: '3' }, { workdays: ['9'] }])(
    'stores nothing of %j, which no dialog of ours sends',
    async (values) => {
      const shown = await shownTo(0);
      const dialog = settingsDialog(shown);
      // A dialog with that option, because no platform lets anybody submit what it does not show.
      const fields = dialog.fields.map((field) =>
        field.kind === 'choice' || field.kind === 'several'
          ? {
              ...field,
              options: [...field.options, ...['6', '3', '9'].map((value) => ({ value, label: `? ${value}` }))],
            }
          : field,
      );
      const unique = fields.map((field) =>
        field.kind === 'choice' || field.kind === 'several'
          ? { ...field, options: [...new Map(field.options.map((option) => [option.value, option])).values()] }
          : field,
      );
      const place = shown.own.accounts[0]?.id ?? '';
      const said = await chatUser().submit({ ...dialog, fields: unique }, { ...USUAL, place, ...values });
      expect(said).toContain('Er is niets bewaard.');
      expect(await rhythmOf(0)).toBeNull();
    },
  );

  it('pauses after one tap, withdraws waiting questions, and resumes after one tap', async () => {
    await chatUser().type('pauze');
    const paused = await chatUser().press('Twee weken');
    expect(paused).toContain('Je hebt pauze. Vanaf maandag 30 november krijg je weer vragen.');
    expect(paused).toContain('Je volgende vragen: dinsdag 1 december om 15:30 uur.');
    expect(await messageOf(0)).toBeNull();
    expect(await prisma().checkIn.count({ where: { personId: idOf(0) } })).toBe(0);
    expect(await messageOf(1)).not.toBeNull();
    // Nothing is planned during the pause.
    expect(await plan()).toBe(0);

    const resumed = await chatUser().press('Weer vragen krijgen');
    expect(resumed).toContain('Fijn, je pauze is voorbij.');
    expect(resumed).toContain('Je volgende vragen: dinsdag 17 november om 15:30 uur.');
    expect(await plan()).toBe(1);
    expect((await messageOf(0))?.notBefore).toEqual(new Date('2026-11-17T14:30:00Z'));
    expect(await prisma().checkIn.findFirst({ where: { personId: idOf(0) } })).toMatchObject({ cycle: 0, third: 0 });
  });

  it('resumes with what could not have waited for the end of the pause and still has time', async () => {
    const { id: accountId } = await prisma().account.findFirstOrThrow({ where: { personId: idOf(0), rank: 0 } });
    const notBefore = new Date('2026-11-18T14:00:00Z');
    const until = { 'evaluation:a': '2026-12-02T15:00:00Z', 'evaluation:b': '2026-11-17T08:00:00Z' };
    for (const [key, notAfter] of Object.entries(until)) {
      const what = { kind: 'evaluation', subject: key, lane: `slack:${TEAM}`, accountId, unasked: 2 };
      await prisma().notification.create({ data: { key, ...what, notBefore, notAfter, createdAt: now } });
    }
    const states = async () => {
      const rows = await prisma().notification.findMany({ where: { kind: 'evaluation' }, orderBy: { key: 'asc' } });
      return rows.map((row) => ({ state: row.state, reason: row.reason, notBefore: row.notBefore }));
    };
    await chatUser().type('pauze');
    await chatUser().press('Vier weken');
    const expired = { state: 'expired', reason: 'no_good_moment' };
    expect(await states()).toMatchObject([expired, expired]);
    now = new Date('2026-11-17T09:00:00Z');
    await chatUser().press('Weer vragen krijgen');
    expect(await states()).toMatchObject([{ state: 'queued', reason: null, notBefore }, expired]);
  });

  it('tells people who do not take part until when other messages stop, and promises no questions after a pause', async () => {
    await prisma().person.update({ where: { id: idOf(0) }, data: { declinedAt: now } });
    await chatUser().type('pauze');
    const paused = await chatUser().press('Twee weken');
    expect(paused).toContain(
      'Je doet nu niet mee, dus je krijgt geen vragen. Tot maandag 30 november stuur ik je ook verder',
    );
    expect(paused).not.toContain('Weer vragen krijgen');
    const ended = await chatUser().press('Pauze stoppen');
    expect(ended).toContain('Fijn, je pauze is voorbij.');
    expect(ended).not.toContain('stuur ik je ook verder');
  });

  it('resumes only when there is a pause', async () => {
    expect(await chatUser().type('hervatten')).not.toContain('je pauze is voorbij');
  });

  it('pauses until a day that is not in the past and at most a year away', async () => {
    const until = async (day: string) => chatUser().submit(pauseDialog((await shownTo(0)).person), { until: day });
    expect(await until('2026-11-16')).toContain('Die dag is al geweest.');
    expect(await until('2028-01-01')).toContain('Dat is meer dan een jaar.');
    expect(await rhythmOf(0)).toBeNull();
    await until('2026-11-18');
    expect((await rhythmOf(0))?.pausedUntil).toEqual(new Date('2026-11-18'));
    // Wednesday is within the week: they are asked then.
    expect((await messageOf(0))?.notBefore).toEqual(new Date('2026-11-18T06:30:00Z'));
    expect(await chatUser().type('Stop de pauze')).toContain('Fijn, je pauze is voorbij.');
    expect((await messageOf(0))?.notBefore).toEqual(new Date('2026-11-17T14:30:00Z'));
  });

  it('lets somebody with two accounts choose where they are asked, and asks them there, once', async () => {
    const before = await messageOf(0);
    expect(before?.lane).toBe(`slack:${TEAM}`);
    const { accounts } = (await shownTo(0)).own;
    const there = accounts.find((account) => account.platform === 'teams')?.id ?? '';
    await save({ place: there });
    expect(await messageOf(0)).toMatchObject({ id: before?.id, lane: `teams:${TENANT}`, accountId: there });
    now = new Date('2026-11-23T09:00:00Z');
    expect(await plan()).toBe(2);
    const asked = await prisma().notification.findMany({
      where: { kind: 'check-in', account: { personId: idOf(0) }, createdAt: now },
    });
    expect(asked.map(({ accountId }) => accountId)).toEqual([there]);
    // An import of people, which orders accounts, does not undo it.
    await prisma().account.updateMany({ where: { personId: idOf(0) }, data: { rank: 0 } });
    expect((await shownTo(0)).own.accounts[0]?.id).toBe(there);
  });

  it('moves messages that the earlier place had refused, and leaves there what may have arrived', async () => {
    const there = (await shownTo(0)).own.accounts.find((account) => account.platform === 'teams')?.id ?? '';
    const here = await messageOf(0);
    const waits = { state: 'queued', attempts: 2, reason: 'messages_tab_disabled' } as const;
    await prisma().notification.update({ where: { id: here?.id ?? '' }, data: { ...waits, inDoubt: 1 } });
    await save({ place: there });
    expect(await messageOf(0)).toMatchObject({ lane: `slack:${TEAM}` });
    await prisma().notification.update({ where: { id: here?.id ?? '' }, data: { inDoubt: 0 } });
    await save({ place: there });
    expect(await messageOf(0)).toMatchObject({ lane: `teams:${TENANT}`, accountId: there });
  });

  it('is not for supervisors', async () => {
    await prisma().person.updateMany({ data: { role: 'supervisor' } });
    for (const words of ['instellingen', 'pauze', 'hervatten']) {
      expect(await chatUser().type(words)).toContain('De vragen zijn voor leerkrachten.');
    }
    expect(await save({ day: '1' })).toContain('De vragen zijn voor leerkrachten.');
    expect(await rhythmOf(0)).toBeNull();
  });
});

describe('the settings of one teacher', () => {
  it('are nobody else’s: somebody with one account is not asked about places, and cannot take over an account', async () => {
    const dialog = settingsDialog(await shownTo(1));
    expect(dialog.fields.map(({ name }) => name)).toEqual(['day', 'time', 'every', 'workdays']);
    const [theirs] = await prisma().account.findMany({ where: { personId: idOf(0) }, orderBy: { rank: 'asc' } });
    await createSettingsStore(test.database, SETTINGS.timezone).save(idOf(1), {
      ...{ day: 2, time: null, everyWeeks: 1, workdays: [2] },
      account: theirs?.id ?? '',
    });
    expect(await prisma().account.count({ where: { preferred: true } })).toBe(0);
    expect(await rhythmOf(0)).toBeNull();
  });

  it('are on their home page, with the end of a pause, which stays on that page', async () => {
    const chatUser = slack.chatUserOf('U00000');
    expect(await chatUser.arrive()).toContain('op dinsdag om 15:30 uur');
    await prisma().rhythm.create({ data: { personId: idOf(0), pausedUntil: new Date('2026-12-01') } });
    expect(await chatUser.arrive()).toContain('Je hebt pauze. Vanaf dinsdag 1 december krijg je weer vragen.');
    expect(await chatUser.press('Weer vragen krijgen', 'home')).toContain('op dinsdag om 15:30 uur');
    expect(await rhythmOf(0)).toMatchObject({ pausedUntil: null });
  });
});
