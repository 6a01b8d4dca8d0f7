import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { listen, stopListening } from '../../../playground/listen.ts';
import { type SlackSimulator, startSlackSimulator } from '../../../playground/slack/simulator.ts';
import type { Recipient } from '../../../src/chat/address.ts';
import type { ChatPlatform, OutgoingMessage } from '../../../src/chat/platform.ts';
import type { View } from '../../../src/chat/view.ts';
import type { TokenFor } from '../../../src/platforms/slack/client.ts';
import { checkToken } from '../../../src/platforms/slack/install.ts';
import { publishHomeOf } from '../../../src/platforms/slack/publish-home.ts';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../../src/platforms/slack/send.ts';
import { unanswered } from '../../../src/platforms/unanswered.ts';
import { frozenMs } from '../../fakes/frozen-clock.ts';
import { waitUntil } from '../../wait-until.ts';

const TEAM = 'T1';
const ANNA: Recipient = { kind: 'person', workspace: TEAM, user: 'U1', conversation: null };
const SUPERVISORS: Recipient = { kind: 'channel', workspace: TEAM, channel: 'C1' };
const VIEW: View = { summary: 'Drie korte vragen', blocks: [{ kind: 'text', text: 'Hoe was je week?' }] };
const SINCE = new Date(Date.now() - 60_000);

const silent = pino({ level: 'silent' });
let slack: SlackSimulator;
let platform: ChatPlatform;
let botToken: string;
/** The reported refused tokens, each with its workspace. */
let lost: [string, string][];

function message(key: string, to: Recipient = ANNA, view: View = VIEW): OutgoingMessage {
  return { key, to, view };
}

async function start(
  options: { scopes?: readonly string[]; historyLimit?: { perMinute: number; pageSize: number } } = {},
) {
  lost = [];
  slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => 'http://127.0.0.1:9',
    scopes: options.scopes ?? BOT_SCOPES,
    postsPerSecondPerChannel: null,
    eventRetryDelaysMs: [],
    machineMs: frozenMs,
    ...(options.historyLimit && { historyLimit: options.historyLimit }),
  });
  ({ botToken } = slack.addWorkspace({ team: TEAM, name: 'School' }));
  slack.addUser({ team: TEAM, user: 'U1', name: 'Anna' });
  slack.addChannel({ team: TEAM, channel: 'C1', name: 'begeleiders' });
  platform = createPlatform();
}

function createPlatform(more: { tokenFor?: TokenFor; timeoutMs?: number; slackApiUrl?: string } = {}): ChatPlatform {
  return createSlackPlatform({
    onWorkspaceLost: async (workspace, refusedToken) => void lost.push([workspace, refusedToken]),
    tokenFor: async (workspace) => (workspace === TEAM ? { botToken, botUserId: null } : null),
    slackApiUrl: `${slack.url}/api/`,
    timeoutMs: 60_000,
    log: silent,
    ...more,
  });
}

function callsOf(method: string): number {
  return slack.requests.filter(({ url }) => url.endsWith(`/api/${method}`)).length;
}

afterEach(() => slack.close());

