import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWhatWorkedStore } from '../../../src/features/what-worked/store.ts';
import { writeDialog } from '../../../src/features/what-worked/view.ts';
import { secretsWith } from '../../../src/secrets/seal.ts';
import { type ChatUserDriver, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { openFeatures as openAll } from '../../app/open-features.ts';
import { createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const ENTRA = 'aaaaaaaa-0000-4000-8000-000000000000';
const SECRETS = secretsWith([{ id: 'test', key: Buffer.alloc(32, 1) }]);

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;

const prisma = () => test.database.prisma;
const owner = () => teachers[0]?.id ?? '';
const other = () => teachers[1]?.id ?? '';
const store = () => createWhatWorkedStore(test.database, SECRETS);

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 2 }, NOW);
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  await prisma().account.create({ data: { personId: owner(), workspaceId, externalId: ENTRA, rank: 1 } });
  const features = await openForcedFeatures(test, () => NOW);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM });
  teams = await openTeamsUsers(features, [ENTRA]);
  await teams.teams.install({ tenant: TENANT, user: ENTRA });
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await test.drop();
});
beforeEach(() => prisma().whatWorked.deleteMany());

describe.each(['slack', 'teams'] as const)('what worked, on %s,', (platform) => {
  let chatUser: ChatUserDriver;
  beforeEach(() => {
    chatUser = platform === 'slack' ? slack.chatUserOf('U00000') : teams.chatUserOf(ENTRA);
  });
  const write = async (text: string) => {
    expect(await chatUser.open('what-worked.write', {})).toContain('Niemand anders ziet het');
    return chatUser.submit(writeDialog('nl', null), { text });
  };

  it('is written for oneself in a dialog, sealed, and never in the chat', async () => {
    expect(await chatUser.type('wat werkte')).toContain('Wat werkte deze week?');
    expect(await write('  Even *samen* <b>lachen</b> 🎉  ')).toContain('Bewaard');
    const stored = await prisma().whatWorked.findFirstOrThrow();
    expect(stored).toMatchObject({ personId: owner(), week: '2026-W47' });
    expect(JSON.stringify(stored)).not.toContain('lachen');
    expect((await store().list(owner())).map(({ text }) => text)).toEqual(['Even *samen* <b>lachen</b> 🎉']);
    expect(await chatUser.type('what worked')).not.toContain('lachen');
  });

  it('is one sentence a week: the dialog shows the earlier one, and another replaces it', async () => {
    await write('Rustig beginnen');
    expect(await chatUser.open('what-worked.write', {})).toContain('Rustig beginnen');
    await write('Buiten beginnen');
    expect((await store().list(owner())).map(({ text }) => text)).toEqual(['Buiten beginnen']);
  });

  it('stores nothing when nothing was written', async () => {
    const said = await write('   ');
    expect(said).toContain('Schrijf een zin op');
    expect(await prisma().whatWorked.count()).toBe(0);
  });

  it('stands beside the own line, and is deleted one by one', async () => {
    for (const week of ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44', '2026-W45']) {
      await store().keep(owner(), week, `Van ${week}`, NOW);
    }
    await store().keep(other(), '2026-W45', 'Van een ander', NOW);
    expect(await chatUser.open('people.own-answers', {})).toContain('Wat bij mij werkte');
    const shown = await chatUser.press('Wat bij mij werkte');
    expect(shown).toContain('Week 45: Van 2026-W45');
    expect(shown).not.toContain('Van 2026-W40');
    expect(shown).not.toContain('Van een ander');
    expect(await chatUser.press('Eerdere weken')).toContain('Van 2026-W40');
    expect(await chatUser.press('Week 40 wissen')).not.toContain('Van 2026-W40');
    expect((await store().list(owner())).map(({ week }) => week)).not.toContain('2026-W40');
    expect(await prisma().whatWorked.count()).toBe(6);
  });

  it('cannot be deleted by anybody else, whatever id they send', async () => {
    await store().keep(other(), '2026-W45', 'Van een ander', NOW);
    const { id } = await prisma().whatWorked.findFirstOrThrow();
    expect(await chatUser.open('what-worked.remove', { id, place: 'dialog' })).toContain('nog niets opgeschreven');
    expect(await chatUser.open('what-worked.remove', { id: 'nonsense', place: 'dialog' })).toContain('nog niets');
    expect(await prisma().whatWorked.count()).toBe(1);
  });
});

describe('on Slack', () => {
  it('the home page lists it, and shows at once what is left', async () => {
    const chatUser = slack.chatUserOf('U00000');
    await store().keep(owner(), '2026-W44', 'Buiten lezen', NOW);
    expect(await chatUser.arrive()).toContain('Week 44: Buiten lezen');
    expect(await chatUser.press('Week 44 wissen', 'home')).toContain('Je hebt nog niets opgeschreven');
    expect(await prisma().whatWorked.count()).toBe(0);
  });
});

describe('what was written', () => {
  it('can be exported, and is erased with its owner', async () => {
    const data = { key: 'leaver', role: 'teacher', name: 'Naam', language: 'nl' } as const;
    const { id } = await prisma().person.create({ data });
    await store().keep(id, '2026-W44', 'Buiten lezen', NOW);
    const exported = await (await openAll(test.database, () => NOW)).export({ id, language: 'nl' });
    expect(exported.find(({ name }) => name === 'whatWorked')?.rows).toEqual([
      { week: '2026-W44', text: 'Buiten lezen', writtenAt: NOW },
    ]);
    await prisma().whatWorked.updateMany({
      where: { personId: id },
      data: { sealed: secretsWith([{ id: 'gone', key: Buffer.alloc(32, 9) }]).seal('Een geheim') },
    });
    const unread = await (await openAll(test.database, () => NOW)).export({ id, language: 'nl' });
    expect(unread.find(({ name }) => name === 'whatWorked')?.rows).toEqual([
      { week: '2026-W44', text: '(dit kan niet meer gelezen worden)', writtenAt: NOW },
    ]);
    await prisma().person.delete({ where: { id } });
    expect(await prisma().whatWorked.count({ where: { personId: id } })).toBe(0);
  });

  it('is sealed with the newest key by secrets rotate, and an unreadable sentence holds up nothing else', async () => {
    await prisma().workspace.updateMany({ data: { sealedToken: null } });
    await store().keep(owner(), '2026-W44', 'Buiten lezen', NOW);
    const newer = { id: 'newer', key: Buffer.alloc(32, 2) };
    const commands = createCommandRunner(test);
    commands.settings.keys = [newer, { id: 'test', key: Buffer.alloc(32, 1) }];
    expect((await commands.run('secrets', 'rotate')).out).toMatch(/^Secrets: 1 sealed anew/);
    commands.removeFiles();
    await store().keep(owner(), '2026-W45', 'Samen lezen', NOW);
    const withNewer = createWhatWorkedStore(test.database, secretsWith([newer]));
    expect((await withNewer.list(owner())).map(({ text }) => text)).toEqual([null, 'Buiten lezen']);
  });
});
