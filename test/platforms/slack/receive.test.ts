import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import pino from 'pino';
import type { PlannedFault } from '../../../playground/slack/faults.ts';
import { type SlackSimulator, startSlackSimulator } from '../../../playground/slack/simulator.ts';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import type { ChatPlatform, OutgoingMessage } from '../../../src/chat/platform.ts';
import type { Block, Dialog, View } from '../../../src/chat/view.ts';

import type { Receiver } from '../../../src/platforms/adapter.ts';
import { createSlackReceiver } from '../../../src/platforms/slack/receive.ts';
import { BOT_SCOPES, SLACK_PATH, SLASH_COMMAND } from '../../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../../src/platforms/slack/send.ts';
import { frozenMs } from '../../fakes/frozen-clock.ts';
import { createLatch } from '../../fakes/latch.ts';
import { waitUntil } from '../../wait-until.ts';
import { mount } from '../mount.ts';

const TEAM = 'T1';
const ANNA = { team: TEAM, user: 'U1' };
const SECRET = 'a signing secret';
const PRIVATE = 'hoi, met Anna';

const ANSWER: Block = {
  kind: 'buttons',
  layout: 'stacked',
  buttons: [
    {
      label: '3 · soms',
      action: 'check-in.answer',
      data: { checkIn: '6d0c', value: '3' },
      tone: 'plain',
      opens: 'view',
    },
  ],
};
const QUESTION: View = { summary: 'Drie korte vragen', blocks: [ANSWER] };
const THANKS: View = { summary: 'Dank je wel', blocks: [{ kind: 'text', text: 'Dank je wel' }] };
const CHANGE: Dialog = {
  action: 'check-in.change',
  data: { checkIn: '6d0c' },
  title: 'Jouw antwoord',
  intro: 'Je kunt het nog veranderen.',
  fields: [
    {
      kind: 'choice',
      name: 'VIT01',
      label: 'Vraag',
      options: [
        { label: '3', value: '3' },
        { label: '4', value: '4' },
      ],
      initial: '3',
      missing: null,
    },
  ],
  submit: 'Bewaren',
  close: 'Annuleren',
};

let slack: SlackSimulator;
let receiver: Receiver;
let server: Server;
let appUrl: string;
let platform: ChatPlatform;
let events: ChatEvent[];
let isConnected = true;
let lost: string[];
let tokenOf: (team: string) => string;
let logged: string[];
/** How long Slack waits for the first acknowledgement of a delivery, in milliseconds. */
let firstAckWithinMs: number;
/** The reply of the features. */
let answer: (event: ChatEvent) => Promise<Reply>;

/**
 * @param acknowledgeWithinMs when the receiver gives a delivery up; short only in tests that wait for that
 * @param fault a fault of Slack while the connection is opened
 */
async function start(
  mode: 'http' | 'socket' = 'http',
  acknowledgeWithinMs = 60_000,
  fault?: PlannedFault,
): Promise<void> {
  isConnected = true;
  events = [];
  lost = [];
  logged = [];
  firstAckWithinMs = 60_000;
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...said) => void logged.push(said.map(String).join()));
  }
  slack = await startSlackSimulator({
    signingSecret: SECRET,
    appUrl: () => appUrl,
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
    eventRetryDelaysMs: [20],
    ackWithinMs: (attempt) => (attempt === 1 ? firstAckWithinMs : 60_000),
    machineMs: frozenMs,
  });
  const { botToken, appToken, botUser } = slack.addWorkspace({ team: TEAM, name: 'School' });
  tokenOf = (team) => (team === TEAM ? botToken : '');
  slack.addWorkspace({ team: 'T2', name: 'Elders' });
  for (const team of [TEAM, 'T2']) slack.addUser({ team, user: 'U1', name: 'Anna' });
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const common = {
    slackApiUrl: `${slack.url}/api/`,
    log,
    tokenFor: async (workspace: string) =>
      workspace === TEAM && isConnected ? { botToken, botUserId: botUser } : null,
    isOurs: async (workspace: string) => workspace === TEAM,
    onWorkspaceLost: async (...of: [string, string]) => void lost.push(of.join(' ')),
  };
  platform = createSlackPlatform(common);
  receiver = createSlackReceiver({
    ...common,
    connection: mode === 'http' ? { mode, signingSecret: SECRET } : { mode, appToken },
    acknowledgeWithinMs,
    receive: async (event) => {
      events.push(event);
      return answer(event);
    },
  });
  await listen();
  if (fault) slack.fail('apps.connections.open', fault);
  await receiver.start();
}

