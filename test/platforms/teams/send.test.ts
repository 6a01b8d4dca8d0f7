import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recipient } from '../../../src/chat/address.ts';
import { type ChatPlatform, DeliveryError, type OutgoingMessage } from '../../../src/chat/platform.ts';
import { PolsslagError } from '../../../src/errors.ts';
import type { TeamsCredentials } from '../../../src/platforms/teams/credentials.ts';
import { checkCredentials } from '../../../src/platforms/teams/install.ts';
import { renderMessage } from '../../../src/platforms/teams/render.ts';
import { createTeamsPlatform } from '../../../src/platforms/teams/send.ts';
import { listen, stopListening } from '../../listen.ts';
import { waitUntil } from '../../wait-until.ts';
import { type ConnectorStub, startConnectorStub } from './connector-stub.ts';

const view = { summary: 'Drie vragen voor jou', blocks: [{ kind: 'text', text: 'Hoi' }] } as const;
let connector: ConnectorStub;

beforeEach(async () => {
  connector = await startConnectorStub();
});
afterEach(() => connector.close());

const person = (serviceUrl = connector.url): Recipient => ({
  kind: 'person',
  workspace: 't1',
  user: 'u1',
  conversation: { conversationId: 'a:1/x', serviceUrl, botId: '28:bot-app', userId: '29:u', tenantId: 't1' },
});
const toPerson = (): OutgoingMessage => ({ key: 'check-in:c1', to: person(), view });
const toChannel = (): OutgoingMessage => ({
  key: 'week:2026-W47:ch1',
  to: { kind: 'channel', workspace: 't1', channel: '19:c@thread.tacv2' },
  view,
});
const platform = (more: { waitForAnswer?: () => AbortSignal; serviceUrl?: string | null } = {}) =>
  createTeamsPlatform({
    credentials: connector.credentials,
    serviceUrlFor: async () => (more.serviceUrl === undefined ? `${connector.url}/` : more.serviceUrl),
    ...(more.waitForAnswer && { waitForAnswer: more.waitForAnswer }),
  });

async function faultOf(sending: ReturnType<ChatPlatform['send']>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeliveryError)) throw new Error('expected a DeliveryError', { cause: error });
  return error;
}

describe('sending to a person', () => {
  it('makes one request to the stored conversation, with card, notification and key', async () => {
    expect(await platform().send(toPerson())).toEqual({ reference: 'sent-1' });
    expect(connector.requests).toEqual([
      {
        method: 'POST',
        path: '/v3/conversations/a%3A1%2Fx/activities',
        authorization: 'Bearer token-1',
        body: {
          ...JSON.parse(JSON.stringify(renderMessage(view))),
          channelId: 'msteams',
          from: { id: '28:bot-app' },
          recipient: { id: '29:u' },
          conversation: { id: 'a:1/x', tenantId: 't1' },
          channelData: { polsslagKey: 'check-in:c1' },
        },
      },
    ]);
  });

  it.each([null, {}, { conversationId: 'a' }])('cannot without a whole reference (%j)', async (conversation) => {
    const to: Recipient = { kind: 'person', workspace: 't1', user: 'u1', conversation };
    const fault = await faultOf(platform().send({ key: 'k', to, view }));
    expect(fault).toMatchObject({ fault: 'unreachable', message: 'no_conversation' });
    expect(connector.requests).toEqual([]);
  });
});

describe('sending to a channel', () => {
  it('starts a thread, and refers to its first post', async () => {
    connector.connectorAnswer = { status: 201, body: { id: '19:c@thread.tacv2;messageid=7', activityId: '7' } };
    expect(await platform().send(toChannel())).toEqual({ reference: '7' });
    expect(connector.requests).toHaveLength(1);
    expect(connector.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v3/conversations',
      body: {
        isGroup: true,
        bot: { id: '28:bot-app' },
        tenantId: 't1',
        channelData: { channel: { id: '19:c@thread.tacv2' }, tenant: { id: 't1' } },
        activity: {
          type: 'message',
          summary: 'Drie vragen voor jou',
          channelData: { polsslagKey: 'week:2026-W47:ch1' },
        },
      },
    });
  });

  it('is impossible in a tenant that never wrote to us', async () => {
    const fault = await faultOf(platform({ serviceUrl: null }).send(toChannel()));
    expect(fault).toMatchObject({ fault: 'unreachable', message: 'no_service_url' });
  });
});

