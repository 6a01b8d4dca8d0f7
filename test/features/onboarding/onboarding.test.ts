import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatEvent, ReceiveEvent, Reply } from '../../../src/chat/event.ts';
import { CONSENT_VERSION, consentTexts } from '../../../src/features/onboarding/consent-texts.ts';
import { createOnboardingStore, type OnboardingStore } from '../../../src/features/onboarding/store.ts';
import { type OpenFeatures, openFeatures } from '../../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';

const NOW = new Date('2026-11-17T14:30:00Z');

let test: TestDatabase;
let store: OnboardingStore;
let features: OpenFeatures;
let receive: ReceiveEvent;

const PAGES = { address: (path: string) => `https://polsslag.example${path}`, key: Buffer.alloc(0) };
let teachers: readonly TestTeacher[];

beforeAll(async () => {
  test = await createTestDatabase();
  store = createOnboardingStore(test.database);
  teachers = await addPartnership(test.database, { Noord: 6 }, NOW);
  features = await openFeatures(test.database, () => NOW, { pages: PAGES });
  ({ receive } = features);
});
afterAll(() => test.drop());

let count = 0;
type Happening = ChatEvent extends infer Event ? (Event extends ChatEvent ? Omit<Event, 'id' | 'from'> : never) : never;

function from(index: number, what: Happening, user = teachers[index]?.user ?? ''): Promise<Reply> {
  count += 1;
  return features.receive({ id: `event-${count}`, from: { platform: 'slack', workspace: TEAM, user }, ...what });
}

const invitation = async ({ messages }: OpenFeatures, id: string) => messages['invitation']?.(id, NOW, 'nl') ?? null;
const words = (text: string): Happening => ({ kind: 'command', words: text, conversation: null });
const textOf = (reply: Reply) => JSON.stringify(reply);
const row = (index: number) =>
  test.database.prisma.person.findUniqueOrThrow({ where: { id: teachers[index]?.id ?? '' } });

