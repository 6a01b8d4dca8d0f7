import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tools } from '../../../src/feature.ts';
import { createNotificationStore } from '../../../src/outbox/notification-store.ts';
import { type OpenFeatures, openFeatures, scheduleNamed } from '../../app/open-features.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../../fixtures/partnership.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const DAY = 86_400_000;
const HEADER = 'person,role,name,school,circle,cluster,platform,workspace,user,language';

let test: TestDatabase;
let commands: CommandRunner;
let teachers: readonly TestTeacher[];
let features: OpenFeatures;
let now = NOW;

const prisma = () => test.database.prisma;
const runNightly = async (name: string) => {
  await scheduleNamed(features, name).run('2026-11-17', now);
};
const missing = async () =>
  (await prisma().person.findMany({ where: { missingSince: { not: null } }, orderBy: { key: 'asc' } })).map(
    ({ key }) => key,
  );

/** Writes a file with the teachers at these places. */
function fileWith(...places: readonly number[]): string {
  const lines = places.map((place) => {
    const { key, user } = teachers[place] ?? { key: '', user: '' };
    return `${key},teacher,Naam ${key},School Noord,Noord,,slack,${TEAM},${user},nl`;
  });
  return commands.file('people.csv', [HEADER, ...lines]);
}

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
});
beforeEach(async () => {
  await test.empty();
  now = NOW;
  commands.settings.now = NOW;
  commands.settings.terminal = false;
  teachers = await addPartnership(test.database, { Noord: 4 }, NOW);
  features = await openFeatures(test.database, () => now);
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

describe('a file of people', () => {
  it('does not remove people who are not in it', async () => {
    expect(await commands.run('import', 'people', fileWith(0))).toMatchObject({ code: 0 });
    expect(await missing()).toEqual([]);
  });

  it('that is marked as complete tells how many left, before anything happens', async () => {
    const dry = await commands.run('import', 'people', fileWith(0, 1, 2), '--complete', '--dry-run');
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('Not in this file: 1.') });
    expect(await missing()).toEqual([]);
    for (const agreed of [[], ['--leaving', '2']]) {
      const refused = await commands.run('import', 'people', fileWith(0, 1, 2), '--complete', ...agreed);
      expect(refused).toMatchObject({
        code: 2,
        out: '',
        err: 'Not in this file, and asked whether they stay or else erased: 1 person.\nNothing was imported: add --leaving 1 when that is right.\n',
      });
    }
    expect(await missing()).toEqual([]);
    commands.settings.terminal = true;
    commands.settings.stdin = 'n\n';
    expect(await commands.run('import', 'people', fileWith(0, 1, 2), '--complete')).toMatchObject({ code: 1, out: '' });
    commands.settings.stdin = 'y\n';
    expect(await commands.run('import', 'people', fileWith(0, 1, 2), '--complete')).toMatchObject({ code: 0 });
    expect(await missing()).toEqual([teachers[3]?.key]);
    expect((await commands.run('people', 'list')).out).toContain(
      `erased unless they say that they stay: ${teachers[3]?.key}.`,
    );
  });

  it('never counts people as gone who joined by a code', async () => {
    await prisma().person.update({
      where: { id: teachers[3]?.id ?? '' },
      data: { key: 'joined-1234abcd', joinedAt: NOW, confirmedAt: NOW },
    });
    expect(await commands.run('import', 'people', fileWith(0, 1, 2), '--complete')).toMatchObject({ code: 0 });
    expect(await missing()).toEqual([]);
  });
});

