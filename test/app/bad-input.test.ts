import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { markdownHtml } from '../../playground/page/browser/teams/markdown.ts';
import { FEATURES } from '../../src/app/features.ts';
import { PLATFORMS, type PlatformName } from '../../src/chat/address.ts';
import type { Reply } from '../../src/chat/event.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../fixtures/partnership.ts';
import { textsUnder } from '../platforms/adapter-rig.ts';
import { openSlackUsers } from '../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../platforms/teams/chat-users.ts';
import { type ChatUserDriver, openForcedFeatures as openForPlatforms } from './chat-user-driver.ts';
import { runWhatIsDue } from './every-view/run-what-is-due.ts';
import { type Happening, OWN_WORDS, walk } from './every-view/walk.ts';
import { type OpenFeatures, openFeatures } from './open-features.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const OWN = 'aaaaaaaa-0000-4000-8000-000000000000';
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000001';
const PAGES = { address: (path: string) => `https://polsslag.example${path}`, key: Buffer.alloc(32) };

/** Names and texts that people might use, with the part that must be readable as it is. */
const NASTY: Readonly<Record<string, string>> = {
  'mark-up of Slack': '<!channel>&<https://evil.example|klik> *vet* _schuin_ ~weg~ `code` <@U00001>',
  HTML: '<script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;<b>vet</b>',
  'mark-up of Teams':
    '**vet** [klik](https://evil.example) # kop\n> citaat\n- punt\n1. eerste {{DATE(2026-11-17)}} <at>Bo</at>',
  'a flood of emoji': '👩🏽‍🏫🔥'.repeat(120),
  'signs of direction': '\u202Eannaa\u202C \u2067b\u2069 \u200Fc\u061C',
  'letters from right to left': 'ليلى حداد שלום',
  'many marks on a letter': `Z${'\u0301\u0327\u0323'.repeat(120)}`,
  'very long': 'lang '.repeat(1_500),
  'one long word': 'x'.repeat(5_000),
  emptiness: ' \u200B ',
};

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;

const prisma = () => test.database.prisma;

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 4 }, NOW);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  for (const [index, externalId] of [OWN, OTHER].entries()) {
    await prisma().account.create({ data: { personId: teachers[index]?.id ?? '', workspaceId, externalId, rank: 1 } });
  }
  const features = await openForPlatforms(test, () => NOW);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(features, [OWN, OTHER]);
  await teams.teams.install({ tenant: TENANT, user: OWN });
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});

/** Every text that Slack reads as mark-up, at any depth. */
function markupIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = z.object({ type: z.literal('mrkdwn'), text: z.string() }).safeParse(part);
  return own.success ? [own.data.text] : Object.values(part).flatMap(markupIn);
}

/** Texts that Slack or Teams would turn into more than text. */
const READ_AS_MARK_UP: Readonly<Record<PlatformName, () => readonly string[]>> = {
  slack: () => {
    const messages = slack.slack.recorded().map((each) => z.looseObject({ text: z.string() }).parse(each));
    const texts = [...messages.map(({ text }) => text), ...markupIn([messages, slack.slack.recordedPrivate()])];
    return texts.flatMap((text) => text.match(/<(?!https:\/\/polsslag\.example)[^>]*>/g) ?? []);
  },
  teams: () => {
    const cards = [teams.teams.recorded(), teams.teams.recordedPrivate()];
    const html = textsUnder(['text'], cards).map(markdownHtml).join('');
    return (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?p>$|^<br>$|polsslag\.example|^<\/a>$/.test(tag));
  },
};

