import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActionData, Dialog } from '../../src/chat/view.ts';
import { planCheckIns } from '../../src/features/check-in/plan-check-ins.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../fixtures/partnership.ts';
import { SETTINGS } from '../fixtures/settings.ts';
import { openSlackUsers } from '../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../platforms/teams/chat-users.ts';
import { type ChatUserDriver, openForcedFeatures } from './chat-user-driver.ts';

/*
 * What a person sees after everything that they can tap or submit, for every possible outcome, on both platforms,
 * through their signed and authenticated endpoints.
 */

const NOW = new Date('2026-11-17T14:30:00Z');
const NOBODY = '00000000-0000-4000-8000-000000000000';
const STRANGER = 'aaaaaaaa-0000-4000-8000-000000000009';

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
/** The questions to the teacher, and to the other one. */
let asked: { checkIn: string; items: readonly string[] };
let others: { checkIn: string; items: readonly string[] };
let unasked: string;

const teamsUser = (index: number) => `aaaaaaaa-0000-4000-8000-00000000000${index}`;
const prisma = () => test.database.prisma;
const teacher = () => teachers[0]?.id ?? '';

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 2 }, NOW);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  for (const [index, { id }] of teachers.entries()) {
    await prisma().account.create({ data: { personId: id, workspaceId, externalId: teamsUser(index), rank: 1 } });
  }
  const features = await openForcedFeatures(test, () => NOW);
  const { instruments } = features;
  const planning = { database: test.database, instruments, settings: SETTINGS, random: seededRandom(3) };
  await planCheckIns(planning, NOW);
  [asked, others] = await Promise.all([itemsOf(0), itemsOf(1)]);
  unasked = instruments.first.items.find(({ code }) => !asked.items.includes(code))?.code ?? '';
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM, [STRANGER]: TEAM });
  teams = await openTeamsUsers(features, [teamsUser(0), teamsUser(1), STRANGER]);
});

afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});

beforeEach(async () => {
  await prisma().answer.deleteMany();
  await prisma().checkIn.updateMany({ data: { closesAt: new Date(NOW.getTime() + 86_400_000) } });
  const data = { role: 'teacher', language: 'nl', consentedAt: NOW, consentBasis: 'chat', declinedAt: null } as const;
  await prisma().person.updateMany({ data });
});

async function itemsOf(index: number) {
  const personId = teachers[index]?.id ?? '';
  const { id, items } = await prisma().checkIn.findFirstOrThrow({
    where: { personId },
    include: { items: { orderBy: { position: 'asc' } } },
  });
  return { checkIn: id, items: items.map(({ item }) => item) };
}

const closed = () => prisma().checkIn.updateMany({ data: { closesAt: NOW } });
const stopped = () => prisma().person.updateMany({ data: { consentedAt: null, declinedAt: NOW } });
const undecided = () => prisma().person.updateMany({ data: { consentedAt: null, declinedAt: null } });
const supervisor = () => prisma().person.updateMany({ data: { role: 'supervisor' } });
const answered = async (value: number) => {
  const { circleId } = await prisma().checkIn.findFirstOrThrow();
  const common = { circleId, week: '2026-W47', answeredAt: NOW, instrument: 'polsslag@1', source: 'chat' } as const;
  const item = asked.items[0] ?? '';
  await prisma().answer.create({
    data: { ...common, personId: teacher(), checkInId: asked.checkIn, item, value },
  });
};
const nothing = async () => undefined;

/** What is stored about the teacher: values in order, and whether they take part. */
async function stored(): Promise<string> {
  const answers = await prisma().answer.findMany({ orderBy: { id: 'asc' } });
  const { consentedAt, declinedAt, language } = await prisma().person.findUniqueOrThrow({ where: { id: teacher() } });
  const part = consentedAt !== null && declinedAt === null ? 'yes' : 'no';
  return `${answers.map(({ value }) => value).join()} ${declinedAt === null && consentedAt === null ? '?' : part} ${language}`;
}