async function listen(): Promise<void> {
  const app = express();
  mount(app, receiver);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  appUrl = `http://127.0.0.1:${address.port}`;
}

function reply(of: Reply): void {
  answer = async () => of;
}

/** Posts a question in Anna's conversation. @returns its place */
async function ask(view: View = QUESTION) {
  const message: OutgoingMessage = {
    key: 'check-in:6d0c',
    to: { kind: 'person', workspace: TEAM, user: 'U1', conversation: null },
    view,
  };
  const [channel = '', ts = ''] = (await platform.send(message)).reference.split(':');
  return { ...ANNA, channel, ts, actionId: 'check-in.answer#0' };
}

/** Waits for replies on their way, which come after the acknowledgement. */
async function settled(): Promise<void> {
  await receiver.stop();
}

function shown() {
  const workspace = slack.state().workspaces.find(({ team }) => team === TEAM);
  if (!workspace) throw new Error('No workspace.');
  const messages = workspace.conversations.flatMap((conversation) => conversation.messages);
  return { messages, modals: workspace.modals['U1'] ?? [], home: workspace.homes['U1'], notices: workspace.notices };
}

function callsOf(method: string): number {
  return slack.requests.filter(({ url }) => url.endsWith(`/api/${method}`)).length;
}

function post(body: string, headers: { [name: string]: string } = {}, path = SLACK_PATH): Promise<Response> {
  return fetch(`${appUrl}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function signed(body: string, atSeconds = Math.floor(Date.now() / 1000)): { [name: string]: string } {
  const hash = createHmac('sha256', SECRET).update(`v0:${atSeconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': `${atSeconds}`, 'x-slack-signature': `v0=${hash}` };
}

async function stop(): Promise<void> {
  jest.restoreAllMocks();
  await receiver.stop();
  await slack.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe('a tap in a message', () => {
  beforeEach(() => start());
  afterEach(stop);

  it('becomes an event, and its message is replaced', async () => {
    const tap = await ask();
    reply({ kind: 'replace', view: THANKS });
    expect(await slack.tap(tap)).toMatchObject({ status: 200, problem: null, answer: null });
    await settled();
    expect(events).toMatchObject([
      {
        kind: 'tap',
        action: 'check-in.answer',
        data: { checkIn: '6d0c', value: '3' },
        from: { workspace: TEAM, user: 'U1' },
      },
    ]);
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel', ts: tap.ts }]);
    expect(callsOf('chat.update')).toBe(0);
  });

  it('leaves a message that can still be found by its key', async () => {
    const tap = await ask();
    reply({ kind: 'replace', view: THANKS });
    await slack.tap(tap);
    await settled();
    const replaced = slack.requests.at(-1);
    expect(replaced?.body).toMatchObject({ metadata: { event_payload: { key: 'check-in:6d0c' } } });
    const to = { kind: 'person', workspace: TEAM, user: 'U1', conversation: null } as const;
    expect(await platform.findSent(to, 'check-in:6d0c', new Date(Date.now() - 60_000))).toHaveProperty('reference');
  });

  it('is acknowledged only when the answer is stored, and the message changes after that', async () => {
    const tap = await ask();
    let safe = () => {};
    const stored = new Promise<void>((resolve) => {
      safe = resolve;
    });
    answer = async () => {
      await stored;
      return { kind: 'replace', view: THANKS };
    };
    let acknowledged = false;
    const delivery = slack.tap(tap).then((outcome) => {
      acknowledged = true;
      return outcome;
    });
    await waitUntil(() => events.length > 0);
    expect(acknowledged).toBe(false);
    const { until: updated, release } = createLatch();
    slack.fail('response_url', { until: updated, times: 1 });
    safe();
    expect(await delivery).toMatchObject({ problem: null });
    expect(shown().messages).toMatchObject([{ text: 'Drie korte vragen' }]);
    release();
    await settled();
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel' }]);
  });

  it('is not acknowledged when the answer could not be stored', async () => {
    const tap = await ask();
    answer = async () => {
      throw new Error(PRIVATE);
    };
    expect(await slack.tap(tap)).toMatchObject({ status: 500 });
    expect(logged.join()).toContain('not handled');
    expect(logged.join()).not.toContain(PRIVATE);
  });

  it('keeps its id when the platform repeats it', async () => {
    const tap = await ask();
    reply({ kind: 'none' });
    const first = await slack.tap(tap);
    await slack.redeliver(first);
    await slack.tap(tap);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect(events[0]?.id).toBe(events[1]?.id);
  });

  it('is shown by chat.update when the response_url fails', async () => {
    const tap = await ask();
    reply({ kind: 'replace', view: THANKS });
    slack.fail('response_url', { status: 500, times: 1 });
    await slack.tap(tap);
    await settled();
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel' }]);
    expect(callsOf('chat.update')).toBe(1);
  });

  it('ends with the latest view, even when an earlier one is slow', async () => {
    const tap = await ask();
    slack.fail('response_url', { delayMs: 700, times: 1 });
    reply({ kind: 'replace', view: { ...QUESTION, summary: 'Vraag 2' } });
    await slack.tap(tap);
    reply({ kind: 'replace', view: THANKS });
    await slack.tap(tap);
    await settled();
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel' }]);
  });

  it('survives a reply that cannot be shown, and logs only its code', async () => {
    const tap = await ask();
    reply({ kind: 'replace', view: { summary: PRIVATE, blocks: [] } });
    slack.fail('response_url', { status: 500, times: 1 });
    slack.fail('chat.update', { error: 'message_not_found', times: 1 });
    expect(await slack.tap(tap)).toMatchObject({ problem: null });
    await settled();
    expect(logged.join()).toContain('message_not_found');
    expect(logged.join()).not.toContain(PRIVATE);
    expect(logged.join()).not.toContain(TEAM);
    expect(await slack.tap(tap)).toMatchObject({ problem: null });
  });

  it('opens a dialog, and its submission closes it with a note', async () => {
    reply({ kind: 'dialog', dialog: CHANGE });
    await slack.tap(await ask());
    await settled();
    expect(shown().modals).toMatchObject([{ view: { title: { text: 'Jouw antwoord' } } }]);

    reply({ kind: 'close', note: 'Bewaard.' });
    await slack.submitModal(ANNA, { VIT01: '4' });
    expect(events[1]).toMatchObject({
      kind: 'submission',
      action: 'check-in.change',
      data: { checkIn: '6d0c' },
      values: { VIT01: '4' },
    });
    expect(shown().modals).toMatchObject([
      {
        view: {
          title: { text: 'Jouw antwoord' },
          close: { text: 'Annuleren' },
          blocks: [{ text: { text: 'Bewaard.' } }],
        },
      },
    ]);
    expect(shown().notices).toEqual([]);
  });

  it('gets a notice when Slack no longer opens the dialog, and the dialog at the next tap', async () => {
    reply({ kind: 'dialog', dialog: CHANGE });
    const tap = await ask();
    slack.fail('views.open', { error: 'expired_trigger_id', times: 1 });
    await slack.tap(tap);
    await settled();
    expect(shown().messages.at(-1)).toMatchObject({
      text: expect.stringContaining('Probeer het nog een keer'),
      ephemeralFor: 'U1',
    });
    expect(shown().modals).toEqual([]);

    await slack.tap(tap);
    await settled();
    expect(shown().modals).toHaveLength(1);
  });

  it.each<[string, Reply, string]>([
    ['without a note', { kind: 'close', note: '' }, 'Er is niets veranderd.'],
    ['with nothing to say', { kind: 'none' }, 'Er is niets veranderd.'],
    ['with a view', { kind: 'say', view: THANKS }, 'Dank je wel'],
    ['with another dialog', { kind: 'dialog', dialog: CHANGE }, 'Je kunt het nog veranderen.'],
  ])('has a dialog that ends %s, and never closes as if everything was stored', async (_how, end, says) => {
    reply({ kind: 'dialog', dialog: CHANGE });
    await slack.tap(await ask());
    await settled();
    reply(end);
    expect(await slack.submitModal(ANNA, { VIT01: '4' })).toMatchObject({ problem: null });
    expect(JSON.stringify(shown().modals)).toContain(says);
    expect(shown().notices).toEqual([]);
  });

  it('recognises a dialog that is sent again because its acknowledgement came too late', async () => {
    reply({ kind: 'dialog', dialog: CHANGE });
    await slack.tap(await ask());
    await settled();
    const { until: slowly, release: goOn } = createLatch();
    answer = async () => {
      await slowly;
      return { kind: 'close', note: 'Bewaard.' };
    };
    firstAckWithinMs = 50;
    const tooLate = await slack.submitModal(ANNA, { VIT01: '4' });
    goOn();
    expect(tooLate.problem).not.toBeNull();
    expect(shown().modals).toHaveLength(1);
    firstAckWithinMs = 60_000;
    await slack.submitModal(ANNA, { VIT01: '4' });
    const [tap, first, again] = events;
    expect([tap?.kind, first, again]).toEqual([
      'tap',
      expect.objectContaining({ kind: 'submission', dialogId: expect.any(String) }),
      { ...first, id: again?.id },
    ]);
    // Another modal with the same dialog.
    expect(again?.id).not.toBe(first?.id);
  });

  it('can be answered for this person only', async () => {
    reply({ kind: 'say', view: THANKS });
    await slack.tap(await ask());
    await settled();
    expect(shown().messages).toMatchObject([{ ephemeralFor: null }, { text: 'Dank je wel', ephemeralFor: 'U1' }]);
  });
});

describe('commands, words and the home tab', () => {
  beforeEach(() => start());
  afterEach(stop);

  it('answers a command for this person only', async () => {
    reply({ kind: 'say', view: THANKS });
    expect(await slack.slashCommand(ANNA, SLASH_COMMAND, 'HULP  nu')).toMatchObject({ problem: null });
    await settled();
    expect(events).toMatchObject([{ kind: 'command', words: 'hulp nu' }]);
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel', ephemeralFor: 'U1' }]);
  });

  it('confirms once, also when Slack is too busy at first', async () => {
    reply({ kind: 'say', view: THANKS });
    slack.fail('response_url', { status: 429, times: 1 });
    await slack.slashCommand(ANNA, SLASH_COMMAND, 'stop');
    slack.fail('chat.postMessage', { status: 429, times: 1 });
    await slack.typeMessage(ANNA, 'stop');
    await settled();
    expect(shown().messages.filter(({ text }) => text === 'Dank je wel')).toHaveLength(2);
  });

  it('shows the home tab to somebody who asks for it in a command', async () => {
    reply({ kind: 'home', view: THANKS, inChat: QUESTION });
    await slack.slashCommand(ANNA, SLASH_COMMAND, 'thuis');
    await settled();
    expect(shown()).toMatchObject({ modals: [{}], home: { view: { type: 'home' } } });
    expect(slack.recorded()).toEqual([]);
  });

  it('tells somebody who asks for the home tab in the conversation what can be shown there', async () => {
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    await slack.typeMessage(ANNA, 'thuis');
    await settled();
    expect(shown()).toMatchObject({ modals: [], home: { view: { type: 'home' } } });
    expect(shown().messages).toMatchObject([{ text: 'thuis' }, { text: 'Dank je wel', fromApp: true }]);
  });

  it('updates the home page in the conversation where it is tapped, and also the home tab', async () => {
    const tap = await ask();
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    await slack.tap(tap);
    await settled();
    expect(shown()).toMatchObject({ home: { view: { type: 'home' } }, messages: [{ text: 'Dank je wel' }] });
  });

  it('answers words in the conversation itself', async () => {
    reply({ kind: 'say', view: THANKS });
    expect(await slack.typeMessage(ANNA, 'Stop')).toMatchObject({ problem: null, attempts: 1 });
    await settled();
    expect(events).toMatchObject([{ kind: 'command', words: 'stop' }]);
    expect(shown().messages).toMatchObject([{ text: 'Stop' }, { text: 'Dank je wel', fromApp: true }]);
  });

  it('acknowledges an event only when it is stored: Slack sends it again with the same id', async () => {
    let tries = 0;
    answer = async () => {
      tries += 1;
      if (tries === 1) throw new Error('database is down');
      return { kind: 'none' };
    };
    expect(await slack.typeMessage(ANNA, 'Stop')).toMatchObject({ problem: null, attempts: 2 });
    expect(events[0]?.id).toBe(events[1]?.id);
  });

  it('draws the home tab, answers taps there, and opens dialogs', async () => {
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    await slack.openHome(ANNA);
    await settled();
    expect(events).toMatchObject([{ kind: 'home-opened' }]);

    reply({ kind: 'dialog', dialog: CHANGE });
    await slack.tapHome({ ...ANNA, actionId: 'check-in.answer#0' });
    await settled();
    expect(shown().modals).toHaveLength(1);

    reply({ kind: 'replace', view: THANKS });
    await slack.tapHome({ ...ANNA, actionId: 'check-in.answer#0' });
    await settled();
    expect(shown().home).toMatchObject({ view: { blocks: [{ text: { text: 'Dank je wel' } }] } });
  });

  it('opens a modal after a tap in the home tab, and changes that modal after a tap in it', async () => {
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    await slack.openHome(ANNA);
    await settled();
    reply({ kind: 'say', view: QUESTION });
    await slack.tapHome({ ...ANNA, actionId: 'check-in.answer#0' });
    await settled();
    reply({ kind: 'replace', view: THANKS });
    await slack.tapModal({ ...ANNA, actionId: 'check-in.answer#0' });
    await settled();
    expect(shown().modals).toMatchObject([
      { view: { title: { text: 'Polsslag' }, blocks: [{ text: { text: 'Dank je wel' } }] } },
    ]);
  });

  it('sends a message when Slack no longer opens the modal, because the action is done', async () => {
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    await slack.openHome(ANNA);
    await settled();
    reply({ kind: 'say', view: THANKS });
    slack.fail('views.open', { error: 'expired_trigger_id', times: 1 });
    await slack.tapHome({ ...ANNA, actionId: 'check-in.answer#0' });
    await settled();
    expect(shown().messages.map(({ text }) => text)).toEqual(['Dank je wel']);
    expect(shown().modals).toEqual([]);
  });

  it('shows the home tab when its modal no longer opens, with what can be shown in the conversation', async () => {
    reply({ kind: 'home', view: QUESTION, inChat: THANKS });
    slack.fail('views.open', { error: 'expired_trigger_id', times: 1 });
    await slack.slashCommand(ANNA, SLASH_COMMAND, 'home');
    await settled();
    expect(shown().messages.map(({ text }) => text)).toEqual(['Dank je wel']);
    expect(shown().home).toMatchObject({ view: { blocks: [{ type: 'actions' }] } });
  });

  it('ignores the messages tab', async () => {
    expect(await slack.openHome(ANNA, 'messages')).toMatchObject({ problem: null, attempts: 1 });
    expect(events).toEqual([]);
  });
});

describe('what is refused', () => {
  beforeEach(() => {
    reply({ kind: 'none' });
    return start();
  });
  afterEach(stop);

  it('an unknown workspace, without a word of its content in the log', async () => {
    const delivery = await slack.slashCommand({ team: 'T2', user: 'U1' }, SLASH_COMMAND, PRIVATE);
    expect(delivery).toMatchObject({ status: 401 });
    expect(events).toEqual([]);
    expect(logged.join()).toContain('unknown_workspace');
    expect(logged.join()).not.toContain(PRIVATE);
  });

  it('a signature for more than five minutes later', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'x' });
    const now = Math.floor(Date.now() / 1000);
    expect((await post(body, signed(body, now + 3_600))).status).toBe(401);
    expect((await post(body, signed(body, now + 400))).status).toBe(401);
    expect((await post(body, signed(body, now + 200))).status).toBe(200);
  });

  it('a wrong, old or missing signature', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'x' });
    const old = Math.floor(Date.now() / 1000) - 301;
    const forged = { ...signed(body), 'x-slack-signature': 'v0=00' };
    const statuses = [];
    for (const headers of [
      {},
      forged,
      { ...forged, 'x-slack-signature': 'none' },
      signed(body, old),
      signed('other'),
    ]) {
      statuses.push((await post(body, headers)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect((await post(body, signed(body))).status).toBe(200);
    expect(events).toEqual([]);
  });

  it('a body over 256 KB, and anything but POST', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(256 * 1024) });
    expect((await post(body, signed(body))).status).toBe(413);
    expect((await fetch(`${appUrl}${SLACK_PATH}`)).status).toBe(405);
  });

  it.each([
    'null',
    '[]',
    '{"event":"message"}',
    '{"type":"event_callback","event":{"type":"reaction_added","user":null}}',
    '{"type":"block_actions","actions":[null]}',
    `{"type":"shortcut","callback_id":"${PRIVATE}"}`,
  ])('what is not for us, with an acknowledgement: %s', async (body) => {
    expect((await post(body, signed(body))).status).toBe(200);
    expect(events).toEqual([]);
    expect(logged.join()).toContain('unreadable');
    expect(logged.join()).not.toContain(PRIVATE);
  });

  const sent = (view: object, more: object = {}) => ({
    type: 'view_submission',
    trigger_id: '1.2.x',
    user: { id: 'U1', team_id: TEAM },
    team: { id: TEAM },
    view: {
      id: 'V1',
      hash: '1.a',
      callback_id: 'check-in.change',
      private_metadata: '{}',
      title: { text: 'Jouw antwoord' },
      close: { text: 'Sluiten' },
      state: { values: {} },
      ...view,
    },
    ...more,
  });

  it.each([
    ['cannot be read', sent({ private_metadata: 'x' }), 'Dit kwam niet goed over'],
    ['comes from nowhere', sent({}, { team: null, user: { id: 'U1' } }), 'Dit kwam niet goed over'],
    ['comes from a workspace that is not connected', sent({ app_installed_team_id: 'T2' }), 'niet verbonden'],
  ])('a dialog that %s, and the dialog tells that nothing was stored', async (_, payload, says) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const answered = await post(body, { ...signed(body), 'content-type': 'application/x-www-form-urlencoded' });
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({
      response_action: 'update',
      view: { title: { text: 'Jouw antwoord' }, blocks: [{ text: { text: expect.stringContaining(says) } }] },
    });
    expect(events).toEqual([]);
  });

  it('a tap that cannot be read, with a notice to the person', async () => {
    const tap = await ask();
    const delivery = await slack.tap(tap);
    const payload = { ...delivery.request.payload, actions: [{ type: 'button', action_id: 'other', value: 'x' }] };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    await post(body, { ...signed(body), 'content-type': 'application/x-www-form-urlencoded' });
    expect(shown().messages.at(-1)).toMatchObject({
      ephemeralFor: 'U1',
      text: expect.stringContaining('Dit kwam niet goed over'),
    });
  });

  it('a tap in a workspace that is not connected any more, with a notice to the person, which needs no token', async () => {
    const tap = await ask();
    isConnected = false;
    expect(await slack.tap(tap)).toMatchObject({ status: 401 });
    expect(events).toEqual([]);
    expect(shown().messages.at(-1)).toMatchObject({
      ephemeralFor: 'U1',
      text: expect.stringContaining('Polsslag is hier niet verbonden, dus er is niets bewaard.'),
    });
  });

  it('nothing that is typed in a workspace that must be reconnected, where no reply is possible: a stop counts', async () => {
    isConnected = false;
    expect(await slack.typeMessage(ANNA, 'Stop')).toMatchObject({ problem: null, attempts: 1 });
    expect(events).toMatchObject([{ kind: 'command', words: 'stop', from: { workspace: TEAM, user: 'U1' } }]);
    expect(shown().messages).toMatchObject([{ text: 'Stop' }]);
    expect(logged.join()).toContain('no_token');
  });

  it.each<[string, Reply, string]>([
    [
      'kindly',
      { kind: 'say', view: { summary: 'Dat klinkt zwaar.', blocks: [{ kind: 'text', text: 'Dat klinkt zwaar.' }] } },
      'Dat klinkt zwaar.',
    ],
    ['with what is no home page', { kind: 'home', view: QUESTION, inChat: { summary: 'Thuis', blocks: [] } }, 'Thuis'],
    ['with why no dialog opens', { kind: 'dialog', dialog: CHANGE }, 'Polsslag is hier niet verbonden'],
  ])('no command in a workspace that must be connected again: it is answered %s', async (_how, what, says) => {
    isConnected = false;
    reply(what);
    expect(await slack.slashCommand(ANNA, SLASH_COMMAND, 'Ik trek het niet')).toMatchObject({ problem: null });
    await settled();
    expect(events).toMatchObject([{ kind: 'command', words: 'ik trek het niet' }]);
    expect(shown().messages.at(-1)).toMatchObject({ ephemeralFor: 'U1', text: expect.stringContaining(says) });
  });

  it('what is typed in a workspace that never was connected', async () => {
    expect(await slack.typeMessage({ team: 'T2', user: 'U1' }, 'Stop')).toMatchObject({ status: 401 });
    expect(events).toEqual([]);
  });

  it('a body that is no JSON, without logging any of it', async () => {
    expect((await post(PRIVATE, signed(PRIVATE))).status).toBe(400);
    expect(logged.join()).not.toContain('hoi');
  });

  it('an answer that is not stored within Slack’s time', async () => {
    await stop();
    await start('http', 50);
    const { until: stored, release } = createLatch();
    answer = async () => {
      await stored;
      return { kind: 'none' };
    };
    expect(await slack.openHome(ANNA)).toMatchObject({ status: 503 });
    release();
    await settled();
    expect(logged.join()).toContain('too_slow');
  });
});

