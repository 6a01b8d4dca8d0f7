import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import { PolsslagError } from '../../../src/errors.ts';
import type { Receiver } from '../../../src/platforms/adapter.ts';
import { createTeamsReceiver } from '../../../src/platforms/teams/receive.ts';
import { createLatch } from '../../fakes/latch.ts';
import { fakeStandingMessages } from '../../fakes/standing-messages.ts';
import { listen, stopListening } from '../../listen.ts';
import { mount } from '../mount.ts';
import { type ConnectorStub, startConnectorStub } from './connector-stub.ts';

const TENANT = 'tenant-1';
let connector: ConnectorStub;
let server: Server;
let appUrl: string;
let receiver: Receiver;
let events: ChatEvent[];
let reply: () => Promise<Reply>;
let serviceUrls: string[][];
let logged: string[];
let tenantKnown: (tenant: string) => Promise<boolean>;
/** Read at every delivery. */
let timeouts: { invokeMs: number; otherMs: number };

const openedSchema = z.object({
  task: z.object({
    value: z.object({
      card: z.object({
        content: z.object({ actions: z.array(z.object({ data: z.record(z.string(), z.unknown()) })) }),
      }),
    }),
  }),
});
/** A tenant that the operator let in once. */
const SHUT_OUT = 'tenant-3';
const view = { summary: 'Hulp', blocks: [{ kind: 'text', text: 'Dit kun je vragen' }] } as const;

beforeEach(async () => {
  connector = await startConnectorStub();
  events = [];
  serviceUrls = [];
  logged = [];
  reply = async () => ({ kind: 'none' });
  tenantKnown = async (tenant) => tenant === TENANT;
  timeouts = { invokeMs: 60_000, otherMs: 60_000 };
  receiver = createTeamsReceiver({
    messages: fakeStandingMessages(),
    credentials: connector.credentials,
    receive: (event) => {
      events.push(event);
      return reply();
    },
    isTenantAllowed: (tenant) => tenantKnown(tenant),
    isOurs: async ({ workspace, user }) => workspace === SHUT_OUT && user === 'user-1',
    onServiceUrl: async (tenant, url) => void serviceUrls.push([tenant, url]),
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
    timeouts,
  });
  const app = express();
  mount(app, receiver);
  server = createServer(app);
  appUrl = await listen(server);
});

afterEach(async () => {
  await receiver.stop();
  await stopListening(server);
  await connector.close();
});

