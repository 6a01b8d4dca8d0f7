import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';
import { pino } from 'pino';
import { createWorkspaceAccess } from '../../src/database/workspace-access.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
import { planCheckIns } from '../../src/features/check-in/plan-check-ins.ts';
import { readInstruments } from '../../src/instruments.ts';
import type { Receiver } from '../../src/platforms/adapter.ts';
import { createSlackReceiver } from '../../src/platforms/slack/receive.ts';
import { SLACK_PATH, SLASH_COMMAND } from '../../src/platforms/slack/scopes.ts';
import { createTeamsReceiver } from '../../src/platforms/teams/receive.ts';
import { seal } from '../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { LONG_TIMEOUT_RECEIVER, LONG_TIMEOUTS_TEAMS } from '../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../fakes/standing-messages.ts';
import { addPartnership, TEAM, TENANT } from '../fixtures/partnership.ts';
import { SETTINGS } from '../fixtures/settings.ts';
import { listen, stopListening } from '../listen.ts';
import { mount } from '../platforms/mount.ts';
import { type ConnectorStub, startConnectorStub } from '../platforms/teams/connector-stub.ts';
import { openFeatures } from './open-features.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const SECRET = 'a signing secret';
const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
const USER = 'U00000';

let test: TestDatabase;
let connector: ConnectorStub;
let slack: Receiver;
let teams: Receiver;
/** A Slack that accepts everything. */
const api = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end('{"ok":true}');
});
let server: Server;
let url: string;
let checkIn: string;
let token: string;

/** The product's endpoints with its own features on a real database; replies go nowhere. */
beforeAll(async () => {
  test = await createTestDatabase();
  const { database } = test;
  connector = await startConnectorStub();
  token = await connector.sign();
  await addPartnership(database, { Noord: 1 }, NOW);
  await connectSlackWorkspace(database.prisma, {
    externalId: TEAM,
    name: 'Test',
    botUser: 'U9',
    sealedToken: seal('xoxb-1', KEYS),
  });
  const instruments = await readInstruments([]);
  await planCheckIns({ database, instruments, settings: SETTINGS, random: Math.random }, NOW);
  checkIn = (await database.prisma.checkIn.findFirstOrThrow()).id;
  const now = () => NOW;
  const { receive } = await openFeatures(database, now);
  const access = createWorkspaceAccess(database, KEYS, () => 0);
  const log = pino({ level: 'silent' });
  slack = createSlackReceiver({
    ...LONG_TIMEOUT_RECEIVER,
    connection: { mode: 'http', signingSecret: SECRET },
    slackApiUrl: `${await listen(api)}/api/`,
    tokenFor: access.slackToken,
    isOurs: access.isSlackWorkspace,
    receive,
    onWorkspaceLost: access.loseSlackWorkspace,
    log,
  });
  teams = createTeamsReceiver({
    messages: fakeStandingMessages(),
    credentials: connector.credentials,
    receive,
    isTenantAllowed: access.isTenantAllowed,
    isOurs: access.isOnTeams,
    onServiceUrl: access.rememberServiceUrl,
    log,
    ...LONG_TIMEOUTS_TEAMS,
  });
  const app = express();
  mount(app, slack);
  mount(app, teams);
  server = createServer(app);
  url = await listen(server);
});
afterAll(async () => {
  await slack.stop();
  await teams.stop();
  await Promise.all([stopListening(server), stopListening(api)]);
  await connector.close();
  await test.drop();
});

type Replace = (text: string) => string;

function replaceIn(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((part) => replaceIn(part, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'type' || key === 'name' ? part : replaceIn(part, replace),
    ]),
  );
}

function textsIn(value: unknown): number {
  let count = 0;
  replaceIn(value, (text) => {
    count += 1;
    return text;
  });
  return count;
}

