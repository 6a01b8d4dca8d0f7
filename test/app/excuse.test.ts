import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT } from '../fixtures/partnership.ts';
import { openSlackUsers } from '../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../platforms/teams/chat-users.ts';
import { type ChatUserDriver, openForcedFeatures } from './chat-user-driver.ts';

/* Somebody types or opens their home page while the database does not answer in time, or not at all. */

const NOW = new Date('2026-11-17T14:30:00Z');
const IN_TEAMS = 'aaaaaaaa-0000-4000-8000-000000000000';
const EXCUSE = /Het lukt nu even niet\. Er is nog niets veranderd\..*This does not work right now/s;

let test: TestDatabase;
let lock: pg.Client;
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let isBroken = false;

beforeAll(async () => {
  test = await createTestDatabase();
  const { prisma } = test.database;
  const [teacher] = await addPartnership(test.database, { Noord: 1 }, NOW);
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  await prisma.account.create({
    data: { personId: teacher?.id ?? '', workspaceId, externalId: IN_TEAMS, rank: 1 },
  });
  // As in the product: reads for a page give up soon.
  const features = await openForcedFeatures(
    { ...test, database: { ...test.database, ...test.database.pages } },
    () => NOW,
  );
  const receive: typeof features.receive = async (event) => {
    if (isBroken) throw new Error('the database is away');
    return features.receive(event);
  };
  slack = await openSlackUsers({ ...features, receive }, { U00000: TEAM });
  teams = await openTeamsUsers({ ...features, receive }, [IN_TEAMS]);
  await teams.teams.install({ tenant: TENANT, user: IN_TEAMS });
  lock = new pg.Client({ connectionString: test.url });
  await lock.connect();
});
afterEach(async () => {
  isBroken = false;
  await lock.query('ROLLBACK');
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await lock.end();
  await test.drop();
});

const ways: readonly [string, () => ChatUserDriver, (chatUser: ChatUserDriver) => Promise<string>][] = [
  ['a word on Slack', () => slack.chatUserOf('U00000'), (chatUser) => chatUser.type('hulp')],
  ['a command on Slack', () => slack.chatUserOf('U00000'), (chatUser) => chatUser.type('/')],
  ['the home page on Slack', () => slack.chatUserOf('U00000'), (chatUser) => chatUser.arrive()],
  ['a word on Teams', () => teams.chatUserOf(IN_TEAMS), (chatUser) => chatUser.type('hulp')],
];

describe.each(ways)('%s', (_way, chatUser, act) => {
  it('gets one apology while somebody holds a lock, and its answer when the lock is released', async () => {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE "Person" IN ACCESS EXCLUSIVE MODE');
    const messages = (await act(chatUser())).split('\n').filter((each) => each.includes('Het lukt nu even niet'));
    expect(messages).toEqual([expect.stringMatching(EXCUSE)]);
    await lock.query('ROLLBACK');
    const answer = await act(chatUser());
    expect(answer).not.toMatch(EXCUSE);
    expect(answer).not.toBe('');
  });

  it('gets an apology when it fails', async () => {
    isBroken = true;
    const excuse = await act(chatUser());
    expect(excuse).toMatch(EXCUSE);
    isBroken = false;
    expect(await act(chatUser())).not.toMatch(EXCUSE);
  });
});