interface Case {
  readonly what: string;
  readonly before: () => Promise<unknown>;
  readonly act: (chatUser: ChatUserDriver) => Promise<string>;
  readonly sees: string;
  /** When left out: the same as before. */
  readonly stored?: string;
  readonly stranger?: true;
}

const answer = (change: ActionData) => (chatUser: ChatUserDriver) =>
  chatUser.tap('check-in.answer', { checkIn: asked.checkIn, item: asked.items[0] ?? '', value: '3', ...change });
const change = (data: () => ActionData, values: () => ActionData) => (chatUser: ChatUserDriver) =>
  chatUser.submit(dialogWith('check-in.change', data(), values()), values());
const own = () => ({ checkIn: asked.checkIn });
const first = (value: string) => () => ({ [asked.items[0] ?? '']: value });

function dialogWith(action: string, data: ActionData, values: ActionData): Dialog {
  const fields = Object.entries(values).map(([name, value]): Dialog['fields'][number] => ({
    kind: 'choice',
    name,
    label: name,
    options: [{ label: value, value }],
    initial: null,
    missing: null,
  }));
  return { action, data, title: 'Venster', intro: 'Kies', fields, submit: 'Bewaren', close: 'Sluiten' };
}

const NOT_STORED = 'Dit antwoord is niet bewaard';
const NOT_CHANGED = 'Je wijziging is niet bewaard';
const UNKNOWN = 'Ik ken je nog niet';
const OUTDATED = 'Deze knop werkt niet meer, dus er is niets bewaard';