describe('a workspace that Slack reports as lost', () => {
  beforeEach(() => start());
  afterEach(stop);

  const KINDS = ['app_uninstalled', 'tokens_revoked'];
  const tell = async (type: string, team_id: string) => {
    const event = { type, tokens: { oauth: [], bot: ['UBOT'] } };
    const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev9', team_id, event });
    return (await post(body, signed(body))).status;
  };

  it.each(KINDS)('is also lost when Slack refuses its token: %s', async (type) => {
    slack.revokeToken(TEAM);
    expect(await tell(type, TEAM)).toBe(200);
    expect(lost).toEqual([`${TEAM} ${tokenOf(TEAM)}`]);
  });

  it.each(KINDS)('is kept when the event is late or repeated, and Slack accepts its token: %s', async (type) => {
    expect(await tell(type, TEAM)).toBe(200);
    expect(lost).toEqual([]);
  });

  it.each(KINDS)('is checked later when Slack cannot be asked now: %s', async (type) => {
    slack.revokeToken(TEAM);
    slack.fail('auth.test', { status: 500, times: 1 });
    expect(await tell(type, TEAM)).toBe(500);
    slack.fail('auth.test', { status: 429, times: 1 });
    expect(await tell(type, TEAM)).toBe(500);
    expect(lost).toEqual([]);
    expect(await tell(type, TEAM)).toBe(200);
    expect(lost).toHaveLength(1);
  });

  it('is ignored when we do not serve it', async () => {
    expect(await tell('app_uninstalled', 'T2')).toBe(200);
    expect(lost).toEqual([]);
    expect(callsOf('auth.test')).toBe(0);
  });
});

