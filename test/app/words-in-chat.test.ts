import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Dialog } from '../../src/chat/view.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../fixtures/partnership.ts';
import { openSlackUsers } from '../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../platforms/teams/chat-users.ts';
import { type ChatUserDriver, openForcedFeatures } from './chat-user-driver.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const STRANGER = 'aaaaaaaa-0000-4000-8000-000000000009';
const SUPERVISOR = 'aaaaaaaa-0000-4000-8000-000000000001';

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;

const prisma = () => test.database.prisma;
const teacher = () => teachers[0]?.id ?? '';

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 4 }, NOW);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  for (const [index, { id: personId }] of teachers.entries()) {
    const externalId = `aaaaaaaa-0000-4000-8000-00000000000${index}`;
    await prisma().account.create({ data: { personId, workspaceId, externalId, rank: 1 } });
  }
  const circle = await prisma().circle.findFirstOrThrow();
  await prisma().personCircle.create({ data: { personId: teachers[1]?.id ?? '', circleId: circle.id } });
  const features = await openForcedFeatures(test, () => NOW);
  // The last two belong to another workspace (Slack Connect) and to no workspace but an organisation (Enterprise Grid).
  slack = await openSlackUsers(features, {
    U00000: TEAM,
    U00001: TEAM,
    [STRANGER]: TEAM,
    U00002: 'T0OTHER',
    U00003: null,
  });
  teams = await openTeamsUsers(features, ['aaaaaaaa-0000-4000-8000-000000000000', SUPERVISOR, STRANGER]);
  await teams.teams.install({ tenant: TENANT, user: 'aaaaaaaa-0000-4000-8000-000000000000' });
});

afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});

beforeEach(async () => {
  const data = { role: 'teacher', language: 'nl', consentedAt: NOW, consentBasis: 'chat', declinedAt: null } as const;
  await prisma().person.updateMany({ data });
  await prisma().person.update({ where: { id: teachers[1]?.id ?? '' }, data: { role: 'supervisor' } });
});

async function stands(index = 0): Promise<'yes' | 'no' | 'open'> {
  const where = { id: teachers[index]?.id ?? '' };
  const { consentedAt, declinedAt } = await prisma().person.findUniqueOrThrow({ where });
  if (declinedAt) return 'no';
  return consentedAt ? 'yes' : 'open';
}
const undecided = () => prisma().person.update({ where: { id: teacher() }, data: { consentedAt: null } });
const stopped = () =>
  prisma().person.update({ where: { id: teacher() }, data: { consentedAt: null, declinedAt: NOW } });