describe('taking part', () => {
  it('is asked once, with who sees what, and only of people who said neither yes nor no', async () => {
    await test.database.prisma.person.update({ where: { id: teachers[0]?.id ?? '' }, data: { consentedAt: null } });
    const week = new Date(NOW.getTime() + 7 * 86_400_000);
    expect(await store.inviteTeachers(NOW, week)).toBe(1);
    expect(await store.inviteTeachers(NOW, week)).toBe(0);
    const view = await invitation(features, teachers[0]?.id ?? '');
    expect(view?.summary).toBe('Hoi Naam, ik ben Polsslag');
    for (const said of ['Alleen jij ziet je antwoorden', 'minstens 5 leerkrachten', 'vanaf 8', 'typ stop']) {
      expect(JSON.stringify(view)).toContain(said);
    }
    const strict = await openFeatures(test.database, () => NOW, { settings: { minimumGroup: 9 } });
    expect(JSON.stringify(await invitation(strict, teachers[0]?.id ?? ''))).toMatch(/minstens 9 leerkrachten.*vanaf 9/);
    expect(view?.blocks).toContainEqual({
      kind: 'link',
      label: 'Lees alles over je privacy',
      url: 'https://polsslag.example/privacy',
    });
    const without = await invitation(await openFeatures(test.database, () => NOW), teachers[0]?.id ?? '');
    expect(without?.blocks.map(({ kind }) => kind)).not.toContain('link');
    expect(await invitation(features, teachers[1]?.id ?? '')).toBeNull();
  });

  it('is not asked of somebody who has said no meanwhile, by a tap on a copy that was not recorded', async () => {
    const id = teachers[1]?.id ?? '';
    const before = await row(1);
    await store.decline(id, NOW);
    expect(await invitation(features, id)).toBeNull();
    const { consentedAt, consentBasis, declinedAt } = before;
    await test.database.prisma.person.update({ where: { id }, data: { consentedAt, consentBasis, declinedAt } });
  });

  it('is asked again when the question was too late to be sent, unless it may have arrived', async () => {
    const { notification, person } = test.database.prisma;
    await notification.deleteMany();
    const before = await person.findMany();
    await person.updateMany({ data: { consentedAt: null, declinedAt: null } });
    const week = new Date(NOW.getTime() + 7 * 86_400_000);
    const invited = await store.inviteTeachers(NOW, week);
    const [first, second] = await notification.findMany();
    await notification.update({ where: { id: first?.id ?? '' }, data: { state: 'expired' } });
    await notification.update({ where: { id: second?.id ?? '' }, data: { state: 'expired', inDoubt: 1 } });
    expect(await store.inviteTeachers(week, new Date(week.getTime() + 1))).toBe(1);
    expect(await notification.count()).toBe(invited);
    const again = await notification.findUniqueOrThrow({ where: { key: first?.key ?? '' } });
    expect(again).toMatchObject({ state: 'queued', notBefore: week });
    await notification.deleteMany();
    for (const { id, consentedAt, declinedAt } of before) {
      await person.update({ where: { id }, data: { consentedAt, declinedAt } });
    }
  });

  it('begins with a yes, and ends with a stop', async () => {
    const data = { answer: 'yes', version: String(CONSENT_VERSION) };
    const yes = await from(0, { kind: 'tap', action: 'people.consent', data });
    expect(yes).toMatchObject({ kind: 'replace' });
    const consented = { consentedAt: NOW, consentBasis: 'chat', consentVersion: CONSENT_VERSION, declinedAt: null };
    expect(await row(0)).toMatchObject(consented);
    expect(textOf(await from(0, words('stop')))).toContain('geen vragen meer');
    expect(await row(0)).toMatchObject({
      consentedAt: null,
      consentBasis: null,
      consentVersion: null,
      declinedAt: NOW,
    });
    const started = textOf(await from(0, words('start')));
    expect(started).toContain('Fijn dat je meedoet');
    // Somebody who types the word has the text that they agree to before them.
    expect(started).toContain('Wie ziet wat?');
    expect(await row(0)).toMatchObject(consented);
  });

  it('is stored with the version of the text that was agreed to, which is the first for messages without one', async () => {
    await store.decline(teachers[0]?.id ?? '', NOW);
    await from(0, { kind: 'tap', action: 'people.consent', data: { answer: 'yes', place: 'invitation' } });
    expect(await row(0)).toMatchObject({ consentedAt: NOW, consentVersion: 1 });
    await store.decline(teachers[0]?.id ?? '', NOW);
    const forged = { answer: 'yes', version: String(CONSENT_VERSION + 1) };
    expect(textOf(await from(0, { kind: 'tap', action: 'people.consent', data: forged }))).toContain('niets bewaard');
    expect(await row(0)).toMatchObject({ consentedAt: null, consentVersion: null });
    await store.consent(teachers[0]?.id ?? '', CONSENT_VERSION, NOW);
  });

  it('has a version that changes with its text: to change the text, raise CONSENT_VERSION and add the line below', () => {
    const texts = (['nl', 'en'] as const).map((language) => {
      const { whoSees, ...rest } = consentTexts(language);
      return { ...rest, whoSees: whoSees(5, 8) };
    });
    const fingerprint = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
    expect({ version: CONSENT_VERSION, fingerprint }).toEqual({ version: 2, fingerprint: '55feb2cf93683749' });
  });

  it('ends at once: waiting questions are withdrawn with the stop, and come back with a yes in time', async () => {
    const { notification, account } = test.database.prisma;
    await notification.deleteMany();
    const [own, other] = await Promise.all(
      [0, 2].map((index) => account.findFirstOrThrow({ where: { personId: teachers[index]?.id ?? '' } })),
    );
    const week = new Date(NOW.getTime() + 7 * 86_400_000);
    const times = { notBefore: NOW, notAfter: week, createdAt: NOW };
    const message = (key: string, accountId = '') => ({
      ...times,
      key,
      kind: 'check-in',
      subject: key,
      lane: 'slack:T',
      accountId,
      unasked: 1,
    });
    const sent = { ...message('sent', own?.id), state: 'sent' } as const;
    const late = { ...message('late', own?.id), notAfter: NOW };
    const appointment = { ...message('appointment', own?.id), unasked: null };
    await notification.createMany({
      data: [message('own', own?.id), late, sent, appointment, message('other', other?.id)],
    });
    const states = async () =>
      Object.fromEntries((await notification.findMany()).map(({ key, state, reason }) => [key, [state, reason]]));
    await from(0, words('stop'));
    const untouched = { sent: ['sent', null], appointment: ['queued', null], other: ['queued', null] };
    const withdrawn = ['expired', 'withdrawn'];
    expect(await states()).toEqual({ own: withdrawn, late: withdrawn, ...untouched });
    await from(0, words('start'));
    expect(await states()).toEqual({ own: ['queued', null], late: withdrawn, ...untouched });
    await notification.deleteMany();
  });

  it('is refused with a no, and a forged answer changes nothing', async () => {
    await test.database.prisma.person.update({ where: { id: teachers[1]?.id ?? '' }, data: { consentedAt: null } });
    expect(textOf(await from(1, { kind: 'tap', action: 'people.consent', data: { answer: 'maybe' } }))).toContain(
      'niets bewaard',
    );
    expect(await row(1)).toMatchObject({ consentedAt: null, declinedAt: null });
    const no = await from(1, { kind: 'tap', action: 'people.consent', data: { answer: 'no' } });
    expect(textOf(no)).toContain('geen vragen van mij');
    expect(await row(1)).toMatchObject({ consentedAt: null, declinedAt: NOW });
  });

  it('is not for supervisors', async () => {
    await test.database.prisma.person.update({
      where: { id: teachers[5]?.id ?? '' },
      data: { role: 'supervisor', consentedAt: null },
    });
    expect(textOf(await from(5, words('start')))).toContain('voor leerkrachten');
    expect(await row(5)).toMatchObject({ consentedAt: null });
  });
});