describe('a send that fails', () => {
  it.each([
    [429, 'Throttled', 'retry'],
    [412, 'PreconditionFailed', 'retry'],
    [500, 'ServiceError', 'retry'],
    [503, 'ServiceError', 'retry'],
    [403, 'BotNotInConversationRoster', 'unreachable'],
    [403, 'MessageWritesBlocked', 'unreachable'],
    [404, 'ConversationNotFound', 'unreachable'],
    [400, 'BadSyntax', 'rejected'],
    [413, 'MessageSizeTooBig', 'rejected'],
    [401, 'Unauthorized', 'reconnect'],
  ])('with %i %s is one request and means %s', async (status, code, fault) => {
    connector.connectorAnswer = { status, headers: { 'retry-after': '3' }, body: { error: { code, message: 'x' } } };
    expect(await faultOf(platform().send(toPerson()))).toMatchObject({
      fault,
      message: code,
      inDoubt: false,
      retryAfterMs: 3_000,
    });
    expect(connector.requests).toHaveLength(1);
  });

  it('by a gateway that failed is one request, and in doubt: Teams may have taken the message', async () => {
    connector.connectorAnswer = { status: 502, headers: {}, body: { error: { code: 'ServiceError', message: 'x' } } };
    expect(await faultOf(platform().send(toPerson()))).toMatchObject({ fault: 'retry', inDoubt: true });
    expect(connector.requests).toHaveLength(1);
  });

  it('by a cut is one request, and in doubt', async () => {
    connector.connectorAnswer = 'cut';
    expect(await faultOf(platform().send(toPerson()))).toMatchObject({ fault: 'retry', inDoubt: true });
    expect(connector.requests).toHaveLength(1);
  });

  it('by a time-out is one request, and in doubt', async () => {
    connector.connectorAnswer = 'hang';
    const tooLate = new AbortController();
    const sending = faultOf(platform({ waitForAnswer: () => tooLate.signal }).send(toPerson()));
    await waitUntil(() => connector.requests.length > 0);
    tooLate.abort(new DOMException('too late', 'TimeoutError'));
    const fault = await sending;
    expect(fault).toMatchObject({ fault: 'retry', message: 'timeout', inDoubt: true });
    expect(connector.requests).toHaveLength(1);
  });

  it('because nothing listens on the port is not in doubt', async () => {
    const server = createServer();
    const nowhere = await listen(server);
    await stopListening(server);
    const fault = await faultOf(platform().send({ key: 'k', to: person(nowhere), view }));
    expect(fault).toMatchObject({ fault: 'retry', message: 'ECONNREFUSED', inDoubt: false });
  });

  it('does not follow a redirect', async () => {
    connector.connectorAnswer = {
      status: 307,
      headers: { location: `${connector.url}/v3/conversations/other/activities` },
    };
    expect(await faultOf(platform().send(toPerson()))).toMatchObject({ fault: 'rejected', message: 'http_307' });
    expect(connector.requests).toHaveLength(1);
  });

  it('counts as sent when Teams accepted it without returning an id', async () => {
    connector.connectorAnswer = { status: 202 };
    expect(await platform().send(toPerson())).toEqual({ reference: '' });
  });
});

describe('the token', () => {
  it('is requested once for simultaneous sends, and kept', async () => {
    const teams = platform();
    await Promise.all([teams.send(toPerson()), teams.send(toPerson())]);
    await teams.send(toChannel());
    expect(connector.tokenRequests).toHaveLength(1);
    expect(connector.tokenRequests[0]?.body).toEqual({
      grant_type: 'client_credentials',
      client_id: 'bot-app',
      client_secret: 'secret',
      scope: 'https://api.botframework.com/.default',
    });
  });

  it('is requested again shortly before it expires', async () => {
    connector.tokenAnswer = { status: 200, body: { expires_in: 200, access_token: 'token-1' } };
    const teams = platform();
    await teams.send(toPerson());
    await teams.send(toPerson());
    expect(connector.tokenRequests).toHaveLength(2);
  });

  it('that was kept and is then refused is replaced at the next try, which decides', async () => {
    const teams = platform();
    await teams.send(toPerson());
    connector.connectorAnswer = { status: 401, body: { error: { code: 'Unauthorized' } } };
    expect(await faultOf(teams.send(toPerson()))).toMatchObject({ fault: 'retry', message: 'token_ended' });
    expect(await faultOf(teams.send(toPerson()))).toMatchObject({ fault: 'reconnect' });
    expect(connector.requests).toHaveLength(3);
    expect(connector.tokenRequests).toHaveLength(2);
  });

  it.each([
    [401, { error: 'invalid_client', error_description: 'AADSTS7000215 secret' }, 'reconnect', 'invalid_client'],
    [400, { error: 'unauthorized_client' }, 'reconnect', 'unauthorized_client'],
    [400, 'geen JSON-object', 'reconnect', 'token_http_400'],
    [429, {}, 'retry', 'token_http_429'],
    [503, {}, 'retry', 'token_http_503'],
    [200, { access_token: '' }, 'retry', 'token_unreadable'],
  ])('refused with %i %j: nothing is posted', async (status, body, fault, message) => {
    connector.tokenAnswer = { status, body };
    expect(await faultOf(platform().send(toPerson()))).toMatchObject({ fault, message, inDoubt: false });
    expect(connector.requests).toEqual([]);
  });
});

describe('reading back', () => {
  it('is impossible', async () => {
    expect(await platform().findSent(person(), 'check-in:c1', new Date(0))).toBe('cannot-tell');
  });
});

describe('checking the credentials', () => {
  const codeOf = async (credentials: TeamsCredentials) => {
    const error = await checkCredentials(credentials).catch((reason: unknown) => reason);
    if (!(error instanceof PolsslagError)) throw new Error('expected a PolsslagError', { cause: error });
    expect(error.message).not.toContain('secret-value');
    return error.code;
  };

  it('accepts a token', async () => {
    await expect(checkCredentials(connector.credentials)).resolves.toBeUndefined();
  });

  it('reports that they are refused', async () => {
    connector.tokenAnswer = { status: 401, body: { error: 'invalid_client' } };
    expect(await codeOf({ ...connector.credentials, appPassword: 'secret-value' })).toBe('BAD_CONFIGURATION');
  });

  it('reports that nothing answers', async () => {
    connector.tokenAnswer = { status: 503, body: {} };
    expect(await codeOf(connector.credentials)).toBe('UNAVAILABLE');
  });

  it('refuses credentials that would check nothing', async () => {
    for (const missing of [{ appId: ' ' }, { appPassword: null }, { tenantId: '' }]) {
      const credentials = { ...connector.credentials, ...missing };
      expect(await codeOf(credentials)).toBe('BAD_CONFIGURATION');
      expect(() => createTeamsPlatform({ credentials, serviceUrlFor: async () => null })).toThrow(PolsslagError);
    }
  });
});