const CASES: readonly Case[] = [
  { what: 'an answer', before: nothing, act: answer({}), sees: 'Vraag 2 van 3', stored: '3 yes nl' },
  { what: 'the same answer again', before: () => answered(3), act: answer({}), sees: 'Vraag 2 van 3' },
  { what: 'another answer to it', before: () => answered(5), act: answer({}), sees: 'Je eerste antwoord blijft staan' },
  { what: 'an answer too late', before: closed, act: answer({}), sees: 'hier wordt niets meer bewaard' },
  { what: 'an answer after a stop', before: stopped, act: answer({}), sees: 'hier wordt niets meer bewaard' },
  { what: 'an answer to nothing', before: nothing, act: answer({ checkIn: NOBODY }), sees: NOT_STORED },
  { what: 'an answer to nonsense', before: nothing, act: answer({ checkIn: 'x' }), sees: NOT_STORED },
  { what: 'the answer 7', before: nothing, act: answer({ value: '7' }), sees: NOT_STORED },
  { what: 'an empty answer', before: nothing, act: answer({ value: '' }), sees: NOT_STORED },
  {
    what: 'an answer to an item not asked',
    before: nothing,
    act: (chatUser) => answer({ item: unasked })(chatUser),
    sees: NOT_STORED,
  },
  {
    what: 'an answer for somebody else',
    before: nothing,
    act: (chatUser) => answer(foreign())(chatUser),
    sees: NOT_STORED,
  },
  {
    what: 'an answer of a stranger',
    before: nothing,
    act: answer({}),
    sees: `${UNKNOWN}, dus er is niets bewaard`,
    stranger: true,
  },

  {
    what: 'one’s answers',
    before: nothing,
    act: (chatUser) => chatUser.open('check-in.open', own()),
    sees: 'Alleen jij ziet dit',
  },
  {
    what: 'one’s answers too late',
    before: closed,
    act: (chatUser) => chatUser.open('check-in.open', own()),
    sees: 'gesloten',
  },
  {
    what: 'one’s answers after a stop',
    before: stopped,
    act: (chatUser) => chatUser.open('check-in.open', own()),
    sees: 'Je doet niet meer mee',
  },
  {
    what: 'no answers',
    before: nothing,
    act: (chatUser) => chatUser.open('check-in.open', { checkIn: NOBODY }),
    sees: 'zijn er niet meer',
  },
  {
    what: 'the answers of somebody else',
    before: nothing,
    act: (chatUser) => chatUser.open('check-in.open', { checkIn: others.checkIn }),
    sees: 'zijn er niet meer',
  },
  {
    what: 'answers for a stranger',
    before: nothing,
    act: (chatUser) => chatUser.open('check-in.open', own()),
    sees: UNKNOWN,
    stranger: true,
  },

  {
    what: 'a change',
    before: () => answered(5),
    act: change(own, first('2')),
    sees: 'Je antwoorden zijn bewaard',
    stored: '2 yes nl',
  },
  { what: 'a change of nothing', before: nothing, act: change(own, () => ({})), sees: 'Je hebt niets gekozen' },
  {
    what: 'a change too late',
    before: closed,
    act: change(own, first('2')),
    sees: 'Je antwoorden zijn niet veranderd',
  },
  {
    what: 'a change after a stop',
    before: stopped,
    act: change(own, first('2')),
    sees: 'hier wordt niets meer bewaard',
  },
  {
    what: 'a change of no check-in',
    before: nothing,
    act: change(() => ({ checkIn: NOBODY }), first('2')),
    sees: NOT_CHANGED,
  },
  { what: 'a change of nonsense', before: nothing, act: change(() => ({}), first('2')), sees: NOT_CHANGED },
  { what: 'a change to 7', before: nothing, act: change(own, first('7')), sees: NOT_CHANGED },
  {
    what: 'a change of an item not asked',
    before: nothing,
    act: change(own, () => ({ [unasked]: '2' })),
    sees: NOT_CHANGED,
  },
  {
    what: 'a change for somebody else',
    before: nothing,
    act: change(() => ({ checkIn: others.checkIn }), first('2')),
    sees: NOT_CHANGED,
  },
  {
    what: 'a change of a stranger',
    before: nothing,
    act: change(own, first('2')),
    sees: `${UNKNOWN}, dus er is niets bewaard`,
    stranger: true,
  },

  {
    what: 'a yes',
    before: undecided,
    act: (chatUser) => chatUser.tap('people.consent', { answer: 'yes' }),
    sees: 'Fijn dat je meedoet',
    stored: ' yes nl',
  },
  {
    what: 'a no',
    before: undecided,
    act: (chatUser) => chatUser.tap('people.consent', { answer: 'no' }),
    sees: 'je krijgt geen vragen van mij',
    stored: ' no nl',
  },
  {
    what: 'neither',
    before: undecided,
    act: (chatUser) => chatUser.tap('people.consent', { answer: 'x' }),
    sees: OUTDATED,
  },
  {
    what: 'the yes of a supervisor',
    before: supervisor,
    act: (chatUser) => chatUser.tap('people.consent', { answer: 'yes' }),
    sees: 'voor leerkrachten',
  },
  {
    what: 'the yes of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.tap('people.consent', { answer: 'yes' }),
    sees: UNKNOWN,
    stranger: true,
  },

  {
    what: 'a language',
    before: nothing,
    act: (chatUser) => chatUser.tap('people.language', { language: 'en' }),
    sees: 'You can type',
    stored: ' yes en',
  },
  {
    what: 'no language',
    before: nothing,
    act: (chatUser) => chatUser.tap('people.language', { language: 'fr' }),
    sees: OUTDATED,
  },
  {
    what: 'the language of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.tap('people.language', { language: 'en' }),
    sees: UNKNOWN,
    stranger: true,
  },

  {
    what: 'one’s line',
    before: nothing,
    act: (chatUser) => chatUser.open('people.own-answers', {}),
    sees: 'Alleen jij ziet dit',
  },
  {
    what: 'the line of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.open('people.own-answers', {}),
    sees: UNKNOWN,
    stranger: true,
  },
  {
    what: 'a button that is gone',
    before: nothing,
    act: (chatUser) => chatUser.tap('gone.feature', {}),
    sees: OUTDATED,
  },
  {
    what: 'a dialog that is gone',
    before: nothing,
    act: (chatUser) => chatUser.submit(dialogWith('gone.feature', {}, { a: '1' }), { a: '1' }),
    sees: OUTDATED,
  },

  {
    what: 'start',
    before: stopped,
    act: (chatUser) => chatUser.type('start'),
    sees: 'Fijn dat je meedoet',
    stored: ' yes nl',
  },
  {
    what: 'start, of one who takes part',
    before: nothing,
    act: (chatUser) => chatUser.type('start'),
    sees: 'Je doet mee',
  },
  {
    what: 'stop',
    before: nothing,
    act: (chatUser) => chatUser.type('stop'),
    sees: 'Je krijgt geen vragen meer van mij',
    stored: ' no nl',
  },
  {
    what: 'stop, of a supervisor',
    before: supervisor,
    act: (chatUser) => chatUser.type('stop'),
    sees: 'voor leerkrachten',
  },
  {
    what: 'stop, of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.type('stop'),
    sees: UNKNOWN,
    stranger: true,
  },
  { what: 'check-in', before: nothing, act: (chatUser) => chatUser.type('check-in'), sees: 'Vraag 1 van 3' },
  {
    what: 'check-in too late',
    before: closed,
    act: (chatUser) => chatUser.type('check-in'),
    sees: 'Er staan nu geen vragen voor je klaar. Je volgende vragen: ',
  },
  {
    what: 'check-in, of one who stopped',
    before: async () => {
      await closed();
      await stopped();
    },
    act: (chatUser) => chatUser.type('check-in'),
    sees: 'Je doet niet mee, dus er zijn geen vragen voor je',
  },
  {
    what: 'check-in, of a supervisor',
    before: async () => {
      await closed();
      await supervisor();
    },
    act: (chatUser) => chatUser.type('check-in'),
    sees: 'De vragen zijn voor leerkrachten',
  },
  { what: 'being ill, of a teacher', before: nothing, act: (chatUser) => chatUser.type('ziek'), sees: 'Beterschap' },
  { what: 'being well, of a teacher', before: nothing, act: (chatUser) => chatUser.type('niet ziek'), sees: 'Fijn.' },
  {
    what: 'being well, of a supervisor who was not ill',
    before: supervisor,
    act: (chatUser) => chatUser.type('weer beter'),
    sees: 'Er staat geen dag waarop je ziek of vrij bent',
  },
  {
    what: 'having forgotten',
    before: nothing,
    act: (chatUser) => chatUser.type('vergeten'),
    sees: 'Dat geeft niet. Zoek je een van deze?',
  },
  {
    what: 'a word of supervisors, of a teacher',
    before: nothing,
    act: (chatUser) => chatUser.type('mijn effect'),
    sees: 'Dit is voor begeleiders',
  },
  { what: 'a thank-you', before: nothing, act: (chatUser) => chatUser.type('Dank je wel!'), sees: 'Graag gedaan' },
  {
    what: 'an okay',
    before: nothing,
    act: (chatUser) => chatUser.type('Prima!'),
    sees: 'Fijn. Alles blijft zoals het is. Vroeg ik je iets? Tik dan op de knop in dat bericht. Iets anders nodig? Typ dan: hulp',
  },
  {
    what: 'an okay of somebody who said neither yes nor no',
    before: undecided,
    act: (chatUser) => chatUser.type('ok'),
    sees: 'Fijn. Wil je meedoen met de weekvragen? Typ dan: start',
  },
  {
    what: 'an okay of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.type('ok'),
    sees: UNKNOWN,
    stranger: true,
  },
  {
    what: 'check-in, of a stranger',
    before: nothing,
    act: (chatUser) => chatUser.type('check-in'),
    sees: UNKNOWN,
    stranger: true,
  },
];

const foreign = () => ({ checkIn: others.checkIn, item: others.items[0] ?? '' });

describe.each(['slack', 'teams'] as const)('on %s, what comes of', (platform) => {
  it.each(CASES)('$what: $sees', async ({ before, act, sees, stored: after, stranger }) => {
    await before();
    const standing = await stored();
    const user = stranger ? STRANGER : platform === 'slack' ? 'U00000' : teamsUser(0);
    const shown = await act(platform === 'slack' ? slack.chatUserOf(user) : teams.chatUserOf(user));
    expect(shown).toContain(sees);
    expect(shown).not.toContain('"✓"');
    expect(await stored()).toBe(after ?? standing);
    expect(teams.teams.visibleErrors).toEqual([]);
  });
});