describe('Socket Mode', () => {
  beforeEach(() => start('socket'));
  afterEach(stop);

  it('delivers taps, commands and events in the same way, and has no endpoint', async () => {
    const tap = await ask();
    expect(receiver.endpoint).toBeNull();
    reply({ kind: 'replace', view: THANKS });
    expect(await slack.tap(tap)).toMatchObject({ via: 'socket', problem: null });
    expect(await slack.typeMessage(ANNA, 'stop')).toMatchObject({ via: 'socket', problem: null });
    expect(events).toMatchObject([{ kind: 'tap' }, { kind: 'command' }]);
    await settled();
    expect(shown().messages).toMatchObject([{ text: 'Dank je wel' }, { text: 'stop' }, { text: 'Dank je wel' }]);
  });

  it('acknowledges an event only when it is safe', async () => {
    // Over a socket the only sign of a failure is that nothing comes.
    firstAckWithinMs = 500;
    let tries = 0;
    answer = async () => {
      tries += 1;
      if (tries === 1) throw new Error('database is down');
      return { kind: 'none' };
    };
    expect(await slack.typeMessage(ANNA, 'stop')).toMatchObject({ problem: null, attempts: 2 });
  });

  it('is opened later when Slack is away at the start, and refused with an explanation when Slack refuses the token', async () => {
    await stop();
    await start('socket', 60_000, { status: 500, times: 1 });
    expect(slack.socketConnected()).toBe(false);
    await waitUntil(slack.socketConnected);
    await stop();
    await expect(start('socket', 60_000, { error: 'invalid_auth', times: 1 })).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
      message: expect.stringMatching(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\): make an app-level token/),
    });
  });

  it('reopens the connection that Slack ends every few hours, however long that takes', async () => {
    reply({ kind: 'none' });
    logged = [];
    slack.refreshSockets();
    await waitUntil(() => !slack.socketConnected());
    await waitUntil(slack.socketConnected);
    expect(logged).toEqual([]);
    slack.fail('apps.connections.open', { status: 500, times: 1 });
    slack.fail('apps.connections.open', { dropAfterAccept: true, times: 1 });
    slack.fail('apps.connections.open', { error: 'invalid_auth', times: 1 });
    slack.refreshSockets();
    await waitUntil(() => !slack.socketConnected());
    await waitUntil(slack.socketConnected);
    const reasons = ['http_500', 'UND_ERR_SOCKET', 'invalid_auth'];
    const told = logged.filter((line) => line.includes('not connected, tried again'));
    expect(told.map((line) => JSON.parse(line).code)).toEqual(reasons);
    expect(await slack.typeMessage(ANNA, 'stop')).toMatchObject({ via: 'socket', problem: null });
  });

  it('refuses an unknown workspace, and reports that', async () => {
    reply({ kind: 'none' });
    await slack.slashCommand({ team: 'T2', user: 'U1' }, SLASH_COMMAND, PRIVATE);
    expect(events).toEqual([]);
    expect(logged.join()).toContain('unknown_workspace');
    expect(JSON.stringify(slack.recordedPrivate())).toContain('Polsslag is hier niet verbonden');
  });
});
