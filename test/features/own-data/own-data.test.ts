import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Reply } from '../../../src/chat/event.ts';
import type { ActionData } from '../../../src/chat/view.ts';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { seal } from '../../../src/secrets/seal.ts';
import { type OpenFeatures, openFeatures } from '../../app/open-features.ts';
import { describeWithBrowser, findAccessibilityViolations, openBrowser, openPage, takePicture } from '../../browser.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { listen, stopListening } from '../../listen.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const HOUR = 3_600_000;

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let features: OpenFeatures;
let commands: CommandRunner;
let now = NOW;
let url = '';
const app = express();
const server = createServer(app);

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
  teachers = await addPartnership(test.database, { Noord: 3 }, NOW);
  url = await listen(server);
  features = await openFeatures(test.database, () => now, {
    pages: { address: (path) => `${url}${path}`, key: Buffer.alloc(32) },
  });
  for (const route of features.routes) app.use(route);
  const { instruments } = features;
  await planCheckIns({ database: test.database, instruments, settings: SETTINGS, random: Math.random }, NOW);
  const { database } = test;
  const checkIn = await database.prisma.checkIn.findFirstOrThrow({
    where: { personId: teacher().id },
    include: { items: true },
  });
  await database.prisma.rhythm.create({ data: { personId: teacher().id, workdays: [1, 4] } });
  await tap('check-in.answer', { checkIn: checkIn.id, item: checkIn.items[0]?.item ?? '', value: '6' });
});
beforeEach(() => {
  now = NOW;
});
afterAll(async () => {
  commands.removeFiles();
  await stopListening(server);
  await test.drop();
});

const teacher = (index = 0) => teachers[index] ?? { id: '', key: '', user: '' };

let count = 0;
const happening = (user = teacher().user) => {
  count += 1;
  return { id: `event-${count}`, from: { platform: 'slack', workspace: TEAM, user } } as const;
};
const type = (words: string, user?: string): Promise<Reply> =>
  features.receive({ ...happening(user), kind: 'command', words, conversation: null });
const tap = (action: string, data: ActionData, user?: string): Promise<Reply> =>
  features.receive({ ...happening(user), kind: 'tap', action, data });

/** Asks for a link in the chat. */
async function ask(user?: string): Promise<string> {
  const [, address = ''] = /"url":"([^"]+)"/.exec(JSON.stringify(await type('mijn gegevens', user))) ?? [];
  return address;
}

/** Adds a supervisor with every kind of data that is stored as a code. */
async function addTroubled(): Promise<{ readonly id: string; readonly user: string }> {
  const { prisma } = test.database;
  const user = 'U0SUPERVISOR';
  const { id: circleId } = await prisma.circle.findFirstOrThrow();
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { externalId: TEAM } });
  const { id, accounts } = await prisma.person.create({
    data: {
      key: 'troubled',
      role: 'supervisor',
      name: 'Begeleider',
      language: 'nl',
      accounts: {
        create: { workspaceId, externalId: user },
      },
    },
    include: { accounts: true },
  });
  const at = { notBefore: NOW, notAfter: NOW, createdAt: NOW, kind: 'agenda', subject: '-', lane: `slack:${TEAM}` };
  const reasons = ['no_permission', 'never_heard_of'];
  await prisma.notification.createMany({
    data: reasons.map((reason) => {
      return { ...at, key: reason, accountId: accounts[0]?.id ?? null, state: 'failed' as const, reason };
    }),
  });
  await prisma.contactHour.create({
    data: {
      supervisorId: id,
      circleId,
      weekday: 4,
      begins: 905,
      ends: 960,
      slotMinutes: 15,
      place: 'kamer 2',
      firstDay: NOW,
      createdAt: NOW,
      appointments: {
        create: {
          supervisorId: id,
          teacherId: teacher().id,
          begins: NOW,
          ends: NOW,
          endedAt: NOW,
          endedBy: 'withdrawn',
          createdAt: NOW,
        },
      },
    },
  });
  return { id, user };
}
const press = (address: string) => fetch(address, { method: 'POST' });