const IMPOSSIBLE = fc.oneof(
  fc.constantFrom('\u0000', 'U1\u0000', '\ud800', 'x'.repeat(3_000), 'é'.repeat(2_000), '', ' ', 'U1\n'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const data = () => ({ checkIn, item: 'VIT01', value: '3', answer: 'yes', language: 'nl' });
const actions = ['check-in.answer', 'check-in.open', 'people.consent', 'people.language', 'people.own', 'gone'];
const unique = () => `t${performance.now()}${Math.random()}`;

const slackPayloads = (action: string) => [
  {
    type: 'block_actions',
    trigger_id: unique(),
    user: { id: USER, team_id: TEAM },
    team: { id: TEAM },
    container: { type: 'message', message_ts: '1.1', channel_id: 'D1' },
    response_url: 'http://127.0.0.1:1/actions/1',
    actions: [{ type: 'button', action_id: `${action}#0`, value: data() }],
  },
  {
    type: 'view_submission',
    trigger_id: unique(),
    user: { id: USER },
    team: { id: TEAM },
    view: {
      id: unique(),
      hash: unique(),
      callback_id: 'check-in.change',
      private_metadata: { checkIn },
      state: { values: { VIT01: { choice: { selected_option: { value: '3' } } } } },
    },
  },
  ...[
    { type: 'message', channel_type: 'im', user: USER, channel: 'D1', text: 'start' },
    { type: 'app_home_opened', user: USER, tab: 'home' },
    { type: 'app_uninstalled' },
  ].map((event) => ({ type: 'event_callback', event_id: unique(), team_id: TEAM, event })),
];

const command = () => ({
  command: SLASH_COMMAND,
  text: 'hulp',
  team_id: TEAM,
  user_id: USER,
  trigger_id: unique(),
  response_url: 'http://127.0.0.1:1/commands/1',
});

const activities = (action: string) => [
  { type: 'message', text: 'hulp' },
  { type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb: action, data: data() } } },
  { type: 'invoke', name: 'task/fetch', value: { data: { action, data: data() } } },
  {
    type: 'invoke',
    name: 'task/submit',
    value: { data: { action: 'check-in.change', data: { checkIn }, message: '12', 'choice.VIT01': '3' } },
  },
  { type: 'installationUpdate', action: 'add' },
];
const activity = (what: object) => ({
  id: unique(),
  replyToId: '12',
  channelId: 'msteams',
  serviceUrl: connector.url,
  from: { id: '29:u', aadObjectId: '0b6f1c1e-5f0e-4b52-9a57-3a2c6a1e7d11' },
  recipient: { id: '28:bot-app' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  ...what,
});

/** Buttons and modals carry JSON as text. It is serialised last, so that the texts in it can be replaced too. */
function asText(payload: unknown): unknown {
  const text = JSON.stringify(payload, (key, value: unknown) =>
    (key === 'value' || key === 'private_metadata') && typeof value === 'object' && value !== null && 'checkIn' in value
      ? JSON.stringify(value)
      : value,
  );
  return JSON.parse(text);
}

async function toSlack(payload: object): Promise<number> {
  const isEvent = 'event' in payload;
  const fields = 'command' in payload ? Object.entries(payload) : [['payload', JSON.stringify(asText(payload))]];
  const body = isEvent
    ? JSON.stringify(payload)
    : new URLSearchParams(fields.map(([k, v]) => [`${k}`, `${v}`])).toString();
  const at = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(`${url}${SLACK_PATH}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': `${at}`,
      'x-slack-signature': `v0=${hash}`,
    },
  });
  return response.status;
}

async function toTeams(payload: object): Promise<number> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    body: JSON.stringify(payload),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  });
  return response.status;
}

/** Replaces each text of each payload once by a random one. */
async function tryEach(payloads: readonly object[], send: (payload: object) => Promise<number>, drawn: string) {
  const failed: string[] = [];
  for (const payload of payloads) {
    for (let hit = 0; hit < textsIn(payload); hit += 1) {
      let seen = -1;
      const changed = replaceIn(payload, (text) => {
        seen += 1;
        return seen === hit ? drawn : text;
      });
      const status = await send(Object(changed));
      if (status >= 500) failed.push(`${status} ${JSON.stringify(changed)}`);
    }
  }
  return failed;
}

describe('a NUL, half a character or an endless text, in any place', () => {
  it('is refused by Slack’s endpoint, and is never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(IMPOSSIBLE, fc.constantFrom(...actions), async (drawn, action) => {
        expect(await tryEach([...slackPayloads(action), command()], toSlack, drawn)).toEqual([]);
      }),
      {
        numRuns: 25,
        examples: [
          ['\u0000', 'check-in.answer'],
          ['x'.repeat(3_000), 'people.consent'],
        ],
      },
    );
  });

  it('is refused by Teams’ endpoint, and is never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(IMPOSSIBLE, fc.constantFrom(...actions), async (drawn, action) => {
        expect(await tryEach(activities(action).map(activity), toTeams, drawn)).toEqual([]);
      }),
      {
        numRuns: 25,
        examples: [
          ['\u0000', 'check-in.answer'],
          ['x'.repeat(3_000), 'people.consent'],
        ],
      },
    );
  });
});
