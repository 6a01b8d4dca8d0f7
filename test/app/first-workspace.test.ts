import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { type SlackSimulator, startSlackSimulator } from '../../playground/slack/simulator.ts';
import { connectFirstWorkspace } from '../../src/app/first-workspace.ts';
import { type Foundation, openFoundation } from '../../src/app/foundation.ts';
import { realClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { seal, unseal } from '../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const KEY = Buffer.alloc(32, 3);
const TEAM = 'T0001';

let test: TestDatabase;
let foundation: Foundation;
let slack: SlackSimulator;
let botToken: string;

beforeAll(async () => {
  test = await createTestDatabase();
  const config = readConfig({ DATABASE_URL: test.url, POLSSLAG_KEYS: `k1:${KEY.toString('base64')}` });
  foundation = await openFoundation(config, realClock, pino({ level: 'silent' }));
  slack = await startSlackSimulator({ signingSecret: 's', appUrl: () => 'http://127.0.0.1:9', scopes: BOT_SCOPES });
  botToken = slack.addWorkspace({ team: TEAM, name: 'School' }).botToken;
});
beforeEach(async () => {
  slack.clearFaults();
  await test.database.prisma.workspace.deleteMany();
});
afterAll(async () => {
  await foundation.close();
  await slack.close();
  await test.drop();
});

const connect = (token: string) =>
  connectFirstWorkspace(foundation, {
    slack: { signingSecret: 's', appToken: null, botToken: token, apiUrl: `${slack.url}/api/` },
    teams: null,
  });
const add = (token: string, keys = foundation.keys) =>
  connectSlackWorkspace(foundation.database.prisma, {
    externalId: TEAM,
    name: 'School',
    botUser: 'U9',
    sealedToken: seal(token, keys),
  });

async function stored(): Promise<{ token: string; state: string }> {
  const row = await test.database.prisma.workspace.findFirstOrThrow({ where: { externalId: TEAM } });
  return { token: unseal(row.sealedToken ?? '', foundation.keys), state: row.state };
}

describe('SLACK_BOT_TOKEN', () => {
  it('connects a workspace that has no token yet or must be connected again', async () => {
    await connect(botToken);
    expect(await stored()).toEqual({ token: botToken, state: 'active' });
    await test.database.prisma.workspace.updateMany({ data: { state: 'reconnect' } });
    await connect(botToken);
    expect(await stored()).toEqual({ token: botToken, state: 'active' });
  });

  it('replaces a token that Slack refuses', async () => {
    await add('xoxb-revoked');
    await connect(botToken);
    expect(await stored()).toEqual({ token: botToken, state: 'active' });
  });

  it.each([
    ['a key that is not configured here', { id: 'k0', key: Buffer.alloc(32, 1) }],
    ['another key of the same name', { id: 'k1', key: Buffer.alloc(32, 1) }],
  ])('leaves a token that was sealed with %s: other processes may have it', async (_what, key) => {
    await add('xoxb-sealed', [key]);
    await connect(botToken);
    const row = await test.database.prisma.workspace.findFirstOrThrow({ where: { externalId: TEAM } });
    expect(unseal(row.sealedToken ?? '', [key])).toBe('xoxb-sealed');
  });

  it('leaves the token of slack add alone when Slack accepts it or cannot be asked', async () => {
    const newer = slack.addToken(TEAM);
    await add(newer);
    await connect(botToken);
    expect(await stored()).toEqual({ token: newer, state: 'active' });
    await add('xoxb-unknown');
    slack.fail('auth.test', { delayMs: 0, times: 1 });
    slack.fail('auth.test', { status: 500, times: 1 });
    await connect(botToken);
    expect((await stored()).token).toBe('xoxb-unknown');
  });

  it('changes nothing when Slack refuses it', async () => {
    await add('xoxb-unknown');
    slack.fail('auth.test', { error: 'invalid_auth', times: 1 });
    await connect(botToken);
    expect((await stored()).token).toBe('xoxb-unknown');
  });
});
