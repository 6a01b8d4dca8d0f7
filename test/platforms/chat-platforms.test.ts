import pino from 'pino';
import { startSlackSimulator } from '../../playground/slack/simulator.ts';
import type { ChatPlatform } from '../../src/chat/platform.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../src/platforms/slack/send.ts';
import { createTeamsPlatform } from '../../src/platforms/teams/send.ts';
import { type Answer, describeChatPlatform, type PlatformUnderTest } from '../fakes/chat-platform-contract.ts';
import { startConnectorStub } from './teams/connector-stub.ts';

const SLACK_FAULTS = {
  'slow-down': { status: 429, retryAfterS: 2 },
  'server-error': { status: 500 },
  'recipient-gone': { error: 'user_disabled' },
  'credentials-refused': { error: 'token_revoked' },
  'message-refused': { error: 'invalid_blocks' },
  'accept-and-cut': { dropAfterAccept: true },
} as const;

const METHODS = { send: 'chat.postMessage', edit: 'chat.update' } as const;

async function openSlack(): Promise<PlatformUnderTest> {
  const slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => 'http://127.0.0.1:9',
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
    eventRetryDelaysMs: [],
  });
  const { botToken } = slack.addWorkspace({ team: 'T1', name: 'School' });
  slack.addUser({ team: 'T1', user: 'U1', name: 'Anna' });
  const sent = () => [...slack.postsByKey().values()].reduce((sum, posts) => sum + posts, 0);
  return {
    platform: createSlackPlatform({
      tokenFor: async () => ({ botToken, botUserId: null }),
      onWorkspaceLost: async () => undefined,
      slackApiUrl: `${slack.url}/api/`,
      timeoutMs: 60_000,
      log: pino({ level: 'silent' }),
    }),
    person: { kind: 'person', workspace: 'T1', user: 'U1', conversation: null },
    readsBack: true,
    answerNext: (answer, to = 'send') => slack.fail(METHODS[to], { ...SLACK_FAULTS[answer], times: 1 }),
    accepted: sent,
    edited: () => slack.recorded().length - sent(),
    requests: () => slack.requests.filter(({ url }) => /chat\.(postMessage|update)$/.test(url)).length,
    close: () => slack.close(),
  };
}

const SENT = { status: 201, body: { id: 'sent-1' } };
const TEAMS_ANSWERS = {
  'slow-down': { status: 429, headers: { 'retry-after': '2' }, body: { error: { code: 'Throttled' } } },
  'server-error': { status: 500, body: { error: { code: 'ServiceError' } } },
  'recipient-gone': { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } },
  'credentials-refused': { status: 401, body: { error: { code: 'Unauthorized' } } },
  'message-refused': { status: 400, body: { error: { code: 'BadSyntax' } } },
  'accept-and-cut': 'cut',
} as const;

async function openTeams(): Promise<PlatformUnderTest> {
  const connector = await startConnectorStub();
  // Tokens that are about to expire: a refusal is then about the credentials and not about an old token.
  connector.tokenAnswer = { status: 200, body: { expires_in: 200, access_token: 'token-1' } };
  let next: Answer | null = null;
  let edits = 0;
  const answerAsTold = () => {
    connector.connectorAnswer = next === null ? SENT : TEAMS_ANSWERS[next];
    next = null;
  };
  const teams = createTeamsPlatform({
    credentials: connector.credentials,
    serviceUrlFor: async () => `${connector.url}/`,
  });
  const platform: ChatPlatform = {
    ...teams,
    send(message) {
      answerAsTold();
      return teams.send(message);
    },
    async edit(to, reference, view) {
      answerAsTold();
      const before = connector.accepted;
      await teams.edit(to, reference, view).finally(() => {
        edits += connector.accepted - before;
      });
    },
  };
  const conversation = {
    conversationId: 'a:1',
    serviceUrl: connector.url,
    botId: '28:b',
    userId: '29:u',
    tenantId: 't1',
  };
  return {
    platform,
    person: { kind: 'person', workspace: 't1', user: 'u1', conversation },
    readsBack: false,
    answerNext(answer) {
      next = answer;
    },
    accepted: () => connector.accepted - edits,
    edited: () => edits,
    requests: () => connector.requests.length,
    close: () => connector.close(),
  };
}

describeChatPlatform('Slack', openSlack);
describeChatPlatform('Teams', openTeams);