describe('one’s own data', () => {
  it('is offered by a link, with its lifetime, and not to unknown people', async () => {
    const offer = JSON.stringify(await type('Mijn gegevens?'));
    expect(offer).toContain('een uur, en één keer');
    expect(offer).not.toContain(teacher().id);
    expect(offer).not.toContain(teacher().key);
    expect(JSON.stringify(await type('mijn gegevens', 'U0STRANGER'))).toContain('Ik ken je nog niet');
  });

  it('is shown once, by pressing the button and not by opening the page', async () => {
    const address = await ask();
    for (const _ of [1, 2, 3]) {
      const opened = await fetch(address);
      const page = await opened.text();
      expect(opened.status).toBe(200);
      expect(page).toContain('Laat mijn gegevens zien');
      expect(page).not.toContain(`Naam ${teacher().key}`);
      expect(opened.headers.get('cache-control')).toBe('no-store');
      expect(opened.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    }
    const shown = await press(address);
    const page = await shown.text();
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(page).toContain(`Naam ${teacher().key}`);
    expect(page).toContain('Antwoord (0 tot 6)');
    // Words instead of the codes in the file.
    for (const word of ['leerkracht', 'Nederlands', 'in de chat', 'wacht nog'])
      expect(page).toContain(`<td>${word}</td>`);
    expect(page).not.toMatch(/<td>(teacher|nl|chat|queued)<\/td>/);
    // Also the kinds of messages, the questions, the platform and the days; a question appears once.
    for (const words of ['je vragen van de week', 'Slack', 'maandag<br>donderdag']) expect(page).toContain(words);
    expect(page).not.toMatch(/<td>(check-in|slack|1, 4)<\/td>|(VIT|TOE|ABS)\d\d|Wat er stond/);
    // Stored data come first, and then only the names of what is not stored.
    expect(page.indexOf('>Berichten die ik je stuurde<')).toBeLessThan(page.indexOf('>Hiervan staat er niets van je<'));
    expect(page).toContain('<li>Contactuurtjes</li>');
    const again = await press(address);
    expect([again.status, await again.text()]).toEqual([410, expect.stringContaining('al gebruikt')]);
    expect(await (await fetch(address)).text()).toContain('al gebruikt');
  });

  it('shows times on the clock of its reader’s school, as the chat does', async () => {
    const { prisma } = test.database;
    const { schoolId } = await prisma.person.findUniqueOrThrow({ where: { id: teacher().id } });
    const setTimezone = (timezone: string) =>
      prisma.school.update({ where: { id: schoolId ?? '' }, data: { timezone } });
    await setTimezone('America/Curacao');
    const closesAt = new Date('2026-11-20T22:00:00Z');
    await prisma.checkIn.updateMany({ where: { personId: teacher().id }, data: { closesAt } });
    expect(await (await press(await ask())).text()).toContain('20-11-2026 18:00');
    await setTimezone(SETTINGS.timezone);
  });

  it('has a name, in each language, for every kind of message that people get', () => {
    const kinds = Object.keys(features.messages);
    for (const language of ['nl', 'en']) {
      const names = features.messageNames(language);
      expect(kinds.filter((kind) => !names[kind])).toEqual([]);
      expect(Object.keys(names).filter((kind) => !kinds.includes(kind))).toEqual([]);
    }
  });

  it('tells in words why something did not reach somebody, how an appointment ended, and when somebody’s hours are', async () => {
    const { prisma } = test.database;
    const { id, user } = await addTroubled();
    const address = await ask(user);
    // Somebody who asks can be reached again, so the failure happens afterwards.
    const trouble = { unreachableSince: NOW, unreachableWhy: 'app_removed' };
    await prisma.account.updateMany({ where: { personId: id }, data: trouble });
    const page = await (await press(address)).text();
    for (const words of [
      'De app is daar weggehaald.',
      'De app mag daar niet schrijven. Een beheerder daar kan dat veranderen.',
      'kan opzoeken waarom: never_heard_of',
      'de leerkracht zei af',
      'donderdag',
      '15:05',
      '16:00',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/app_removed|no_permission|>withdrawn<|<td>(4|905|960)<\/td>|middernacht/);
    // The file has the codes, for programs.
    const [, file = ''] = /base64,([^"]+)/.exec(page) ?? [];
    expect(JSON.parse(Buffer.from(file, 'base64').toString())).toMatchObject({
      accounts: [{ unreachableWhy: 'app_removed' }],
      appointments: [{ endedBy: 'withdrawn' }],
      contactHours: [{ weekday: 4, begins: 905, ends: 960 }],
    });
    await prisma.appointment.deleteMany();
    await prisma.person.delete({ where: { id } });
  });

  it('has words, in each language, for every code of a closed set that is stored', async () => {
    const columns = await test.database.prisma.$queryRaw<{ table: string; column: string; codes: string[] }[]>`
      SELECT c.relname AS "table", a.attname AS "column", array_agg(e.enumlabel::text) AS codes
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' JOIN pg_enum e ON e.enumtypid = a.atttypid
       WHERE NOT a.attisdropped GROUP BY 1, 2 ORDER BY 1, 2`;
    // What the page shows for each code; a new one needs words there, or is no personal data.
    const shown: Record<string, readonly [string, string] | null> = {
      'Account.platform': null,
      'Answer.source': ['answers', 'source'],
      'Appointment.endedBy': ['appointments', 'endedBy'],
      'IncomingEvent.platform': null,
      'Notification.state': ['messages', 'state'],
      'Person.consentBasis': ['person', 'consentBasis'],
      'Person.role': ['person', 'role'],
      'School.region': null,
      'SchoolHoliday.region': null,
      'ServedPlatform.platform': null,
      'Visit.source': null,
      'Workspace.platform': ['accounts', 'platform'],
      'Workspace.state': null,
    };
    expect(columns.map(({ table, column }) => `${table}.${column}`).filter((column) => !(column in shown))).toEqual([]);
    const own = columns.flatMap(({ table, column, codes }) => {
      const place = shown[`${table}.${column}`];
      return place ? [{ place, codes }] : [];
    });
    for (const language of ['nl', 'en']) {
      const data = await features.export({ id: teacher().id, language });
      for (const {
        place: [part, column],
        codes,
      } of own) {
        const words = data.find(({ name }) => name === part)?.words?.[column];
        expect({ language, part, column, words: Object.keys(words ?? {}) }).toEqual({
          language,
          part,
          column,
          words: expect.arrayContaining(codes),
        });
      }
    }
  });

  it('is shown to only one of two who press at the same moment', async () => {
    const address = await ask();
    const statuses = await Promise.all([press(address), press(address), press(address)]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });

  it('is not shown after an hour, with an explanation in the person’s language', async () => {
    const address = await ask();
    now = new Date(NOW.getTime() + HOUR);
    const late = await press(address);
    expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('dat is voorbij')]);
    await test.database.prisma.person.update({ where: { id: teacher().id }, data: { language: 'en' } });
    expect(await (await fetch(address)).text()).toContain('that is over');
    await test.database.prisma.person.update({ where: { id: teacher().id }, data: { language: 'nl' } });
  });

  it('cannot be found by guessing: an unknown link is answered in both languages', async () => {
    const strange = await press(`${url}/my-data/${'A'.repeat(43)}`);
    const page = await strange.text();
    expect(strange.status).toBe(404);
    expect(page).toContain('werkt niet meer');
    expect(page).toContain('no longer works');
  });

  it('is in the database only as a hash', async () => {
    const token = (await ask()).split('/').at(-1) ?? '';
    const rows = JSON.stringify(await test.database.prisma.dataLink.findMany());
    expect(token).toHaveLength(43);
    expect(rows).not.toContain(token);
  });

  it('cannot be shown without web pages: the chat then names whom to ask instead of a link', async () => {
    const without = await openFeatures(test.database, () => NOW);
    const from = { platform: 'slack', workspace: TEAM, user: teacher().user } as const;
    const words = { id: 'without', from, kind: 'command', words: 'my data', conversation: null } as const;
    expect(JSON.stringify(await without.receive(words))).toContain(`polsslag person export ${teacher().key}`);
  });

  it('is also given by the operator: the same, as JSON', async () => {
    const { code, out } = await commands.run('person', 'export', teacher().key);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      person: [{ key: teacher().key, name: `Naam ${teacher().key}`, consentBasis: 'chat' }],
      accounts: [{ platform: 'slack', user: teacher().user }],
      checkIns: [{ week: '2026-W47' }],
      answers: [{ value: 6, week: '2026-W47', source: 'chat' }],
      messages: [{ kind: 'check-in', state: 'queued' }],
    });
    expect(await commands.run('person', 'export', 'nobody')).toMatchObject({ code: 1, out: '' });
  });

  it('names everything that the database holds of a person', async () => {
    const held = JSON.parse((await commands.run('person', 'export', teacher().key)).out);
    // Every table that refers to a person is in the export, under its own name or another.
    const places: Record<string, string> = {
      CheckIn: 'checkIns',
      PersonCircle: 'person',
      EvaluationCampaign: 'ownEvaluations',
      EvaluationTicket: 'evaluationInvitations',
    };
    const tables = await test.database.prisma.$queryRaw<{ name: string; onDelete: string }[]>`
      SELECT conrelid::regclass::text AS name, confdeltype::text AS "onDelete"
        FROM pg_constraint WHERE contype = 'f' AND confrelid = '"Person"'::regclass`;
    // A reference from one person's row may only stop naming another person.
    const named = tables.filter(({ name, onDelete }) => {
      return onDelete === 'n' && tables.some((other) => other.name === name && other.onDelete === 'c');
    });
    expect(named.map(({ name }) => name)).toEqual(['"Appointment"']);
    for (const { name: quoted, onDelete } of tables.filter((each) => !named.includes(each))) {
      const name = quoted.replaceAll('"', '');
      const own = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      const place = [places[name], `${own}s`, own].find((each) => each !== undefined && each in held);
      // A table without a place: its feature must export it by `export` (src/feature.ts), and it must be erased with
      // the person.
      expect({ name, place, onDelete }).toEqual({ name, place: expect.any(String), onDelete: 'c' });
    }
  });
});

describe('being forgotten', () => {
  it('deletes every row that belongs to a person, however indirectly, and no column names a person without belonging to one', async () => {
    const references = await test.database.prisma.$queryRaw<{ from: string; to: string; onDelete: string }[]>`
      SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to, confdeltype::text AS "onDelete"
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;
    const theirs = new Set(['"Person"']);
    for (const _ of references) {
      for (const { from, to, onDelete } of references) if (theirs.has(to) && onDelete === 'c') theirs.add(from);
    }
    expect(theirs.size).toBeGreaterThan(8);
    // A reference to such a row may be set to null (n); everything else would block the erasure.
    expect(references.filter(({ to, onDelete }) => theirs.has(to) && !['c', 'n'].includes(onDelete))).toEqual([]);
    const loose = await test.database.prisma.$queryRaw`
      SELECT table_name, column_name FROM information_schema.columns c
       WHERE table_schema = 'public' AND column_name ~* '(person|teacher|supervisor|account|author)(id)?$' AND udt_name = 'uuid'
         AND NOT EXISTS (
           SELECT 1 FROM information_schema.key_column_usage k
             JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
            WHERE k.table_name = c.table_name AND k.column_name = c.column_name)`;
    expect(loose).toEqual([]);
  });

  it('gets a question first, with what remains, and a no changes nothing', async () => {
    const asked = JSON.stringify(await type('vergeet mij'));
    expect(asked).toContain('Groepscijfers die al gepubliceerd zijn, blijven');
    expect(asked).toContain('kan niet terug');
    expect(JSON.stringify(await tap('own-data.forget', { answer: 'no' }))).toContain('niets gewist');
    expect(JSON.stringify(await tap('own-data.forget', { answer: 'maybe' }))).toContain('niets bewaard');
    expect(await test.database.prisma.person.count()).toBe(3);
  });

  it('happens at once, also when the platform repeats the tap', async () => {
    const { id, user } = teacher(1);
    const yes = { id: 'yes', from: { platform: 'slack', workspace: TEAM, user }, kind: 'tap' } as const;
    const event = { ...yes, action: 'own-data.forget', data: { answer: 'yes' } } as const;
    for (const reply of [await features.receive(event), await features.receive(event)]) {
      expect(JSON.stringify(reply)).toContain('ken je niet meer');
    }
    expect(await test.database.prisma.person.findUnique({ where: { id } })).toBeNull();
    expect(JSON.stringify(await type('hulp', user))).toContain('Ik ken je nog niet');
    expect(await test.database.prisma.person.count()).toBe(2);
  });

  it('can be done by the operator, who types the name again or passes --yes; the home page in Slack is emptied', async () => {
    const { key, user } = teacher(2);
    const sealedToken = seal('xoxb-1', commands.settings.keys);
    await test.database.prisma.workspace.updateMany({ where: { externalId: TEAM }, data: { sealedToken } });
    commands.settings.slackTokens.set('xoxb-1', { teamId: TEAM, teamName: 'A', botUserId: 'U1' });
    expect(await commands.run('person', 'erase', key)).toMatchObject({ code: 2, out: '' });
    commands.settings.terminal = true;
    commands.settings.stdin = 'somebody else\n';
    expect(await commands.run('person', 'erase', key)).toMatchObject({ code: 1, out: '' });
    expect(await test.database.prisma.person.count()).toBe(2);
    expect(commands.settings.slackHomes.size).toBe(0);
    commands.settings.stdin = `${key}\n`;
    expect(await commands.run('person', 'erase', key)).toMatchObject({
      code: 0,
      out: 'The person is erased with all that was stored. Take them out of the import file too.\n',
    });
    expect(await test.database.prisma.person.count()).toBe(1);
    expect([...commands.settings.slackHomes]).toEqual([[user, expect.stringContaining('Ik heb alles van je gewist')]]);
    commands.settings.terminal = false;
    expect(await commands.run('person', 'erase', key, '--yes')).toMatchObject({ code: 1, out: '' });
  });
});

describe('the home page in Slack of somebody whom the operator erased', () => {
  it.each([
    ['Slack refuses the token', 'xoxb-refused', 'active', 'Slack did not take it (invalid_auth)'],
    ['the workspace is not connected', 'xoxb-1', 'reconnect', 'the workspace is not connected'],
  ] as const)(
    'is reported to stay until they open it where %s, and they are erased all the same',
    async (_why, token, state, why) => {
      const { prisma } = test.database;
      const sealedToken = seal(token, commands.settings.keys);
      const { id: workspaceId } = await prisma.workspace.update({
        where: { platform_externalId: { platform: 'slack', externalId: TEAM } },
        data: { sealedToken, state },
      });
      const accounts = { create: { workspaceId, externalId: `U-${state}` } };
      await prisma.person.create({ data: { key: 'late', name: 'Laat', role: 'teacher', language: 'nl', accounts } });
      expect(await commands.run('person', 'erase', 'late', '--yes')).toMatchObject({
        code: 0,
        out: [
          'The person is erased with all that was stored. Take them out of the import file too.',
          `Their home page in Slack (${TEAM}) could not be emptied: ${why}. Slack keeps it until they open it.`,
          '',
        ].join('\n'),
      });
      expect(await prisma.person.findUnique({ where: { key: 'late' } })).toBeNull();
      await prisma.workspace.update({ where: { id: workspaceId }, data: { state: 'active' } });
    },
  );
});

/** As if a teacher was asked three questions in each of these weeks. */
async function askInWeeks(weeks: readonly string[]): Promise<void> {
  const { prisma } = test.database;
  const { id: circleId } = await prisma.circle.findFirstOrThrow();
  const items = ['VIT01', 'TOE01', 'ABS01'].map((item, position) => ({ item, position }));
  const of = { personId: teacher().id, circleId, cycle: 0, instrument: 'ubes-9-nl@1', createdAt: NOW, closesAt: NOW };
  for (const [third, week] of weeks.entries()) {
    await prisma.checkIn.create({ data: { ...of, week, third, items: { create: items } } });
  }
}

/** The number of lines over which days in tables are written. */
function linesOfDays(): readonly number[] {
  const lines = new Set<number>();
  for (const { firstChild: text } of document.querySelectorAll('.rows td')) {
    const [day = ''] = /^\d\d-\d\d-\d{4}/.exec(text?.textContent ?? '') ?? [];
    if (text === null || day === '') continue;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, day.length);
    lines.add(range.getClientRects().length);
  }
  return [...lines];
}

describeWithBrowser('the page with one’s own data', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each([390, 1_280])('can be read by everybody at %i points, and kept as a file', async (width) => {
    await askInWeeks(width === 390 ? ['2026-W36', '2026-W37', '2026-W38'] : []);
    const { page, complaints } = await openPage(browser, await ask(), { viewport: { width, height: 844 } });
    await takePicture(page, `own-data-closed-${width}`);
    await page.getByRole('button', { name: 'Laat mijn gegevens zien' }).click();
    await page.getByRole('heading', { name: 'Je antwoorden' }).waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.evaluate(linesOfDays)).toEqual([1]);
    await takePicture(page, `own-data-${width}`);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Bewaar als bestand (JSON)' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe('polsslag.json');
    const bytes: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) bytes.push(Buffer.from(chunk));
    expect(JSON.parse(Buffer.concat(bytes).toString('utf8'))).toMatchObject({ person: [{ key: teacher().key }] });
    expect(complaints).toEqual([]);
  });
});
