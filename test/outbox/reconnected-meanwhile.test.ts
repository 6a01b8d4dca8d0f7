import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type SlackSimulator, startSlackSimulator } from '../../playground/slack/simulator.ts';
import { createWorkspaceAccess } from '../../src/database/workspace-access.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../src/platforms/slack/send.ts';
import { seal } from '../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';
import { startDelivery } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf } from './fill-outbox.ts';

const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
const PEOPLE = 5;

let test: TestDatabase;
let slack: SlackSimulator;

beforeAll(async () => {
  test = await createTestDatabase();
  slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => 'http://127.0.0.1:9',
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
  });
});
afterAll(async () => {
  await slack.close();
  await test.drop();
});

it('a worker with the old token of a workspace does not mark it as disconnected for the new token', async () => {
  const { prisma } = test.database;
  const { botToken } = slack.addWorkspace({ team: 'T1', name: 'School' });
  for (let index = 0; index < PEOPLE; index += 1) slack.addUser({ team: 'T1', user: `U${index}`, name: 'Anna' });
  const connect = (token: string) =>
    connectSlackWorkspace(prisma, {
      externalId: 'T1',
      name: 'School',
      botUser: 'U9',
      sealedToken: seal(token, KEYS),
    });
  const workspace = await createWorkspace(test.database, 'slack', 'T1', PEOPLE);
  await connect('xoxb-old');
  // A clock that stands still, so that the cached state stays until it is updated.
  const access = createWorkspaceAccess(test.database, KEYS, () => 0);
  await access.slackToken('T1');
  await connect(botToken);

  await fillOutbox(test.database, notificationsFor(workspace, 'n'));
  const platform = createSlackPlatform({
    tokenFor: access.slackToken,
    onWorkspaceLost: access.loseSlackWorkspace,
    slackApiUrl: `${slack.url}/api/`,
    log: pino({ level: 'silent' }),
  });
  const worker = startDelivery(test.database, { kind: 'postgres', url: test.url }, { slack: platform });
  try {
    await waitUntil(async () => (await statesOf(test.database, workspace.lane))['sent'] === PEOPLE);
    expect(worker.news.some(({ kind }) => kind === 'reconnect')).toBe(true);
    expect(await prisma.workspace.findFirstOrThrow()).toMatchObject({ state: 'active' });
  } finally {
    await worker.stop();
  }
});