it('a team that gets the app reads where people can talk to it', () => {
  expect(teams.toldTheTeam).toEqual([expect.stringContaining('open dan een chat met mij alleen')]);
});

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  let chatUser: ChatUserDriver;
  beforeEach(() => {
    chatUser =
      platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf('aaaaaaaa-0000-4000-8000-000000000000');
  });
  const asStranger = () => (platform === 'slack' ? slack.chatUserOf(STRANGER) : teams.chatUserOf(STRANGER));
  const asSupervisor = () => (platform === 'slack' ? slack.chatUserOf('U00001') : teams.chatUserOf(SUPERVISOR));

  it.each([
    'stop.',
    'Stop!',
    'nee',
    'ik wil stoppen',
    'Uitschrijven',
    'unsubscribe',
    '<at>Polsslag</at> stop',
    '/stop.',
  ])('a teacher stops with %j, and reads how to come back', async (words) => {
    const said = words.replace('<at>Polsslag</at>', platform === 'slack' ? '<@U0BOT>' : '<at>Polsslag</at>');
    expect(await chatUser.type(said)).toContain('Je krijgt geen vragen meer van mij');
    expect(await stands()).toBe('no');
    expect(await chatUser.press('Weer meedoen')).toContain('Fijn dat je meedoet');
    expect(await stands()).toBe('yes');
  });

  it('a teacher stops by changing what they wrote', async () => {
    await chatUser.correct('hulp', 'Stop!');
    expect(await stands()).toBe('no');
  });

  it('words that look like a stop get a question, and one tap then stops', async () => {
    expect(await chatUser.type('sotp')).toContain('Bedoel je: stop?');
    expect(await stands()).toBe('yes');
    expect(await chatUser.press('Stop')).toContain('Je krijgt geen vragen meer van mij');
    expect(await stands()).toBe('no');
  });

  it('words that look like a stop but are none change nothing', async () => {
    await chatUser.type('stopp');
    expect(await chatUser.press('Nee, ik blijf meedoen')).toContain('Je doet mee');
    expect(await stands()).toBe('yes');
  });

  it('a yes and a no answer the invitation', async () => {
    await undecided();
    expect(await chatUser.type('Ja!')).toContain('Fijn dat je meedoet');
    expect(await stands()).toBe('yes');
    await undecided();
    expect(await chatUser.type('Nee.')).toContain('je krijgt geen vragen van mij');
    expect(await stands()).toBe('no');
  });

  it('a yes after a no gets a question, and a yes of a participant changes nothing', async () => {
    await stopped();
    expect(await chatUser.type('ja')).toContain('Je doet niet mee');
    expect(await stands()).toBe('no');
    await chatUser.press('Weer meedoen');
    expect(await stands()).toBe('yes');
    expect(await chatUser.type('ja')).toContain('Je doet mee');
  });

  it('help has a button to stop', async () => {
    expect(await chatUser.type('hulp')).toContain('Stoppen met de vragen');
    expect(await chatUser.press('Stoppen met de vragen')).toContain('Je krijgt geen vragen meer van mij');
    expect(await stands()).toBe('no');
    await chatUser.type('hulp');
    expect(await chatUser.press('Ja, ik doe mee')).toContain('Fijn dat je meedoet');
  });

  it('one’s own answers have a button to stop', async () => {
    expect(await chatUser.open('people.own-answers', {})).toContain('Stoppen met de vragen');
    expect(await chatUser.press('Stoppen met de vragen')).toContain('Je krijgt geen vragen meer van mij');
    expect(await stands()).toBe('no');
    expect(await chatUser.open('people.own-answers', {})).not.toContain('Stoppen met de vragen');
  });

  it('the home page has everything in one tap, by a word, by a start, and by a shortcut', async () => {
    for (const seen of [await chatUser.type('thuis'), await chatUser.type('start'), await chatUser.shortcut('home')]) {
      for (const said of ['Hoi Naam', 'Check-in', 'Mijn gegevens', 'Privacy', 'Stoppen met de vragen', 'Taal']) {
        expect(seen).toContain(said);
      }
    }
    const where = platform === 'slack' ? 'home' : undefined;
    expect(await chatUser.press('Privacy', where)).toContain('Wie ziet wat?');
    expect(await chatUser.press('Check-in', where)).toContain('Er staan nu geen vragen voor je klaar');
    expect(await chatUser.shortcut('check-in')).toContain('Er staan nu geen vragen voor je klaar');
  });

  it('the home page of a supervisor has what supervisors can do, and no button of a teacher does anything', async () => {
    const supervisor = asSupervisor();
    await supervisor.arrive();
    const seen = await supervisor.type('home');
    expect(seen).toContain('De vragen zijn voor leerkrachten');
    expect(seen).toContain('Privacy');
    expect(seen).not.toContain('Check-in');
    expect(await supervisor.tap('home.do', { command: 'check-in' })).toContain('Deze knop werkt niet meer');
    expect(await supervisor.tap('home.do', { command: 'perhaps-stop' })).toContain('Deze knop werkt niet meer');
  });

  it('the home page of a supervisor begins with the figures of the latest week, and then says for whom the questions are', async () => {
    const figure = { mean: 4.1, step: 0.1, interval: [3.9, 4.3], change: null };
    const figures = { total: figure, vigour: figure, dedication: figure, absorption: figure };
    const scopes = [{ scope: 'partnership', published: true, respondents: '20-49', ...figures }];
    const body = JSON.stringify({ week: '2026-W46', scopes });
    await prisma().publishedWeek.create({ data: { week: '2026-W46', publishedAt: NOW, body } });
    const seen = await asSupervisor().type('home');
    expect(seen.indexOf('De leerkrachten zitten op 4,1')).toBeGreaterThan(0);
    expect(seen.indexOf('De vragen zijn voor leerkrachten')).toBeGreaterThan(seen.indexOf('20 tot 49'));
    await prisma().publishedWeek.deleteMany();
  });

  it('the language of the home page changes in place, and no answer stands in a message', async () => {
    const { id: personId } = teachers[0] ?? { id: '' };
    const { id: circleId } = await prisma().circle.findFirstOrThrow();
    const answer = { personId, circleId, item: 'VIT01', value: 5, week: '2026-W47', instrument: 'polsslag@1' } as const;
    await prisma().answer.create({ data: { ...answer, answeredAt: NOW, source: 'chat' } });
    await chatUser.type('home');
    const seen = await chatUser.tap('people.language', { language: 'en', place: 'home' });
    expect(seen).toContain('Hello Naam');
    const messages = JSON.stringify([slack.slack.recorded(), teams.teams.recorded()]);
    expect(messages).not.toContain('5 · ');
    await prisma().answer.deleteMany();
  });

  it.each([
    ['nl', 'Ik voel me rot', 'Dat klinkt zwaar', 'Naam Noord-1 is je begeleider', 'ik bewaar niet wat je typt'],
    ['en', 'I feel awful', 'That sounds hard', 'Naam Noord-1 is your supervisor', 'I do not keep what you type'],
    ['nl', 'ik denk aan zelfmoord', '0800-0113', 'Naam Noord-1 is je begeleider', 'ik bewaar niet wat je typt'],
    ['en', 'I want to kill myself', '0800-0113', 'Naam Noord-1 is your supervisor', 'I do not keep what you type'],
  ])(
    'somebody who writes in %s that they have a hard time gets a kind answer: %s',
    async (language, words, first, whom, whoSees) => {
      await prisma().person.update({ where: { id: teacher() }, data: { language } });
      const seen = await chatUser.type(words);
      for (const sentence of [first, whom, whoSees]) expect(seen).toContain(sentence);
      expect(seen.includes('0800-0113')).toBe(first === '0800-0113');
      // It is stored nowhere but in the chat.
      const kept = await prisma().$queryRaw<{ text: string }[]>`
      SELECT query_to_xml('SELECT * FROM "' || tablename || '"', true, false, '')::text AS text
        FROM pg_tables WHERE schemaname = 'public'`;
      const [telling = ''] = words.split(' ').toReversed();
      expect(kept.filter(({ text }) => text.includes(telling))).toEqual([]);
    },
  );

  it('help tells whom to ask', async () => {
    expect(await chatUser.type('hulp')).toContain('Vraag het je begeleider: Naam Noord-1.');
    // Nobody is told to ask themselves.
    expect(await asSupervisor().type('hulp')).not.toContain('Vraag het je begeleider');
  });

  it('a mention in a channel is answered with where to talk to the app, whoever writes it and whatever it says', async () => {
    for (const each of [chatUser, asStranger(), asSupervisor()]) {
      const seen = await each.mention('stop');
      expect(seen).toContain('Hier lezen anderen mee');
      expect(seen).not.toContain('Je krijgt geen vragen');
    }
    expect(await stands()).toBe('yes');
  });

  it('somebody unknown and a supervisor are greeted when they come', async () => {
    expect(await asStranger().arrive()).toContain('Ik ken je nog niet');
    // Somebody in danger reads whom to call, known or not.
    const toStranger = await asStranger().type('I want to die');
    expect(toStranger).toContain('Bel 113 of 0800-0113');
    expect(toStranger).toContain('Call 113 or 0800-0113');
    expect(await asSupervisor().arrive()).toContain('De vragen zijn voor leerkrachten');
  });

  it('somebody who sends something without words reads that only words are read, once each time and without the whole help', async () => {
    for (const sent of ['', '🎲', '👩🏽‍🏫 🎉']) {
      const seen = await chatUser.type(sent);
      expect(seen).toContain('Ik lees alleen wat je typt');
      expect(seen).toContain('Hulpvraag');
      expect(seen).not.toContain('Dit kun je typen');
    }
    expect(await chatUser.type('?')).toContain('Dit kun je typen');
    expect(await chatUser.mention('')).toContain('Hier lezen anderen mee');
    expect(await asStranger().type('')).toContain('Ik ken je nog niet');
  });

  it.each(['👍', 'Top!', 'no problem'])('an okay is answered as one, a sign for it too: %s', async (said) => {
    expect(await chatUser.type(said)).toContain('Alles blijft zoals het is');
    expect(await stands()).toBe('yes');
  });

  it('somebody who answers in words to the question whether they want to stop reads what does it', async () => {
    expect(await chatUser.type('sotp')).toContain('Bedoel je: stop?');
    expect(await chatUser.type('zeker')).toContain('Vroeg ik je iets? Tik dan op de knop in dat bericht.');
    expect(await chatUser.type('ja')).toContain('Wil je stoppen? Typ dan: stop');
    expect(await stands()).toBe('yes');
  });

  it('a long story is read to the end', async () => {
    const story = 'het was weer een lange dag met veel gedoe in de klas. '.repeat(60);
    expect(await chatUser.type(`${story} Ik wil dood.`)).toContain('0800-0113');
  });

  it('words that are no command are answered with three things that can be done, and the help', async () => {
    const seen = await chatUser.type('hoe werkt dit');
    expect(seen).toContain('Dat begrijp ik niet');
    expect(seen).not.toContain('Dit kun je typen');
    for (const button of ['Check-in', 'Contactuurtje', 'Hulpvraag', 'Hulp']) expect(seen).toContain(button);
    expect(seen).not.toContain('Privacy');
  });
});