describe('the choice of a language', () => {
  const edited: { reference: string; view: string }[] = [];
  let speaking: OpenFeatures;

  beforeAll(async () => {
    speaking = await openFeatures(test.database, () => NOW, {
      edit: async (_platform, _to, reference, view) => void edited.push({ reference, view: JSON.stringify(view) }),
    });
  });

  /** Adds a message that somebody received. */
  const sent = async (index: number, kind: string, subject: string) => {
    const { id: accountId } = await test.database.prisma.account.findFirstOrThrow({
      where: { personId: teachers[index]?.id ?? '' },
    });
    const key = `${kind}:${subject}`;
    const times = { notBefore: NOW, notAfter: NOW, createdAt: NOW, sentAt: NOW };
    const data = {
      ...times,
      key,
      kind,
      subject,
      lane: 'slack:T',
      accountId,
      state: 'sent',
      reference: `D:${key}`,
    } as const;
    await test.database.prisma.notification.create({ data });
    return key;
  };
  const choose = (index: number, language: string, data: Record<string, string>) => {
    count += 1;
    const user = { platform: 'slack', workspace: TEAM, user: teachers[index]?.user ?? '' } as const;
    return speaking.receive({
      id: `chosen-${count}`,
      from: user,
      kind: 'tap',
      action: 'people.language',
      data: { ...data, language },
    });
  };

  it('in the invitation shows it in that language, and redraws other open messages', async () => {
    const { person, checkIn, notification } = test.database.prisma;
    const id = teachers[4]?.id ?? '';
    const circle = await test.database.prisma.circle.findFirstOrThrow();
    const asked = { personId: id, circleId: circle.id, cycle: 0, third: 0, instrument: 'polsslag@1', createdAt: NOW };
    const items = { create: ['VIT01', 'TOE01', 'ABS01'].map((item, position) => ({ item, position })) };
    const closesAt = new Date(NOW.getTime() + 86_400_000);
    const { id: open } = await checkIn.create({ data: { ...asked, week: '2026-W47', closesAt, items } });
    await sent(4, 'check-in', open);
    await person.update({ where: { id }, data: { consentedAt: null } });
    const key = await sent(4, 'invitation', id);
    const reply = await choose(4, 'en', { place: 'sent', notification: key });
    expect(reply).toMatchObject({ kind: 'replace', about: { notification: key } });
    expect(textOf(reply)).toContain('Hello Naam, I am Polsslag');
    await speaking.settled();
    // Nothing is asked before consent, in either language.
    expect(edited).toEqual([]);

    await person.update({ where: { id }, data: { consentedAt: NOW } });
    expect(await choose(4, 'nl', { place: 'home' })).toMatchObject({ kind: 'home' });
    await speaking.settled();
    expect(edited).toEqual([{ reference: `D:check-in:${open}`, view: expect.stringContaining('Vraag 1 van 3') }]);
    expect(await row(4)).toMatchObject({ language: 'nl', languageChosen: true });
    await notification.deleteMany();
    await checkIn.deleteMany();
  });

  it('shows nobody the messages of somebody else', async () => {
    await test.database.prisma.person.update({ where: { id: teachers[4]?.id ?? '' }, data: { consentedAt: null } });
    const key = await sent(4, 'invitation', teachers[4]?.id ?? '');
    const reply = await choose(3, 'nl', { place: 'sent', notification: key });
    expect(textOf(reply)).toContain('Dit kun je typen');
    await test.database.prisma.person.update({ where: { id: teachers[4]?.id ?? '' }, data: { consentedAt: NOW } });
    await test.database.prisma.notification.deleteMany();
  });
});

