import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWeDidStore } from '../../../src/features/we-did/store.ts';
import { writeDialog } from '../../../src/features/we-did/view.ts';
import { type ChatUserDriver, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { type OpenFeatures, openFeatures as openAll } from '../../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

const ENTRA = 'aaaaaaaa-0000-4000-8000-000000000000';
const MONDAY = new Date('2026-11-16T08:30:00Z');
const day = (days: number) => new Date(MONDAY.getTime() + days * 24 * 3_600_000);

let test: TestDatabase;
let now = MONDAY;
let people: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let features: OpenFeatures;

const prisma = () => test.database.prisma;
const supervisor = () => people[0]?.id ?? '';
const circleOf = async (name: string) => (await prisma().circle.findFirstOrThrow({ where: { name } })).id;

beforeAll(async () => {
  test = await createTestDatabase();
  people = await addPartnership(test.database, { Noord: 4, Zuid: 1 }, MONDAY);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  await prisma().account.create({ data: { personId: supervisor(), workspaceId, externalId: ENTRA, rank: 1 } });
  await prisma().person.update({ where: { id: supervisor() }, data: { role: 'supervisor', name: 'Anna *de Wit*' } });
  await prisma().personCircle.create({ data: { personId: supervisor(), circleId: await circleOf('Noord') } });
  const chat = await openForcedFeatures(test, () => now);
  slack = await openSlackUsers(chat, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(chat, [ENTRA]);
  await teams.teams.install({ tenant: TENANT, user: ENTRA });
  features = await openAll(test.database, () => now);
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});
beforeEach(async () => {
  now = MONDAY;
  await prisma().circleNote.deleteMany();
  await prisma().checkIn.deleteMany();
});

const store = () => createWeDidStore(test.database, () => now);
const write = async (text: string, { week = '2026-W47', circle = 'Noord', signed = true } = {}) =>
  store().write({ authorId: supervisor(), circleId: await circleOf(circle), week, text, signed });

/** The check-in of a teacher, as it is sent. */
async function sent(index: number, week: string): Promise<string> {
  const personId = people[index]?.id ?? '';
  const circleId = await circleOf(index === 4 ? 'Zuid' : 'Noord');
  const about = { personId, circleId, week, cycle: 0, third: 0, instrument: 'polsslag@1' };
  const items = { create: [{ position: 0, item: 'VIT01' }] };
  const { id } = await prisma().checkIn.create({ data: { ...about, createdAt: now, closesAt: day(365), items } });
  return again(id);
}

async function again(id: string): Promise<string> {
  const view = await features.composers['check-in']?.(id, now, 'nl');
  return view ? JSON.stringify(view.blocks) : '';
}

it('is offered below a week with figures, and not below one without', async () => {
  const figure = { mean: 4.1, step: 0.1, interval: [3.9, 4.3], change: null };
  const figures = { total: figure, vigour: figure, dedication: figure, absorption: figure };
  const post = async (week: string, partnership: Record<string, unknown>) => {
    const body = JSON.stringify({ week, scopes: [{ scope: 'partnership', ...partnership }] });
    await prisma().publishedWeek.create({ data: { week, publishedAt: now, body } });
    return JSON.stringify(await features.composers['week']?.(week, now, 'nl'));
  };
  const shown = { published: true, respondents: '20-49', ...figures };
  expect(await post('2026-W45', shown)).toContain('Vertel wat je ermee doet');
  const withheld = await post('2026-W46', { published: false, reason: 'too few' });
  expect(withheld).toContain('geen cijfers');
  expect(withheld).not.toContain('Vertel wat je ermee doet');
  await prisma().publishedWeek.deleteMany();
});

describe.each(['slack', 'teams'] as const)('a supervisor on %s', (platform) => {
  let chatUser: ChatUserDriver;
  beforeEach(() => {
    chatUser = platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(ENTRA);
  });
  const submit = async (values: Record<string, string>) => {
    const circles = await store().circlesOf(supervisor(), '2026-W47');
    return chatUser.submit(writeDialog(circles, 'nl'), values);
  };

  it('writes a sentence to a circle, and changes it as long as nobody got it', async () => {
    expect(await chatUser.type('wat we doen')).toContain('Vertel wat je ermee doet');
    expect(await chatUser.open('we-did.write', {})).toContain('Met mijn naam erbij');
    expect(await submit({ text: 'We komen *vaker* kijken <b>', signed: 'yes' })).toContain(
      'Klaargezet voor kring Noord',
    );
    expect(await chatUser.open('we-did.write', {})).toContain('Kring Noord, nog niet verstuurd');
    expect(await submit({ text: 'We plannen een extra uur', signed: 'no' })).toContain('Klaargezet');
    const [note] = await prisma().circleNote.findMany();
    expect(note).toMatchObject({ text: 'We plannen een extra uur', signed: false, week: '2026-W47' });
    await sent(1, '2026-W47');
    const after = await chatUser.open('we-did.write', {});
    expect(after).toContain('deze week al verstuurd: We plannen een extra uur');
    expect(after).not.toContain('Klaarzetten');
  });

  it('is told what is wrong, and stores nothing', async () => {
    await chatUser.open('we-did.write', {});
    expect(await submit({ text: '   ', signed: 'yes' })).toContain('Schrijf een zin op');
    expect(await prisma().circleNote.count()).toBe(0);
  });
});

describe('the teachers of the circle', () => {
  it('get it once, above the first question of their next check-in, with the name of the writer if signed', async () => {
    await write('We komen *vaker* <b>kijken</b>');
    const first = await sent(1, '2026-W47');
    expect(JSON.parse(first).slice(0, 4)).toMatchObject([
      { kind: 'note', text: 'Van Anna *de Wit*, je begeleider. Dit doen we met wat jullie antwoordden:' },
      { kind: 'text', text: 'We komen *vaker* <b>kijken</b>' },
      { kind: 'divider' },
      { kind: 'note', text: 'Vraag 1 van 1' },
    ]);
    // The same message stays the same when it is drawn again, also after it was postponed; the next one does not repeat
    // it.
    const { id } = await prisma().checkIn.findFirstOrThrow();
    expect(await again(id)).toBe(first);
    expect((await features.composers['snoozed']?.(id, now, 'nl'))?.blocks).toEqual(JSON.parse(first));
    now = day(7);
    expect(await sent(1, '2026-W48')).not.toContain('vaker');
    // Somebody who is asked every other week gets it then.
    expect(await sent(2, '2026-W48')).toContain('vaker');
  });

  it('of another circle do not get it, and nobody gets old sentences', async () => {
    await write('We komen vaker');
    expect(await sent(4, '2026-W47')).not.toContain('vaker');
    now = day(60);
    expect(await sent(2, '2027-W02')).not.toContain('vaker');
  });

  it('get after the summer what was written before it, because nobody was asked in between', async () => {
    // The Monday after the last check-ins of region zuid, and the Tuesday of the first ones after its holidays.
    now = new Date('2027-07-26T06:30:00Z');
    await write('Fijne vakantie, we komen vaker', { week: '2027-W30' });
    now = new Date('2027-09-07T13:30:00Z');
    expect(await sent(1, '2027-W36')).toContain('we komen vaker');
  });

  it('read that it is from their supervisors when it was not signed, and only the newest', async () => {
    await write('Het eerste', { week: '2026-W46', signed: false });
    await write('Het tweede', { signed: false });
    const seen = await sent(1, '2026-W47');
    expect(seen).toContain('Van je begeleiders. Dit doen we met wat jullie antwoordden:');
    expect(seen).toContain('Het tweede');
    now = day(7);
    expect(await sent(1, '2026-W48')).not.toContain('Het eerste');
  });

  it('all get the same: once one of them got it, it cannot be changed', async () => {
    await write('Zo was het');
    await sent(1, '2026-W47');
    expect(await write('Anders')).toBe(false);
    expect(await sent(2, '2026-W47')).toContain('Zo was het');
  });

  it('get it in one query for all who are asked together', async () => {
    await write('We komen vaker');
    const ids: string[] = [];
    for (const index of [1, 2, 3]) {
      await sent(index, '2026-W45');
      const { id } = await prisma().checkIn.findFirstOrThrow({ where: { personId: people[index]?.id ?? '' } });
      ids.push(id);
    }
    await prisma().circleNoteSent.deleteMany();
    let asked = 0;
    const counting: typeof test.database = {
      ...test.database,
      ask: (statement) => {
        asked += 1;
        return test.database.ask(statement);
      },
    };
    const both = await openAll(counting, () => now);
    const views = await Promise.all(ids.map((id) => both.messages['check-in']?.(id, now, 'nl')));
    expect(views.every((view) => JSON.stringify(view).includes('We komen vaker'))).toBe(true);
    expect(asked).toBe(2);
  });
});

describe('nobody else', () => {
  it('writes to a circle: neither a teacher, nor a supervisor of another one', async () => {
    const teacher = slack.chatUserOf('U00001');
    expect(await teacher.open('we-did.write', {})).toContain('Dit is voor begeleiders van een kring');
    const from = { platform: 'slack', workspace: TEAM, user: 'U00001' } as const;
    const tap = { id: 'forged', kind: 'submission', action: 'we-did.keep', from } as const;
    const reply = await features.receive({
      ...tap,
      data: { circle: await circleOf('Noord') },
      values: { text: 'Nep' },
    });
    expect(JSON.stringify(reply)).toContain('Dit is voor begeleiders');
    const other = { ...tap, id: 'other', from: { ...from, user: 'U00000' }, data: { circle: await circleOf('Zuid') } };
    expect(await features.receive({ ...other, values: { text: 'Nep' } })).toMatchObject({ kind: 'errors' });
    expect(await write('Nep', { circle: 'Zuid' })).toBe(false);
    expect(await prisma().circleNote.count()).toBe(0);
  });
});

it('a lead can write to a circle that they serve', async () => {
  await prisma().person.update({ where: { id: supervisor() }, data: { role: 'lead' } });
  expect(await write('We komen vaker')).toBe(true);
  expect(await slack.chatUserOf('U00000').open('we-did.write', {})).toContain('We komen vaker');
  await prisma().person.update({ where: { id: supervisor() }, data: { role: 'supervisor' } });
});

it('a supervisor has what they wrote among their data, and it is erased with them', async () => {
  await write('We komen vaker');
  const held = await features.export({ id: supervisor(), language: 'nl' });
  expect(held.find(({ name }) => name === 'circleNotes')?.rows).toEqual([
    { circle: 'Noord', week: '2026-W47', text: 'We komen vaker', writtenAt: MONDAY },
  ]);
  await prisma().person.delete({ where: { id: supervisor() } });
  expect(await prisma().circleNote.count()).toBe(0);
});
