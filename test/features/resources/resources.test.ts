import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { resourceTexts } from '../../../src/features/resources/texts.ts';
import { readInstruments } from '../../../src/instruments.ts';
import nl from '../../../src/measurement/instruments/resources-nl.json' with { type: 'json' };
import { makeTemporaryFolder } from '../../../tools/servers/temporary-folder.ts';
import { type ChatUserDriver, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { openFeatures as openAll, scheduleNamed } from '../../app/open-features.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { listen, stopListening } from '../../listen.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

/** Tuesday of week 47, 15:30 in Amsterdam: the sixth of the quarter's last weeks before Christmas. */
const TUESDAY = new Date('2026-11-17T14:30:00Z');
const TEAMS_USER = 'aaaaaaaa-0000-4000-8000-000000000000';
const CODES = nl.items.map(({ code }) => code);
const KEY = Buffer.alloc(32, 7);

let test: TestDatabase;
let now: Date;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let features: Awaited<ReturnType<typeof openForcedFeatures>>;
let commands: CommandRunner;

const prisma = () => test.database.prisma;
const owner = () => teachers[0]?.id ?? '';
const stored = (personId = owner()) =>
  prisma().resourceAnswer.findMany({ where: { personId }, orderBy: { answeredAt: 'asc' } });

beforeAll(async () => {
  test = await createTestDatabase();
  features = await openForcedFeatures(test, () => now);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(features, [TEAMS_USER]);
  commands = createCommandRunner(test);
  now = TUESDAY;
  await teams.chatUserOf(TEAMS_USER).arrive();
});
beforeEach(async () => {
  await test.empty();
  now = TUESDAY;
  teachers = await addPartnership(test.database, { Noord: 12 }, now);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  const account = { personId: owner(), workspaceId, externalId: TEAMS_USER, rank: 1 };
  await prisma().account.create({ data: { ...account, conversation: { conversationId: 'a' } } });
});
afterAll(async () => {
  commands.removeFiles();
  await slack.close();
  await teams.close();
  await test.drop();
});

/** Stores answers of a teacher, as if they had given them. */
async function give(personId: string, values: Readonly<Record<string, number | null>>, quarter = '2026-Q4') {
  const data = Object.entries(values).map(([item, value]) => {
    return { personId, quarter, item, value, instrument: 'polsslag-resources@1', answeredAt: now };
  });
  await prisma().resourceAnswer.createMany({ data });
}

describe.each(['slack', 'teams'] as const)('questions about what supports a teacher, on %s,', (platform) => {
  const chatUser = (): ChatUserDriver =>
    platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(TEAMS_USER);
  const english = () => prisma().person.update({ where: { id: owner() }, data: { language: 'en' } });
  const check = async () => {
    const { instruments } = features;
    await planCheckIns({ database: test.database, instruments, settings: SETTINGS, random: Math.random }, now);
    const { id, items } = await prisma().checkIn.findFirstOrThrow({
      where: { personId: owner() },
      orderBy: { week: 'desc' },
      include: { items: true },
    });
    await prisma().notification.updateMany({ data: { state: 'sent', sentAt: now, reference: '' } });
    let shown = '';
    for (const { item } of items) shown = await chatUser().tap('check-in.answer', { checkIn: id, item, value: '4' });
    return shown;
  };

  it('are offered below the thanks after a check-in, a few at a time, and asked one by one with one tap each', async () => {
    expect(await check()).toContain('Mag ik je nog 4 vragen stellen over wat je steunt in je werk? Het hoeft niet.');
    const first = await chatUser().press('Naar de vragen');
    expect(first).toContain('Vraag 1 van 4');
    expect(first).toContain('Alleen jij ziet je antwoorden.');
    expect(first).toContain('minstens 6 leerkrachten');
    expect(await chatUser().press('4 · Vaak')).toContain('Vraag 2 van 4');
    expect(await chatUser().press('Deze vraag overslaan')).toContain('Vraag 3 van 4');
    expect(await chatUser().press('1 · Bijna nooit')).toContain('Vraag 4 van 4');
    const thanks = await chatUser().press('5 · Bijna altijd');
    expect(thanks).toContain('Dank je wel. Meer hoef je niet te doen.');
    // The chat shows nothing of the answers.
    expect(thanks).not.toMatch(/Bijna altijd|Vaak/);
    const answers = await stored();
    expect(answers.map(({ value }) => value)).toEqual([4, null, 1, 5]);
    expect(new Set(answers.map(({ item }) => item)).size).toBe(4);
    expect(answers[0]).toMatchObject({ quarter: '2026-Q4', instrument: 'polsslag-resources@1', countedIn: null });
    // No notification: nobody gets a message because of it.
    expect(await prisma().notification.count({ where: { kind: { not: 'check-in' } } })).toBe(0);
  });

  it('are offered once in a turn, and more of them to people who ask; in English too', async () => {
    await english();
    expect(await check()).toContain('May I ask you 4 more questions, about what supports you in your work?');
    await chatUser().press('To the questions');
    for (let index = 0; index < 4; index += 1) await chatUser().press('3 · Regularly');
    expect(await chatUser().type('check-in')).not.toContain('May I ask you');
    expect(await chatUser().press('A few more')).toContain('Question 1 of 4');
    for (let index = 0; index < 4; index += 1) await chatUser().press('2 · Sometimes');
    expect(await stored()).toHaveLength(8);
    now = new Date('2026-11-24T14:30:00Z');
    // 14 are left, for four turns before Christmas.
    expect(await check()).toContain('May I ask you 4 more questions');
    await give(owner(), Object.fromEntries(CODES.map((code) => [code, 3])), '2026-Q3');
    const done = new Set((await stored()).flatMap(({ item, quarter }) => (quarter === '2026-Q4' ? [item] : [])));
    const open = CODES.filter((code) => !done.has(code));
    await give(owner(), Object.fromEntries(open.slice(1).map((code) => [code, 3])));
    await chatUser().type('what supports me');
    expect(await chatUser().press('To the questions')).toContain('Question 1 of 1');
    expect(await chatUser().press('3 · Regularly')).toContain('Those were all the questions for this quarter');
    expect(await stored()).toHaveLength(44);
  });

  it('keep the first answer, even after a tap on an old message, and can be changed in a dialog until the quarter ends', async () => {
    await chatUser().type('wat mij steunt');
    await chatUser().press('Naar de vragen');
    await chatUser().press('2 · Soms');
    const [given] = await stored();
    const item = given?.item ?? '';
    const data = { quarter: '2026-Q4', item, from: '0', until: '4' };
    await chatUser().tap('resources.answer', { ...data, value: '5' });
    expect(await stored()).toMatchObject([{ item, value: 2 }]);
    const opened = await chatUser().open('resources.change', {});
    expect(opened).toContain('Wijzigen kan tot het einde van het kwartaal');
    const text = nl.items.find(({ code }) => code === item)?.text ?? '';
    expect(opened).toContain(text);
    const dialog = changeDialogOf(item, text);
    expect(await chatUser().submit(dialog, { [item]: '5' })).toContain('bewaard');
    expect(await stored()).toMatchObject([{ item, value: 5 }]);
    expect(await chatUser().submit(dialog, { [item]: '6' })).toContain('Er is niets veranderd.');
    await chatUser().submit({ ...dialog, data: { quarter: '2026-Q3' } }, { [item]: '1' });
    now = new Date('2027-01-05T14:30:00Z');
    await chatUser().submit(dialog, { [item]: '1' });
    expect(await stored()).toMatchObject([{ item, value: 5 }]);
    expect(await chatUser().tap('resources.answer', { ...data, item: 'WILL', value: '5' })).toContain(
      'kwartaal dat voorbij is',
    );
    expect(await stored()).toHaveLength(1);
  });

  it.each([
    ['another item', { item: 'MAGIC' }],
    ['a value beyond the steps', { value: '6' }],
    ['no number', { value: 'x' }],
    ['no place in a row', { from: '-1' }],
  ])('store nothing for a tap with %s', async (_, wrong) => {
    const data = { quarter: '2026-Q4', item: 'WILL', from: '0', until: '4', value: '3', ...wrong };
    expect(await chatUser().tap('resources.answer', data)).toContain('werkt niet meer');
    expect(await stored()).toEqual([]);
  });

  it('are shown beside the own line, to nobody else, and in no message', async () => {
    await give(owner(), { COLLEAGUES: 3, WILL: 2 }, '2026-Q3');
    now = new Date('2026-11-18T14:30:00Z');
    await give(owner(), { COLLEAGUES: 4, MEANING: 5, SAY: null });
    await give(teachers[1]?.id ?? '', { GROWTH: 1 });
    expect(await chatUser().open('people.own-answers', {})).toContain('Wat mij steunt');
    const shown = await chatUser().press('Wat mij steunt');
    expect(shown).toContain('Alleen jij ziet dit');
    expect(shown).toContain('Steun op het werk:');
    expect(shown).toContain('rekenen op collega’s: 4 · Vaak (eerder 3)');
    expect(shown).toContain('werk dat ertoe doet: 5 · Bijna altijd');
    expect(shown).toContain('een oplossing als je echt wilt: 2 · Soms');
    expect(shown).not.toContain('bij te leren');
    const page = await chatUser().arrive();
    expect(page).not.toContain('4 · Vaak');
    if (platform === 'slack') {
      expect(page).toContain('Je hebt 3 van de 22 vragen beantwoord.');
      expect(await chatUser().press('Mijn antwoorden')).toContain('rekenen op collega’s: 4 · Vaak (eerder 3)');
    } else expect(page).not.toContain('22 vragen');
    expect(await chatUser().type('mijn lijn')).not.toContain('rekenen op collega’s');
  });

  it('are switched off by one tap, also in the offer, and on again', async () => {
    await check();
    expect(await chatUser().press('Niet meer aanbieden')).toContain('Ik bied je geen vragen meer aan');
    now = new Date('2026-11-24T14:30:00Z');
    expect(await check()).not.toContain('Mag ik je nog');
    expect(await chatUser().type('wat mij steunt')).toContain('Ik bied je geen vragen meer aan');
    const data = { quarter: '2026-Q4', item: 'WILL', from: '0', until: '4', value: '3' };
    expect(await chatUser().tap('resources.answer', data)).toContain('Ik bied je geen vragen meer aan');
    expect(await stored()).toEqual([]);
    await chatUser().type('hulpbronnen');
    expect(await chatUser().press('Weer aanbieden')).toContain('Wat steunt je in je werk?');
    now = new Date('2026-12-01T14:30:00Z');
    expect(await check()).toContain('Mag ik je nog 4 vragen');
  });

  it('are not asked of people who stopped: nothing is stored, whatever is tapped', async () => {
    await prisma().person.update({ where: { id: owner() }, data: { declinedAt: now } });
    expect(await chatUser().type('wat mij steunt')).toContain('Je doet niet mee');
    const data = { quarter: '2026-Q4', item: 'WILL', from: '0', until: '4', value: '3' };
    expect(await chatUser().tap('resources.answer', data)).toContain('Je doet niet mee');
    expect(await chatUser().tap('resources.begin', { place: 'here', count: '4' })).toContain('Je doet niet mee');
    expect(await stored()).toEqual([]);
  });

  it('can still be read by people who stopped, but not when the home page is a message', async () => {
    await prisma().person.update({ where: { id: owner() }, data: { declinedAt: now } });
    const shown = await chatUser().type('wat mij steunt');
    expect(shown).toContain('Mijn antwoorden');
    // Their answers are kept until they have them erased.
    expect(shown).not.toContain('niets bewaard');
    expect(await chatUser().open('resources.own', {})).toContain('Je hebt hier nog geen vragen over beantwoord.');
  });
});

function changeDialogOf(item: string, label: string) {
  const options = nl.answers.map(({ value, label: step }) => ({ value: String(value), label: `${value} · ${step}` }));
  // An option that was never offered, submitted all the same.
  options.push({ value: '6', label: '6' });
  const { own: title, changeIntro: intro, save: submit, close } = resourceTexts('nl');
  const field = { kind: 'choice', name: item, label, options, initial: '2', missing: null } as const;
  return { action: 'resources.change', data: { quarter: '2026-Q4' }, title, intro, fields: [field], submit, close };
}

describe('the offer after a check-in', () => {
  const offered = async () => {
    const { thanks } = await opened();
    return JSON.stringify(await thanks({ id: owner(), language: 'nl' }));
  };

  it('is absent in a holiday and in a pause', async () => {
    expect(await offered()).toContain('Mag ik je nog');
    await prisma().rhythm.create({ data: { personId: owner(), pausedUntil: new Date('2026-11-24') } });
    expect(await offered()).not.toContain('Mag ik je nog');
    now = new Date('2026-11-24T14:30:00Z');
    expect(await offered()).toContain('Mag ik je nog');
    now = new Date('2026-12-22T14:30:00Z');
    expect(await offered()).not.toContain('Mag ik je nog');
  });

  it('depends on the teacher’s rhythm: fewer at a time early in the quarter', async () => {
    now = new Date('2026-10-06T14:30:00Z');
    expect(await offered()).toContain('Mag ik je nog 3 vragen');
    await prisma().rhythm.create({ data: { personId: owner(), everyWeeks: 2 } });
    expect(await offered()).toContain('Mag ik je nog 4 vragen');
  });
});

/** Opens all features, with their contributions to other features. */
async function opened() {
  const places: { thanks?: (person: { id: string; language: string }) => Promise<unknown> } = {};
  const { FEATURES } = await import('../../../src/app/features.ts');
  const all = await openAll(test.database, () => now, {
    features: [
      ...FEATURES,
      {
        name: 'listening',
        make: (tools) => {
          places.thanks = tools.all.thanks;
          return {};
        },
      },
    ],
    pages: { address: (path) => `https://polsslag.test${path}`, key: KEY },
  });
  return { ...all, thanks: places.thanks ?? (async () => null) };
}

/** Fetches an address from our server. */
async function fetched(address: string): Promise<readonly [status: number, type: string | null]> {
  const { routes } = await opened();
  const server = createServer(express().use(...routes));
  const url = await listen(server);
  const response = await fetch(address.replace('https://polsslag.test', url));
  await stopListening(server);
  return [response.status, response.headers.get('content-type')];
}

describe('the ranking of a quarter', () => {
  const JANUARY = new Date('2027-01-04T08:00:00Z');
  const ids = () => teachers.map(({ id }) => id);
  const figures = async (quarter = '2026-4') => {
    commands.settings.now = now;
    const { code, out } = await commands.run('resources', '--quarter', quarter, '--json');
    return code === 0 ? JSON.parse(out) : null;
  };
  const group = async (name: string, quarter?: string) =>
    (await figures(quarter))?.groups.find((each: { group: string }) => each.group === name).resources;
  const close = async () => {
    const schedule = scheduleNamed(await opened(), 'resource-quarters');
    await schedule.run(schedule.period(now) ?? '', now);
  };

  it('is posted to the team once, with a picture of each group, and frozen', async () => {
    for (const [index, id] of ids().entries()) {
      await give(id, { COLLEAGUES: 3 + (index % 2), LEADERS: 2, SUPERVISOR: 2 + (index % 2), MEANING: 4, WILL: 3 });
    }
    await give(ids()[0] ?? '', { GROWTH: 5 });
    now = JANUARY;
    await close();
    await close();
    const posts = await prisma().notification.findMany({ where: { kind: 'resources' } });
    expect(posts.map(({ subject }) => subject)).toEqual(['2026-Q4', '2026-Q4']);
    const { composers } = await opened();
    const view = JSON.stringify(await composers['resources']?.('2026-Q4', now, 'nl'));
    expect(view).toContain('Wat leerkrachten steunt, 4e kwartaal van 2026');
    expect(view).toContain('https://polsslag.test/resources/2026-Q4/external/nl/');
    expect(view).toContain(
      'Steun op het werk, van 1 tot 5. rekenen op collega’s: 3,5; terechtkunnen bij de begeleider: 2,5;',
    );
    expect(view).toContain('Nog te weinig antwoorden, ze tellen later mee: ');
    expect(view.match(/ruimte om bij te leren/g)).toHaveLength(1);
    expect(view).toContain('Wat nog te weinig antwoorden heeft, telt later mee.');
    expect(JSON.stringify(await composers['resources']?.('2026-Q4', now, 'en'))).toContain(
      'counting on colleagues: 3.5',
    );
    const [, external = ''] = /"(https:[^"]+external[^"]+)"/.exec(view) ?? [];
    expect(await fetched(external)).toEqual([200, 'image/png']);
    expect(await fetched(external.replace('external', 'personal'))).toEqual([404, null]);
    const shown = await figures();
    expect(shown.quarter).toBe('2026-Q4');
    expect(shown.groups[0].resources.slice(0, 3)).toEqual([
      { code: 'COLLEAGUES', figure: { mean: 3.5, step: 0.1 }, raters: '10-19' },
      { code: 'SUPERVISOR', figure: { mean: 2.5, step: 0.1 }, raters: '10-19' },
      { code: 'LEADERS', figure: { mean: 2, step: 0.1 }, raters: '10-19' },
    ]);
    expect(shown.groups[0].resources.at(-1)).toMatchObject({ reason: 'withheld to protect the people in it' });
    // A frozen quarter stays as it is, whatever is stored afterwards.
    await prisma().resourceAnswer.updateMany({ data: { value: 1 } });
    expect(await figures()).toEqual(shown);
    commands.settings.now = now;
    expect((await commands.run('resources', '--quarter', '2026-Q4')).out).toContain('1. counting on colleagues: 3.5');
    const { id } = await prisma().person.update({ where: { id: ids()[1] ?? '' }, data: { role: 'supervisor' } });
    expect(id).not.toBe('');
    expect(await slack.chatUserOf('U00001').type('hulpbronnen')).toContain('rekenen op collega’s: 3,5');
  });

  it('is not made before the quarter is over, nor when nothing was answered', async () => {
    await give(ids()[0] ?? '', { WILL: 3 });
    commands.settings.now = new Date('2026-12-31T22:59:00Z');
    expect(await commands.run('resources', '--quarter', '2026-4')).toMatchObject({ code: 1 });
    now = JANUARY;
    expect(await figures('2026-3')).toBeNull();
    commands.settings.now = now;
    expect((await commands.run('resources', '--quarter', 'autumn')).err).toContain('A quarter is written like');
    await close();
    // One answer is too little to publish.
    expect(await prisma().notification.count({ where: { kind: 'resources' } })).toBe(0);
  });

  it('carries over what was too little, counts a teacher once, and publishes no answer twice', async () => {
    for (const id of ids().slice(0, 4)) await give(id, { WILL: 2 });
    now = JANUARY;
    expect(await group('locus')).toContainEqual({ code: 'WILL', reason: 'withheld to protect the people in it' });
    // Two of the four answer again, and four others for the first time: eight teachers.
    for (const id of ids().slice(2, 8)) await give(id, { WILL: 4 }, '2027-Q1');
    now = new Date('2027-04-05T08:00:00Z');
    const [will] = await group('locus', '2027-1');
    // 2, 2, 3, 3, 4, 4, 4, 4.
    expect(will).toEqual({ code: 'WILL', figure: { mean: 3.3, step: 0.1 }, raters: '5-9' });
    expect(await prisma().resourceAnswer.count({ where: { countedIn: '2027-Q1' } })).toBe(10);
    for (const id of ids().slice(0, 5)) await give(id, { WILL: 5 }, '2027-Q2');
    now = new Date('2027-07-05T08:00:00Z');
    expect(await group('locus', '2027-2')).toContainEqual({
      code: 'WILL',
      reason: 'withheld to protect the people in it',
    });
  });

  it('counts neither withdrawn consents nor unconfirmed newcomers nor skipped questions', async () => {
    for (const [index, id] of ids().slice(0, 8).entries()) await give(id, { WILL: index < 6 ? 3 : 5, EFFORT: null });
    await prisma().person.update({ where: { id: ids()[6] ?? '' }, data: { declinedAt: now } });
    await prisma().person.update({ where: { id: ids()[7] ?? '' }, data: { joinedAt: now } });
    await prisma().person.update({ where: { id: ids()[5] ?? '' }, data: { joinedAt: now, confirmedAt: now } });
    now = JANUARY;
    const [will, ...others] = await group('locus');
    expect(will).toEqual({ code: 'WILL', figure: { mean: 3, step: 0.1 }, raters: '5-9' });
    expect(others).toContainEqual({ code: 'EFFORT', reason: 'withheld to protect the people in it' });
  });
});

describe('the questions', () => {
  it('are replaced by a file for each language, which are refused when they have different questions', async () => {
    const folder = makeTemporaryFolder('resources');
    const write = (name: string, json: object) => {
      writeFileSync(path.join(folder, name), JSON.stringify(json));
      return path.join(folder, name);
    };
    const mine = { ...nl, code: 'mine', items: nl.items.map((item) => ({ ...item, reversed: item.code === 'WILL' })) };
    const [dutch, english] = [write('nl.json', mine), write('en.json', { ...mine, language: 'en', title: 'Mine' })];
    const { first, resources } = await readInstruments([dutch, english]);
    expect([first.code, resources.first.code, resources.inLanguage('en').title]).toEqual(['polsslag', 'mine', 'Mine']);
    const other = write('other.json', { ...nl, code: 'mine', language: 'en' });
    await expect(readInstruments([dutch, other])).rejects.toThrow('differ in more than their wording');
    await expect(readInstruments([write('bad.json', { groups: {} })])).rejects.toThrow(
      'Resources bad.json: code (line 1) is missing: it must be a text.',
    );
    rmSync(folder, { recursive: true });
  });
});

describe('what was answered', () => {
  it('is given to people who ask for their data, and erased with them', async () => {
    await give(owner(), { WILL: 4, SAY: null });
    await prisma().resourcesOff.create({ data: { personId: owner(), since: now } });
    const exported = await (await openAll(test.database, () => now)).export({ id: owner(), language: 'nl' });
    const rows = exported.find(({ name }) => name === 'resourceAnswers')?.rows;
    expect(rows).toMatchObject([
      { item: 'SAY', value: null },
      { item: 'WILL', value: 4, quarter: '2026-Q4' },
    ]);
    expect(exported.find(({ name }) => name === 'resourcesOff')?.rows).toEqual([{ since: now }]);
    await prisma().person.delete({ where: { id: owner() } });
    expect([await prisma().resourceAnswer.count(), await prisma().resourcesOff.count()]).toEqual([0, 0]);
  });

  it('is kept as long as other answers, and the frozen quarter longer', async () => {
    for (const { id } of teachers) await give(id, { WILL: 4 });
    commands.settings.now = new Date('2027-01-04T08:00:00Z');
    await commands.run('resources', '--quarter', '2026-4');
    const retention = scheduleNamed(await opened(), 'retention');
    await retention.run('', new Date('2028-11-14T04:50:00Z'));
    expect(await prisma().resourceAnswer.count()).toBe(12);
    await retention.run('', new Date('2028-11-30T04:50:00Z'));
    expect([await prisma().resourceAnswer.count(), await prisma().resourceQuarter.count()]).toEqual([0, 1]);
  });
});