describe('a conversation', () => {
  it('explains itself, in the language that was chosen', async () => {
    expect(textOf(await from(2, words('hulp')))).toContain('Dit kun je typen');
    const chosen = await from(2, { kind: 'tap', action: 'people.language', data: { language: 'en' } });
    expect(textOf(chosen)).toContain('You can type');
    expect(textOf(await from(2, words('iets anders')))).toContain('I do not understand that.');
    expect(textOf(await from(2, { kind: 'tap', action: 'people.language', data: { language: 'fr' } }))).toContain(
      'nothing was saved',
    );
  });

  it('keeps the home page in place where the language was chosen on it, also when the tap is repeated', async () => {
    const home = await from(2, { kind: 'home-opened' });
    expect(textOf(home)).toContain('"place":"home"');
    const tap: ChatEvent = {
      id: 'chosen-at-home',
      from: { platform: 'slack', workspace: TEAM, user: teachers[2]?.user ?? '' },
      kind: 'tap',
      action: 'people.language',
      data: { language: 'nl', place: 'home' },
    };
    for (const reply of [await receive(tap), await receive(tap)]) {
      expect(reply).toMatchObject({ kind: 'home' });
      expect(textOf(reply)).toContain('Mijn antwoorden');
    }
  });

  it('with somebody unknown explains that and stores nothing', async () => {
    const before = await test.database.prisma.person.count();
    expect(textOf(await from(0, words('start'), 'U0STRANGER'))).toContain('Ik ken je nog niet');
    expect(await test.database.prisma.person.count()).toBe(before);
  });

  it('shows one’s own answers in a dialog and on the home page, and in no message', async () => {
    const { id } = await row(3);
    const circle = await test.database.prisma.circle.findFirstOrThrow();
    const answer = {
      personId: id,
      circleId: circle.id,
      week: '2026-W47',
      answeredAt: NOW,
      instrument: 'polsslag@1',
      source: 'chat',
    } as const;
    await test.database.prisma.answer.create({ data: { ...answer, item: 'VIT01', value: 5 } });
    const dialog = await from(3, { kind: 'tap', action: 'people.own-answers', data: {} });
    expect(dialog).toMatchObject({ kind: 'dialog' });
    expect(textOf(dialog)).toContain('5 · Een paar keer per week');
    expect(textOf(dialog)).toContain('Alleen jij ziet dit');
    const home = await from(3, { kind: 'home-opened' });
    expect(home).toMatchObject({ kind: 'home' });
    expect(textOf(home)).toContain('5 · Een paar keer per week');
    for (const said of [
      await from(3, words('hulp')),
      await from(3, { kind: 'tap', action: 'people.language', data: { language: 'nl' } }),
    ]) {
      expect(textOf(said)).not.toContain('5 · ');
    }
  });

  it('answers a button that no longer exists with a way to continue, not with an error', async () => {
    expect(textOf(await from(3, { kind: 'tap', action: 'gone.feature', data: {} }))).toContain('Typ hulp');
    const sent = await from(3, { kind: 'submission', action: 'gone.feature', data: {}, values: {} });
    expect(sent).toMatchObject({ kind: 'close', note: expect.stringContaining('niets bewaard') });
  });

  it('answers a delivery that the platform repeats only once', async () => {
    const event = {
      id: 'same',
      from: { platform: 'slack', workspace: TEAM, user: teachers[3]?.user ?? '' },
      ...words('hulp'),
    } as const;
    expect(await receive(event)).toMatchObject({ kind: 'say' });
    expect(await receive(event)).toEqual({ kind: 'none' });
  });
});