describe('on Slack', () => {
  it.each([
    ['ja :+1::skin-tone-3:', 'Je doet mee'],
    [':+1:', 'Alles blijft zoals het is'],
    [':thumbsup::skin-tone-3:', 'Alles blijft zoals het is'],
    [':tada: :smiley:', 'Alles blijft zoals het is'],
    [':pray:', 'Graag gedaan'],
    [':blue_heart:', 'Graag gedaan'],
    [':stop_sign:', 'Ik lees alleen wat je typt'],
    [':no_good: :wave:', 'Ik lees alleen wat je typt'],
  ])('the name of a picture is not read as words: %j', async (words, answer) => {
    expect(await slack.chatUserOf('U00000').type(words)).toContain(answer);
    expect(await stands()).toBe('yes');
  });

  it('what is said in a thread is answered there', async () => {
    const who = { team: TEAM, user: 'U00000' };
    await slack.chatUserOf('U00000').type('hulp');
    const direct = () =>
      slack.slack
        .state()
        .workspaces.flatMap(({ conversations }) => conversations)
        .find(({ channel }) => channel === slack.slack.directChannel(TEAM, who.user))?.messages ?? [];
    const thread = direct().at(-1)?.ts ?? '';
    await slack.slack.typeMessage(who, 'bedankt', thread);
    await slack.settle();
    const posted = slack.slack.requests.findLast(({ url }) => url.endsWith('/chat.postMessage'));
    expect(posted?.body).toMatchObject({ thread_ts: thread, text: 'Graag gedaan.' });
  });

  it('the home page has a button to stop, and shows what came of it', async () => {
    const chatUser = slack.chatUserOf('U00000');
    expect(await chatUser.arrive()).toContain('Stoppen met de vragen');
    expect(await chatUser.press('Stoppen met de vragen', 'home')).toContain('Je doet niet mee');
    expect(await stands()).toBe('no');
    const home = await chatUser.press('Ja, ik doe mee', 'home');
    expect(home).toContain('Je doet mee');
    expect(home.match(/drie korte vragen/g)).toHaveLength(1);
    expect(await stands()).toBe('yes');
  });

  it.each([
    ['another workspace', 'U00002', 2],
    ['an organisation', 'U00003', 3],
  ])('somebody of %s is recognised where the app is installed', async (_, user, index) => {
    const chatUser = slack.chatUserOf(user);
    expect(await chatUser.tap('people.consent', { answer: 'no' })).toContain('geen vragen meer van mij');
    expect(await stands(index)).toBe('no');
    expect(await chatUser.open('people.own-answers', {})).toContain('Alleen jij ziet dit');
    const dialog: Dialog = {
      action: 'check-in.change',
      data: {},
      title: 'Venster',
      intro: '',
      fields: [],
      submit: 'Bewaren',
      close: 'Sluiten',
    };
    // They are known and get a result: as a person of another workspace they would be a stranger.
    expect(await chatUser.submit(dialog, {})).toContain('Je wijziging is niet bewaard');
    await chatUser.arrive();
    await chatUser.press('Ja, ik doe mee', 'home');
    expect(await stands(index)).toBe('yes');
  });
});