describe('sending to Slack', () => {
  beforeEach(() => start());

  it('posts once to a person, with the key in the metadata, and finds it back', async () => {
    const sent = await platform.send(message('check-in:1'));
    expect(sent.reference).toMatch(new RegExp(`^${slack.directChannel(TEAM, 'U1')}:\\d+\\.\\d{6}$`));
    expect(slack.postsByKey().get('check-in:1')).toBe(1);
    expect(callsOf('chat.postMessage')).toBe(1);
    expect(await platform.findSent(ANNA, 'check-in:1', SINCE)).toEqual(sent);
    expect(await platform.findSent(ANNA, 'check-in:2', SINCE)).toBe('not-found');
  });

  it('posts to a channel and finds it back', async () => {
    const sent = await platform.send(message('week:1', SUPERVISORS));
    expect(sent.reference).toMatch(/^C1:/);
    expect(await platform.findSent(SUPERVISORS, 'week:1', SINCE)).toEqual(sent);
  });

  it('finds a message among those that others wrote', async () => {
    const sent = await platform.send(message('check-in:1'));
    await slack.typeMessage({ team: TEAM, user: 'U1' }, 'dank je').catch(() => null);
    expect(await platform.findSent(ANNA, 'check-in:1', SINCE)).toEqual(sent);
  });

  it('does not find what is older than asked for', async () => {
    await platform.send(message('check-in:1'));
    expect(await platform.findSent(ANNA, 'check-in:1', new Date(Date.now() + 600_000))).toBe('not-found');
  });

  it('posts the text of a picture when Slack could not fetch it', async () => {
    const picture = {
      kind: 'picture',
      url: 'https://polsslag.example/week.png',
      title: 'Week 47',
      alt: 'De lijn stijgt.',
    } as const;
    slack.fail('chat.postMessage', { error: 'invalid_blocks', times: 1 });
    await platform.send(message('week:1', SUPERVISORS, { ...VIEW, blocks: [...VIEW.blocks, picture] }));
    expect(JSON.stringify(slack.recorded())).toContain('De lijn stijgt.');
    expect(JSON.stringify(slack.recorded())).not.toContain('week.png');
    expect(slack.postsByKey().get('week:1')).toBe(1);
  });

  it('does not retry a refused message without a picture', async () => {
    slack.fail('chat.postMessage', { error: 'invalid_blocks', times: 1 });
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({
      fault: 'rejected',
      message: 'invalid_blocks',
    });
    expect(callsOf('chat.postMessage')).toBe(1);
  });

  it('leaves waiting and retries to the queue', async () => {
    slack.fail('chat.postMessage', { status: 429, retryAfterS: 7, times: 1 });
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({
      fault: 'retry',
      retryAfterMs: 7000,
      inDoubt: false,
    });
    slack.fail('chat.postMessage', { status: 500, times: 1 });
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'retry', inDoubt: true });
    expect(callsOf('chat.postMessage')).toBe(2);
    expect(slack.postsByKey().get('check-in:1')).toBeUndefined();
  });

  it.each([{}, { 'retry-after': 'Fri, 27 Nov 2026 08:00:00 GMT' }])(
    'knows that nothing was posted where it is too fast for somebody who names no seconds: %j',
    async (headers) => {
      const busy = createServer((_request, response) => void response.writeHead(429, headers).end());
      const url = await listen(busy, 0);
      const refused = createPlatform({ slackApiUrl: `${url}/api/` }).send(message('check-in:1'));
      const why = await refused.catch((error: unknown) => error);
      await stopListening(busy);
      expect(why).toMatchObject({ fault: 'retry', message: 'ratelimited', retryAfterMs: null, inDoubt: false });
    },
  );

  it('is in doubt when the connection is cut or the answer is late, and then finds the message', async () => {
    slack.fail('chat.postMessage', { dropAfterAccept: true, times: 1 });
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'retry', inDoubt: true });
    slack.fail('chat.postMessage', { answerDelayMs: 3_600_000, times: 1 });
    await expect(createPlatform({ timeoutMs: 400 }).send(message('check-in:2'))).rejects.toMatchObject({
      fault: 'retry',
      inDoubt: true,
    });
    expect(await platform.findSent(ANNA, 'check-in:1', SINCE)).toHaveProperty('reference');
    await waitUntil(async () => (await platform.findSent(ANNA, 'check-in:2', SINCE)) !== 'not-found');
  });

  it('recognises fetch’s errors for an unused port and for a late answer', async () => {
    const { url } = slack;
    slack.fail('auth.test', { answerDelayMs: 3_600_000, times: 1 });
    const late = await fetch(`${url}/api/auth.test`, { signal: AbortSignal.timeout(50) }).catch((error) => error);
    expect(unanswered(late)).toMatchObject({ message: 'timeout', inDoubt: true });
    await slack.close();
    const refused = await fetch(url).catch((error) => error);
    expect(unanswered(refused)).toMatchObject({ message: 'ECONNREFUSED', inDoubt: false });
    await start();
  });

  it('is certain that nothing was posted when nothing listens on the port', async () => {
    await slack.close();
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({
      fault: 'retry',
      message: 'ECONNREFUSED',
      inDoubt: false,
    });
    await start();
  });

  it('reports a late answer, also when it stops in the middle', async () => {
    const half = createServer((_request, response) => void response.writeHead(200).write('{"ok":'));
    const url = await listen(half, 0);
    const late = createPlatform({ slackApiUrl: `${url}/api/`, timeoutMs: 200 });
    await expect(late.send(message('check-in:1'))).rejects.toMatchObject({ message: 'timeout', inDoubt: true });
    await stopListening(half);
  });

  it('does not follow a redirect with its token', async () => {
    const moved = createServer((_request, response) => void response.writeHead(307, { location: slack.url }).end());
    const url = await listen(moved, 0);
    const away = createPlatform({ slackApiUrl: `${url}/api/` });
    await expect(away.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'retry', inDoubt: true });
    expect(slack.requests).toEqual([]);
    await stopListening(moved);
  });

  it('gives up on people who left and on channels that it was taken out of', async () => {
    slack.deactivateUser({ team: TEAM, user: 'U1' });
    slack.removeApp({ team: TEAM, channel: 'C1' });
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'unreachable' });
    await expect(platform.send(message('week:1', SUPERVISORS))).rejects.toMatchObject({ fault: 'unreachable' });
    await expect(platform.findSent(ANNA, 'check-in:1', SINCE)).rejects.toMatchObject({ fault: 'unreachable' });
  });

  it('asks to reconnect when the token was revoked or is missing', async () => {
    slack.revokeToken(TEAM);
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'reconnect' });
    const stranger: Recipient = { ...ANNA, workspace: 'T2' };
    await expect(platform.send(message('check-in:1', stranger))).rejects.toMatchObject({
      fault: 'reconnect',
      message: 'no_token',
    });
  });

  it('uses a new token as soon as there is one', async () => {
    const good = botToken;
    botToken = 'xoxb-old';
    await expect(platform.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'reconnect' });
    expect(lost).toEqual([[TEAM, 'xoxb-old']]);
    botToken = good;
    await expect(platform.send(message('check-in:1'))).resolves.toHaveProperty('reference');
  });

  it('tries again later, and is not in doubt, when the token cannot be read', async () => {
    const broken = createPlatform({ tokenFor: () => Promise.reject(new Error('database is down')) });
    await expect(broken.send(message('check-in:1'))).rejects.toMatchObject({ fault: 'retry', inDoubt: false });
  });
});