const activity = (more: object = {}) => ({
  type: 'message',
  id: '1',
  text: 'Geheim hulp',
  channelId: 'msteams',
  serviceUrl: connector.url,
  from: { id: '29:u', aadObjectId: 'user-1' },
  recipient: { id: '28:bot-app' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  ...more,
});

async function post(body: unknown, headers: { [name: string]: string } = {}) {
  const response = await fetch(`${appUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
const bearer = async (...signed: Parameters<ConnectorStub['sign']>) => ({
  authorization: `Bearer ${await connector.sign(...signed)}`,
});
const deliver = async (more: object = {}) => post(activity(more), await bearer());

describe('who is let in', () => {
  it('an activity of Teams with a good token', async () => {
    await receiver.start();
    expect(await deliver()).toEqual({ status: 200, text: '' });
    expect(events).toEqual([
      {
        id: 'a:1/1',
        from: { platform: 'teams', workspace: TENANT, user: 'user-1' },
        kind: 'command',
        words: 'geheim hulp',
        conversation: expect.objectContaining({ conversationId: 'a:1' }),
      },
    ]);
  });

  it.each([
    ['signed by someone else', { withOtherKey: true }],
    ['that has ended', { lifetimeS: -600 }],
    ['that begins in ten minutes', { beginsInS: 600, lifetimeS: 1_200 }],
    ['for another bot', { audience: 'other-app' }],
    ['from another issuer', { issuer: 'https://example.org' }],
    ['for another service address', { serviceUrl: 'https://example.org' }],
    ['without a service address', { serviceUrl: null }],
  ])('not somebody with a token %s', async (_, signed) => {
    const told = jest.spyOn(console, 'error').mockReturnValue();
    expect(await post(activity(), await bearer(signed))).toEqual({ status: 401, text: '' });
    // botbuilder would print it on the console, with the stack and all keys; our log has only a code.
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
    expect(events).toEqual([]);
    expect(serviceUrls).toEqual([]);
  });

  it.each([{}, { authorization: '' }, { authorization: 'Bearer x.y.z' }, { authorization: 'Basic abc' }])(
    'nobody with the header %j',
    async (headers) => {
      expect((await post(activity(), { ...headers })).status).toBe(401);
      expect(events).toEqual([]);
    },
  );

  it('not somebody with a good token from a tenant that we do not serve, and nothing of it is logged', async () => {
    const foreign = { id: 'a:1', conversationType: 'personal', tenantId: 'tenant-2' };
    expect((await deliver({ conversation: foreign })).status).toBe(403);
    expect((await deliver({ conversation: { id: 'a:1', conversationType: 'personal' } })).status).toBe(403);
    expect(events).toEqual([]);
    expect(serviceUrls).toEqual([]);
    expect(logged.join('')).toContain('"workspace":"tenant-2","msg":"delivery refused"');
    expect(logged.join('').toLowerCase()).not.toContain('geheim');
  });

  it('a stop by somebody of ours in a tenant that was shut out, without an answer', async () => {
    reply = async () => ({ kind: 'say', view });
    const conversation = { id: 'a:1', conversationType: 'personal', tenantId: SHUT_OUT };
    expect(await deliver({ text: 'Stop', conversation })).toEqual({ status: 200, text: '' });
    expect(events).toMatchObject([{ kind: 'command', words: 'stop', from: { workspace: SHUT_OUT, user: 'user-1' } }]);
    await receiver.stop();
    expect(connector.requests).toEqual([]);
    expect(serviceUrls).toEqual([]);
    expect(logged.join('')).toContain('tenant_shut_out');
  });

  it.each([
    ['somebody whom we do not know types', { from: { id: '29:v', aadObjectId: 'user-2' } }],
    ['is typed among others', { conversation: { id: '19:x', conversationType: 'channel', tenantId: 'tenant-3' } }],
    ['is tapped', { type: 'invoke', name: 'adaptiveCard/action', value: {} }],
  ])('nothing that %s in a tenant that was shut out', async (_what, more) => {
    const conversation = { id: 'a:1', conversationType: 'personal', tenantId: SHUT_OUT };
    expect((await deliver({ text: 'Stop', conversation, ...more })).status).toBe(403);
    expect(events).toEqual([]);
  });

  it('nobody while the keys cannot be read, but Teams may try again', async () => {
    connector.keysStatus = 500;
    expect((await deliver()).status).toBe(503);
    connector.keysStatus = 200;
    expect((await deliver()).status).toBe(200);
  });

  it('the receiver never starts without an app id, which would switch the check off', () => {
    const create = () =>
      createTeamsReceiver({
        messages: fakeStandingMessages(),
        credentials: { ...connector.credentials, appId: '' },
        receive: reply,
        isTenantAllowed: async () => true,
        isOurs: async () => false,
        onServiceUrl: async () => undefined,
        log: pino({ level: 'silent' }),
      });
    expect(create).toThrow(PolsslagError);
  });
});

describe('a body that is no activity', () => {
  it.each(['', '{', '[]', '"x"', 'null'])('%j is 400', async (body) => {
    expect((await post(body, await bearer())).status).toBe(400);
  });

  it('is answered with 400 when it is not JSON at all', async () => {
    expect((await post('a=b', { 'content-type': 'text/plain', ...(await bearer()) })).status).toBe(400);
  });

  it.each([{ id: '' }, { from: null }, { channelId: 'emulator' }])('is 400 with %j', async (more) => {
    expect((await deliver(more)).status).toBe(400);
  });

  it.each([
    ['adaptiveCard/action', { value: expect.stringContaining('er is niets bewaard') }],
    ['task/fetch', { task: { type: 'message', value: expect.stringContaining('er is niets bewaard') } }],
    ['task/submit', { task: { type: 'message', value: expect.stringContaining('nothing was saved') } }],
  ])('is reported to the person when it is a tap or a dialog of ours: %s', async (name, expected) => {
    const { status, text } = await deliver({ type: 'invoke', name, value: {} });
    expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining(expected)]);
    expect(events).toEqual([]);
    expect(logged.join('')).toContain('unreadable');
  });

  it('is answered with 501 for an invoke that we do not know', async () => {
    expect((await deliver({ type: 'invoke', name: 'composeExtension/query', value: {} })).status).toBe(501);
  });

  it('is answered with 413 above 256 KB', async () => {
    expect((await post(activity({ text: 'x'.repeat(270_000) }))).status).toBe(413);
    expect(events).toEqual([]);
  });
});

describe('the receiver', () => {
  it('reports a service address that is new or has changed', async () => {
    await deliver();
    await deliver();
    expect(serviceUrls).toEqual([[TENANT, connector.url]]);
    const moved = `${connector.url}/emea/`;
    await post(activity({ serviceUrl: moved }), await bearer({ serviceUrl: moved }));
    expect(serviceUrls).toEqual([
      [TENANT, connector.url],
      [TENANT, moved],
    ]);
  });

  it('answers a typed message in the chat', async () => {
    reply = async () => ({ kind: 'home', view: { summary: 'Privé', blocks: [] }, inChat: view });
    await deliver();
    await receiver.stop();
    expect(connector.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v3/conversations/a%3A1/activities',
        body: { type: 'message', summary: 'Hulp', recipient: { id: '29:u' } },
      },
    ]);
  });

  it('says 503 when the features cannot, so that nothing is lost, and logs no text', async () => {
    reply = () => Promise.reject(new Error('Anna schreef iets'));
    expect((await deliver({ type: 'installationUpdate', action: 'add' })).status).toBe(503);
    expect(logged.join('')).toContain('delivery not handled');
    expect(logged.join('')).not.toContain('Anna');
  });

  it('says 503 when the tenant cannot be looked up', async () => {
    tenantKnown = () => Promise.reject(new Error('database'));
    expect((await deliver()).status).toBe(503);
    expect(events).toEqual([]);
  });

  it('says 503 before Teams gives up on a tap, and shows the reply afterwards', async () => {
    timeouts.invokeMs = 100;
    const { until: stored, release } = createLatch();
    reply = async () => {
      await stored;
      return { kind: 'replace', view };
    };
    const value = { action: { verb: 'check-in.answer', data: {} } };
    expect((await deliver({ type: 'invoke', name: 'adaptiveCard/action', replyToId: 'm1', value })).status).toBe(503);
    expect(connector.requests).toEqual([]);
    release();
    await receiver.stop();
    expect(connector.requests).toMatchObject([{ method: 'PUT', path: '/v3/conversations/a%3A1/activities/m1' }]);
  });

  it('knows a dialog that is sent again, because its answer came too late', async () => {
    const dialog = { action: 'a.b', data: { of: 'c1' }, title: 'T', intro: '', fields: [], submit: 'OK', close: 'X' };
    reply = async () => ({ kind: 'dialog', dialog });
    const button = { data: { action: 'a.open', data: {} } };
    const opened = await deliver({ type: 'invoke', name: 'task/fetch', id: 'f:1', value: button });
    const [submit] = openedSchema.parse(JSON.parse(opened.text)).task.value.card.content.actions;
    timeouts.invokeMs = 100;
    const { until: slowly, release: goOn } = createLatch();
    reply = async () => {
      await slowly;
      return { kind: 'close', note: 'Bewaard.' };
    };
    const sent = { type: 'invoke', name: 'task/submit', value: { data: { ...submit?.data, 'choice.A': '4' } } };
    expect((await deliver({ ...sent, id: 'f:2' })).status).toBe(503);
    goOn();
    timeouts.invokeMs = 60_000;
    expect((await deliver({ ...sent, id: 'f:3' })).status).toBe(200);
    const [tap, first, again] = events;
    expect([tap?.kind, first, again]).toEqual([
      'tap',
      expect.objectContaining({ kind: 'submission', dialogId: expect.any(String) }),
      { ...first, id: again?.id },
    ]);
    // Another delivery of one dialog.
    expect(again?.id).not.toBe(first?.id);
  });

  it('answers the tap all the same when the card cannot be written into the chat', async () => {
    connector.connectorAnswer = { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } };
    reply = async () => ({ kind: 'replace', view });
    const value = { action: { verb: 'check-in.answer', data: {} } };
    const answer = await deliver({ type: 'invoke', name: 'adaptiveCard/action', replyToId: 'm1', value });
    expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 200, value: { type: 'AdaptiveCard' } });
    await receiver.stop();
    expect(logged.join('')).toContain('BotNotInConversationRoster');
  });
});