describe.each(PLATFORMS)('on %s', (platform) => {
  const chatUser = (): ChatUserDriver => (platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(OWN));
  const complaints = () => [
    ...slack.slack.state().workspaces.flatMap(({ notices }) => notices),
    ...teams.teams.visibleErrors,
  ];

  it.each(Object.entries(NASTY))('%s in a name is shown as text', async (_, name) => {
    await prisma().person.update({ where: { id: teachers[0]?.id ?? '' }, data: { name } });
    const seen = await chatUser().type('home');
    expect(seen).toContain('Mijn gegevens');
    expect(seen).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(READ_AS_MARK_UP[platform]()).toEqual([]);
    expect(complaints()).toEqual([]);
  });

  it.each(Object.entries(NASTY))('%s in what somebody writes is kept and shown as text', async (_, given) => {
    const text = [...given].slice(0, 100).join('').trim() || 'iets';
    const reply = await (await openFeatures(test.database, () => NOW)).receive({
      id: `${platform} ${given.slice(0, 20)}`,
      from: { platform: 'slack', workspace: TEAM, user: 'U00000' },
      kind: 'tap',
      action: 'what-worked.write',
      data: {},
    });
    const { dialog } = z.custom<Extract<Reply, { kind: 'dialog' }>>().parse(reply);
    expect(await chatUser().submit(dialog, { text })).not.toBe('');
    const seen = await chatUser().open('what-worked.list', {});
    expect(seen).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(READ_AS_MARK_UP[platform]()).toEqual([]);
    expect(complaints()).toEqual([]);
  });

  it.each(Object.entries(NASTY))('%s that is no command is answered with the possible commands', async (_, words) => {
    expect(await chatUser().type(words)).not.toBe('');
    expect(complaints()).toEqual([]);
  });
});

/** Everything that is stored about a person, by table. */
async function storedOf(personId: string): Promise<unknown> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'personId' AND table_schema = 'public'
     ORDER BY 1`;
  const rows: Record<string, unknown> = {
    Person: await prisma().person.findUnique({ where: { id: personId } }),
    Notification: await prisma().notification.findMany({ where: { account: { personId } }, orderBy: { key: 'asc' } }),
  };
  for (const { name } of tables) {
    const found = await prisma().$queryRawUnsafe<{ row: unknown }[]>(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE "personId" = $1::uuid ORDER BY to_jsonb(t)::text`,
      personId,
    );
    rows[name] = found.map(({ row }) => row);
  }
  return rows;
}

/** The messages that were sent to somebody, as they see them. */
async function messagesOf(features: OpenFeatures, personId: string) {
  const sent = await prisma().notification.findMany({ where: { account: { personId } } });
  const composed = sent.map(async ({ kind, subject }) => ({
    by: kind,
    view: await features.composers[kind]?.(subject, NOW, 'nl'),
  }));
  const messages = await Promise.all(composed);
  return messages.flatMap(({ by, view }) => (view ? [{ kind: 'message', by, view } as const] : []));
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g;

/** The same event, with the person's own text. */
function inOtherWords(what: Happening): Happening {
  if (what.kind !== 'submission') return what;
  const other = ([name, value]: [string, unknown]) => [name, value === OWN_WORDS ? 'Van een ander' : value];
  return { ...what, values: Object.fromEntries(Object.entries(what.values).map(other)) };
}

describe('somebody else’s', () => {
  it('buttons and dialogs neither read nor change anything of somebody else’s, whatever ids they carry', async () => {
    const features = await openFeatures(test.database, () => NOW, { pages: PAGES });
    const owner = teachers[0]?.id ?? '';
    await prisma().person.update({ where: { id: owner }, data: { name: 'Geheimenaam' } });
    await runWhatIsDue(features, NOW);
    const others = [
      { platform: 'slack', workspace: TEAM, user: 'U00001' },
      { platform: 'teams', workspace: TENANT, user: OTHER },
    ] as const;
    const ids = new Set<string>();
    let forged = 0;
    const ahead = async (what: Happening) => {
      if (!('data' in what)) return;
      for (const [id] of JSON.stringify(what.data).matchAll(ID)) ids.add(id);
      const before = await storedOf(owner);
      for (const from of others) {
        forged += 1;
        const reply = JSON.stringify(await features.receive({ id: `forged-${forged}`, from, ...inOtherWords(what) }));
        for (const secret of ['Geheimenaam', OWN_WORDS, ...ids]) expect(reply).not.toContain(secret);
      }
      await features.settled();
      expect(await storedOf(owner)).toEqual(before);
    };
    const words = FEATURES.flatMap((feature) => feature.words ?? []).flatMap(({ listed }) => listed?.nl.type ?? []);
    const from = { platform: 'slack', workspace: TEAM, user: 'U00000' } as const;
    const messages = await messagesOf(features, owner);
    await walk({ from, words, messages, receive: features.receive, ahead });
    // Without forged ids among them this would prove nothing.
    expect([forged > 60, ids.size > 1]).toEqual([true, true]);
  });
});