describe('somebody who is not on the list any more', () => {
  const gone = () => teachers[3] ?? { id: '', key: '', user: '' };
  const isThere = async () => (await prisma().person.count({ where: { id: gone().id } })) === 1;
  const leave = () => commands.run('import', 'people', fileWith(0, 1, 2), '--complete', '--leaving', '1');
  /** Records a message as sent, as the outbox does. */
  const sent = (at: Date) =>
    prisma().notification.updateMany({
      where: { kind: 'still-here' },
      data: { state: 'sent', sentAt: at, attempts: 1, reference: '1.1' },
    });
  const stay = () =>
    features.receive({
      id: `stay-${now.getTime()}`,
      from: { platform: 'slack', workspace: TEAM, user: gone().user },
      kind: 'tap',
      action: 'roster.stay',
      data: {},
    });

  it('is asked once whether they stay, with the date, and erased when they do not answer', async () => {
    await leave();
    await runNightly('leavers');
    await runNightly('leavers');
    const [asked, ...more] = await prisma().notification.findMany({ where: { kind: 'still-here' } });
    expect(more).toEqual([]);
    const view = JSON.stringify(await features.composers['still-here']?.(asked?.subject ?? '', now, 'nl'));
    expect(view).toContain('Blijf je? Tik je niet op de knop, dan wis ik vanaf 17 december alles');
    expect(view).toContain('Ja, ik blijf');
    await sent(asked?.notBefore ?? NOW);
    now = new Date((asked?.notBefore.getTime() ?? 0) + 30 * DAY - 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date(now.getTime() + 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
    expect(await prisma().person.count()).toBe(3);
  });

  it('leaves no old home page, or the operator is told that Slack keeps it', async () => {
    const shown: unknown[] = [];
    const erase = async (showHome: Tools['showHome']) => {
      features = await openFeatures(test.database, () => now, { showHome });
      const place = teachers[3 - shown.length] ?? { id: '', user: '' };
      const longAgo = new Date(NOW.getTime() - 400 * DAY);
      await prisma().person.update({ where: { id: place.id }, data: { missingSince: longAgo } });
      await runNightly('leavers');
      expect(await prisma().person.count({ where: { id: place.id } })).toBe(0);
      return place.user;
    };
    const user = await erase(async (home, view) => void shown.push({ ...home, says: view.summary }));
    expect(shown).toMatchObject([
      { workspace: TEAM, user, says: expect.stringContaining('Ik heb alles van je gewist') },
    ]);
    expect(features.troubles).toEqual([]);
    const refused = new Error('Slack did not take it');
    await erase(async () => Promise.reject(refused));
    expect(features.troubles).toEqual([refused]);
  });

  it('leaves no old home page either when erasing stops at somebody else', async () => {
    const shown: string[] = [];
    features = await openFeatures(test.database, () => now, { showHome: async ({ user }) => void shown.push(user) });
    const longAgo = new Date(NOW.getTime() - 400 * DAY);
    await prisma().person.updateMany({
      where: { id: { in: teachers.slice(2).map(({ id }) => id) } },
      data: { missingSince: longAgo },
    });
    // Whoever comes second cannot be erased, in whichever order they come.
    await prisma().$executeRaw`
      CREATE FUNCTION keep_last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM "Person" WHERE "missingSince" IS NOT NULL) = 1 THEN RAISE 'stays'; END IF;
        RETURN OLD; END $$`;
    await prisma().$executeRaw`
      CREATE TRIGGER keep_last BEFORE DELETE ON "Person" FOR EACH ROW EXECUTE FUNCTION keep_last()`;
    try {
      await expect(runNightly('leavers')).rejects.toThrow('stays');
    } finally {
      await prisma().$executeRaw`DROP FUNCTION keep_last CASCADE`;
    }
    const kept = await missing();
    expect(kept).toHaveLength(1);
    expect(shown).toEqual(teachers.slice(2).flatMap(({ key, user }) => (kept.includes(key) ? [] : [user])));
  });

  it('does not get the waiting invitation until they say that they stay', async () => {
    await prisma().person.update({ where: { id: gone().id }, data: { consentedAt: null } });
    await runNightly('invitations');
    const waiting = await prisma().notification.findMany({ where: { kind: 'invitation' } });
    expect(waiting).toMatchObject([{ subject: gone().id, state: 'queued' }]);
    const composed = () => features.composers['invitation']?.(gone().id, now, 'nl');
    expect(await composed()).not.toBeNull();
    await leave();
    expect(await composed()).toBeNull();
    await stay();
    expect(await composed()).not.toBeNull();
  });

  it('is greeted and not invited when they add the app', async () => {
    await prisma().person.update({ where: { id: gone().id }, data: { consentedAt: null } });
    await leave();
    const from = { platform: 'slack', workspace: TEAM, user: gone().user } as const;
    const reply = await features.receive({ id: 'added', from, kind: 'connected', conversation: null, greet: true });
    expect(reply).toMatchObject({ kind: 'say' });
    expect(await prisma().notification.count({ where: { kind: 'invitation' } })).toBe(0);
  });

  it('is asked once more a week before, whatever they answer meanwhile, but not when they said that they stay', async () => {
    await leave();
    await runNightly('leavers');
    const { notBefore } = await prisma().notification.findFirstOrThrow({ where: { kind: 'still-here' } });
    await sent(notBefore);
    const again = () => prisma().notification.findMany({ where: { kind: 'still-here-again' } });
    now = new Date(notBefore.getTime() + 23 * DAY - 1);
    await runNightly('leavers');
    expect(await again()).toEqual([]);
    now = new Date(now.getTime() + 1);
    await runNightly('leavers');
    await runNightly('leavers');
    const [reminder, ...more] = await again();
    expect(more).toEqual([]);
    expect(reminder?.notAfter).toEqual(new Date(notBefore.getTime() + 30 * DAY));
    const shown = async () => features.composers['still-here-again']?.(reminder?.subject ?? '', now, 'nl');
    const view = JSON.stringify(await shown());
    expect(view).toContain('Ik vraag het nog één keer: blijf je?');
    expect(view).toContain(
      'Tik je niet op de knop, dan wis ik vanaf 17 december alles wat ik van je bewaar, ook als je vragen beantwoordt.',
    );
    await stay();
    expect(await shown()).toBeNull();
    // When they leave again, they are asked and reminded again.
    await commands.run('import', 'people', fileWith(0, 1, 2, 3), '--complete');
    expect(await again()).toEqual([]);
  });

  it('stays after a tap, also when the next list is without them', async () => {
    await leave();
    await runNightly('leavers');
    expect(JSON.stringify(await stay())).toContain('Fijn dat je blijft');
    expect(await features.composers['still-here']?.(gone().id, now, 'nl')).toBeNull();
    expect(await commands.run('import', 'people', fileWith(0, 1, 2), '--complete')).toMatchObject({ code: 0 });
    now = new Date(NOW.getTime() + 100 * DAY);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
  });

  it.each(['ja', 'Ja, ik blijf', 'Zeker!', '👍', 'ok'])('is not told that all is well by typing: %s', async (words) => {
    await leave();
    await runNightly('leavers');
    const from = { platform: 'slack', workspace: TEAM, user: gone().user } as const;
    const answer = async (id: string) =>
      JSON.stringify(await features.receive({ id, kind: 'command', words, from, conversation: null }));
    const answered = await answer('before');
    expect(answered).toContain('Tik dan op de knop in dat bericht. Alleen dan blijf je.');
    expect(answered).not.toMatch(/Alles blijft|Je doet mee/);
    await stay();
    expect(await answer('after')).toMatch(/Alles blijft zoals het is|Je doet mee/);
  });

  it('is as before when a later file has them again, and is asked again if they are missing again', async () => {
    await leave();
    await runNightly('leavers');
    expect(await commands.run('import', 'people', fileWith(0, 3))).toMatchObject({ code: 0 });
    expect(await missing()).toEqual([]);
    now = new Date(NOW.getTime() + 40 * DAY);
    commands.settings.now = now;
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    await leave();
    await runNightly('leavers');
    expect(await prisma().notification.count({ where: { kind: 'still-here' } })).toBe(1);
    expect(await isThere()).toBe(true);
  });

  it('is not erased without a question because of a pause that they took before the question', async () => {
    await leave();
    await runNightly('leavers');
    const from = { platform: 'slack', workspace: TEAM, user: gone().user } as const;
    const values = { until: '2027-02-01' };
    await features.receive({ id: 'p', kind: 'submission', action: 'settings.pause-until', from, data: {}, values });
    now = new Date(NOW.getTime() + DAY);
    await runNightly('leavers');
    const [asked, ...more] = await prisma().notification.findMany({ where: { kind: 'still-here' } });
    expect(more).toEqual([]);
    // Monday morning after it.
    expect(asked).toMatchObject({ state: 'queued', notBefore: new Date('2027-02-01T06:30:00Z') });
    await sent(new Date('2027-02-01T06:30:00Z'));
    now = new Date('2027-03-03T06:29:00Z');
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date('2027-03-03T06:30:00Z');
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
  });

  it('is also erased when nothing reaches them', async () => {
    await prisma().account.updateMany({ where: { personId: gone().id }, data: { unreachableSince: NOW } });
    await leave();
    now = new Date(NOW.getTime() + 30 * DAY);
    await scheduleNamed(features, 'leavers').run('2026-12-17', now);
    await prisma().notification.updateMany({
      where: { kind: 'still-here' },
      data: { state: 'failed', reason: 'user_disabled' },
    });
    now = new Date(NOW.getTime() + 90 * DAY);
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
  });

  it('is not erased without a question while their workspace is disconnected: they get their days when it is back, within a year', async () => {
    const connected = (state: 'active' | 'reconnect') => prisma().workspace.updateMany({ data: { state } });
    await connected('reconnect');
    await leave();
    for (const days of [0, 31, 100]) {
      now = new Date(NOW.getTime() + days * DAY);
      await runNightly('leavers');
      expect(await isThere()).toBe(true);
    }
    await connected('active');
    await runNightly('leavers');
    const asked = await prisma().notification.findFirstOrThrow({ where: { kind: 'still-here' } });
    await prisma().notification.deleteMany();
    await connected('reconnect');
    expect(asked).toMatchObject({ state: 'queued', subject: gone().id });
    now = new Date(NOW.getTime() + 365 * DAY - 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date(NOW.getTime() + 365 * DAY);
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
  });

  it('is erased after a year when their workspace bars the app for good, and a pause of theirs ended thirty days ago', async () => {
    await leave();
    await prisma().rhythm.create({ data: { personId: gone().id, pausedUntil: new Date('2027-11-10') } });
    const days = (count: number) => new Date(NOW.getTime() + count * DAY);
    // A barred message waits until it has expired, and is then asked again.
    for (now = NOW; now < days(380); now = new Date(now.getTime() + 31 * DAY)) {
      await createNotificationStore(test.database).expire(now);
      await runNightly('leavers');
      expect(await isThere()).toBe(true);
    }
    now = new Date('2027-12-09T23:59:00Z');
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date('2027-12-10T00:00:00Z');
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
    expect(await prisma().notification.count()).toBe(0);
  });

  it('gets their days also when the question came at the end of that year', async () => {
    await leave();
    await runNightly('leavers');
    const late = new Date(NOW.getTime() + 360 * DAY);
    await sent(late);
    now = new Date(late.getTime() + 30 * DAY - 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
  });

  it.each([
    ['may have come', { state: 'failed', reason: 'in_doubt', inDoubt: 5 }],
    ['was taken back with a stop', { state: 'expired', reason: 'withdrawn' }],
  ] as const)('gets their days as the question says also when it %s', async (_how, became) => {
    await leave();
    await runNightly('leavers');
    const late = new Date(NOW.getTime() + 29 * DAY);
    await prisma().notification.updateMany({ where: { kind: 'still-here' }, data: { ...became, notBefore: late } });
    now = new Date(late.getTime() + 30 * DAY - 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date(late.getTime() + 30 * DAY);
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
  });

  it('is not erased without a question when it could not be sent in time: it is asked again', async () => {
    await leave();
    await runNightly('leavers');
    // The deployment was paused, and so were the schedules: what waited has expired when somebody resumes.
    now = new Date(NOW.getTime() + 40 * DAY);
    await createNotificationStore(test.database).expire(now);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    const [asked, ...more] = await prisma().notification.findMany({ where: { kind: 'still-here' } });
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ state: 'queued' });
    expect(asked?.notBefore.getTime()).toBeGreaterThan(now.getTime());
  });

  it('gets their days counted from when the question came, however late, and reads so', async () => {
    await leave();
    await runNightly('leavers');
    const late = new Date(NOW.getTime() + 29 * DAY);
    const view = JSON.stringify(await features.composers['still-here']?.(gone().id, late, 'nl'));
    expect(view).toContain('wis ik vanaf 15 januari');
    await sent(late);
    now = new Date(late.getTime() + 30 * DAY - 1);
    await runNightly('leavers');
    expect(await isThere()).toBe(true);
    now = new Date(late.getTime() + 30 * DAY);
    await runNightly('leavers');
    expect(await isThere()).toBe(false);
  });
});

describe('answers', () => {
  it('are deleted after two years, week by week, and published weeks stay', async () => {
    const { id: personId } = teachers[0] ?? { id: '' };
    const { id: circleId } = await prisma().circle.findFirstOrThrow();
    for (const week of ['2024-W45', '2024-W46', '2026-W46']) {
      const about = { personId, circleId, week };
      const { id: checkInId } = await prisma().checkIn.create({
        data: { ...about, cycle: 0, third: 0, instrument: 'polsslag@1', createdAt: NOW, closesAt: NOW },
      });
      const given = {
        item: 'VIT01',
        value: 4,
        answeredAt: new Date(`${week.slice(0, 4)}-11-1${week.slice(-1)}T12:00:00Z`),
      };
      await prisma().answer.create({
        data: { ...about, ...given, checkInId, instrument: 'polsslag@1', source: 'chat' },
      });
    }
    await prisma().publishedWeek.create({ data: { week: '2024-W45', publishedAt: NOW, body: '{}' } });
    await prisma().itemTotal.create({ data: { week: '2024-W45', item: 'VIT01', count: 1, sum: 4 } });
    await runNightly('retention');
    const weeks = { orderBy: { week: 'asc' }, select: { week: true } } as const;
    const kept = [{ week: '2024-W46' }, { week: '2026-W46' }];
    expect(await prisma().answer.findMany(weeks)).toEqual(kept);
    expect(await prisma().checkIn.findMany(weeks)).toEqual(kept);
    expect([await prisma().publishedWeek.count(), await prisma().itemTotal.count()]).toEqual([1, 1]);
    features = await openFeatures(test.database, () => now, { settings: { answersKeptMonths: 6 } });
    await runNightly('retention');
    expect(await prisma().answer.findMany(weeks)).toEqual([{ week: '2026-W46' }]);
  });
});