describe('reaching people on Slack', () => {
  const account = () =>
    test.database.prisma.account.findFirstOrThrow({ where: { externalId: teachers[3]?.user ?? '' } });

  it.each([
    ['type something', words('hulp')],
    ['open the home page', { kind: 'home-opened' } as const],
  ])('works again when people who had been given up %s', async (_, what) => {
    const data = { unreachableSince: NOW, unreachableWhy: 'user_not_found' };
    await test.database.prisma.account.update({ where: { id: (await account()).id }, data });
    await from(3, what);
    expect(await account()).toMatchObject({ unreachableSince: null, unreachableWhy: null });
  });

  it.each([
    ['tap a button', { kind: 'tap', action: 'people.own-answers', data: {} } as const],
    ['submit a dialog', { kind: 'submission', action: 'gone.feature', data: {}, values: {} } as const],
  ])('works again, after the reply, when people who had been given up %s', async (_, what) => {
    const data = { unreachableSince: NOW, unreachableWhy: 'user_disabled' };
    await test.database.prisma.account.update({ where: { id: (await account()).id }, data });
    await from(3, what);
    await features.settled();
    expect(await account()).toMatchObject({ unreachableSince: null, unreachableWhy: null });
  });

  it('stays as it is when they are given up after they were active', async () => {
    const data = { unreachableSince: new Date(NOW.getTime() + 1), unreachableWhy: 'user_disabled' };
    await test.database.prisma.account.update({ where: { id: (await account()).id }, data });
    await from(3, { kind: 'tap', action: 'people.own-answers', data: {} });
    await features.settled();
    expect(await account()).toMatchObject({ unreachableWhy: 'user_disabled' });
    await store.reconnect(
      [{ user: { platform: 'slack', workspace: TEAM, user: teachers[3]?.user ?? '' }, at: data.unreachableSince }],
      NOW,
    );
    expect(await account()).toMatchObject({ unreachableSince: null });
  });
});

describe('reaching people on Teams', () => {
  const user = '99999999-0000-4000-8000-000000000001';
  const teams = { platform: 'teams', workspace: TENANT, user } as const;
  const conversation = { conversationId: 'a:1', serviceUrl: 'https://example.org' };
  const account = () => test.database.prisma.account.findFirstOrThrow({ where: { externalId: user } });

  it('works from the moment the app is added until it is removed', async () => {
    const workspace = await test.database.prisma.workspace.findFirstOrThrow({ where: { platform: 'teams' } });
    const personId = teachers[4]?.id ?? '';
    await test.database.prisma.account.create({
      data: { personId, workspaceId: workspace.id, externalId: user, rank: 1 },
    });
    await receive({ id: 'c1', from: teams, kind: 'connected', conversation, greet: true });
    expect(await account()).toMatchObject({ conversation, unreachableSince: null });
    await receive({ id: 'c2', from: teams, kind: 'disconnected' });
    expect(await account()).toMatchObject({ conversation: null, unreachableWhy: 'app_removed' });
    // Somebody who installed the app before they were imported is connected by their first words.
    await receive({ id: 'c3', from: teams, kind: 'command', words: 'hulp', conversation });
    expect(await account()).toMatchObject({ conversation, unreachableSince: null });
  });
});