describe('reading back a busy channel', () => {
  it('goes through all pages', async () => {
    await start();
    for (let index = 0; index < 40; index += 1) await platform.send(message(`week:${index}`, SUPERVISORS));
    expect(await platform.findSent(SUPERVISORS, 'week:0', SINCE)).toHaveProperty('reference');
    expect(callsOf('conversations.history')).toBe(3);
  });

  it('continues where Slack stopped it', async () => {
    await start();
    for (let index = 0; index < 40; index += 1) await platform.send(message(`week:${index}`, SUPERVISORS));
    const look = () => platform.findSent(SUPERVISORS, 'week:0', SINCE);
    await limitAfterOnePage();
    await expect(look()).rejects.toMatchObject({ fault: 'retry', retryAfterMs: 60_000 });
    await limitAfterOnePage();
    await expect(look()).rejects.toMatchObject({ fault: 'retry', retryAfterMs: 60_000 });
    expect(await look()).toHaveProperty('reference');
    expect(callsOf('conversations.history')).toBe(5);
  });

  async function limitAfterOnePage(): Promise<void> {
    slack.fail('conversations.history', { delayMs: 0, times: 1 });
    slack.fail('conversations.history', { status: 429, retryAfterS: 60, times: 1 });
  }

  it('is limited to one request a minute', async () => {
    await start({ historyLimit: { perMinute: 1, pageSize: 15 } });
    await platform.send(message('check-in:1'));
    expect(await platform.findSent(ANNA, 'check-in:1', SINCE)).toHaveProperty('reference');
    await expect(platform.findSent(ANNA, 'check-in:1', SINCE)).rejects.toMatchObject({ fault: 'retry' });
  });
});

describe('the home page of somebody who took no action', () => {
  const view = { summary: 'Klaar', blocks: [{ kind: 'text', text: 'Klaar' } as const] };

  it('is updated', async () => {
    await start();
    await publishHomeOf({ botToken, user: ANNA.user }, view, `${slack.url}/api/`, silent);
    const [workspace] = slack.state().workspaces;
    expect(JSON.stringify(workspace?.homes[ANNA.user]?.view)).toContain('Klaar');
  });

  it.each([
    ['refuses the token', 'xoxb-wrong', 'Slack did not take it (invalid_auth)'],
    ['is away', null, 'Slack did not take it ('],
  ])('stays when Slack %s, and the code is reported', async (_why, token, says) => {
    await start();
    const at = token === null ? 'http://127.0.0.1:1/api/' : `${slack.url}/api/`;
    const drawn = publishHomeOf({ botToken: token ?? botToken, user: ANNA.user }, view, at, silent);
    await expect(drawn).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(says) });
  });
});

describe('checking a bot token', () => {
  it('tells which workspace it belongs to', async () => {
    await start();
    const workspace = await checkToken(botToken, `${slack.url}/api/`, silent);
    expect(workspace).toEqual({ teamId: TEAM, teamName: 'School', botUserId: expect.any(String) });
  });

  it('names the scopes that are missing', async () => {
    await start({ scopes: BOT_SCOPES.filter((scope) => !scope.startsWith('im:')) });
    await expect(checkToken(botToken, `${slack.url}/api/`, silent)).rejects.toThrow('im:history, im:write');
  });

  it('refuses a token of a whole organisation', async () => {
    await start();
    const identity = { team_id: 'T1', team: 'School', user_id: 'U9', bot_id: 'B9', enterprise_id: 'E1' };
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').setHeader('x-oauth-scopes', BOT_SCOPES.join());
      response.end(JSON.stringify({ ok: true, ...identity, is_enterprise_install: true }));
    });
    const url = await listen(server, 0);
    await expect(checkToken(botToken, `${url}/api/`, silent)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('whole Slack organisation'),
    });
    await stopListening(server);
  });

  it('reports that Slack refuses it, without repeating it', async () => {
    await start();
    const refused = checkToken('xoxb-wrong', `${slack.url}/api/`, silent);
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'Slack refuses the token (invalid_auth).',
    });
  });

  it('distinguishes a Slack that cannot be asked from an unsuitable token', async () => {
    await start();
    await expect(checkToken(botToken, 'http://127.0.0.1:1/api/', silent)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});
