import { afterEach, describe, expect, it } from '@jest/globals';
import { App, LogLevel } from '@slack/bolt';
import { createLatch } from '../../fakes/latch.ts';
import { waitUntil } from '../../wait-until.ts';
import { clientFor, type Respond, startWithApp, TEAM, USER, WHO } from './app.ts';
import { modal, plain, question } from './fixtures.ts';

let setup: Awaited<ReturnType<typeof startWithApp>>;
afterEach(() => setup.close());

const fail: Respond = (_received, res) => res.status(500).end();

describe('rate limits', () => {
  it('lets a short burst through in one channel and answers 429 with Retry-After after it', async () => {
    setup = await startWithApp({ postsPerSecondPerChannel: 1 });
    for (let post = 1; post <= 3; post += 1) await setup.client.chat.postMessage({ channel: 'C1', text: 'x' });
    await expect(setup.client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toMatchObject({ retryAfter: 1 });
    await expect(setup.client.chat.postMessage({ channel: USER, text: 'x' })).resolves.toMatchObject({ ok: true });
    expect(setup.slack.recorded()).toHaveLength(4);
  });

  it('keeps a limit for each workspace', async () => {
    setup = await startWithApp({ postsPerMinutePerWorkspace: 2 });
    const other = setup.slack.addWorkspace({ team: 'T2', name: 'Ander Bestuur' });
    setup.slack.addChannel({ team: 'T2', channel: 'C1', name: 'begeleiders' });
    for (let post = 1; post <= 2; post += 1) await setup.client.chat.postMessage({ channel: 'C1', text: 'x' });
    await expect(setup.client.chat.postMessage({ channel: USER, text: 'x' })).rejects.toMatchObject({ retryAfter: 30 });
    const elsewhere = clientFor(setup.slack.url, other.botToken);
    await expect(elsewhere.chat.postMessage({ channel: 'C1', text: 'x' })).resolves.toMatchObject({ ok: true });
  });

  it('reads history once a minute and fifteen at a time when told to', async () => {
    setup = await startWithApp({ historyLimit: { perMinute: 1, pageSize: 15 } });
    for (let post = 1; post <= 16; post += 1) await setup.client.chat.postMessage({ channel: 'C1', text: 'x' });
    const page = await setup.client.conversations.history({ channel: 'C1', limit: 100 });
    expect(page).toMatchObject({ has_more: true });
    expect(page.messages).toHaveLength(15);
    await expect(setup.client.conversations.history({ channel: 'C1' })).rejects.toMatchObject({ retryAfter: 60 });
  });
});

describe('faults', () => {
  it('answers 429, 500 and errors as often as asked and accepts nothing then', async () => {
    setup = await startWithApp();
    const post = () => setup.client.chat.postMessage({ channel: 'C1', text: 'x' });
    setup.slack.fail('chat.postMessage', { status: 429, retryAfterS: 7, times: 1 });
    setup.slack.fail('chat.postMessage', { status: 500, times: 2 });
    setup.slack.fail('chat.postMessage', { error: 'fatal_error', times: 1 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    await expect(post()).rejects.toThrow('fatal_error');
    expect(setup.slack.recorded()).toEqual([]);
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('accepts a post and cuts the connection, and the history then shows the post', async () => {
    setup = await startWithApp();
    setup.slack.fail('chat.postMessage', { dropAfterAccept: true, times: 1 });
    const metadata = { event_type: 'polsslag', event_payload: { key: 'k' } };
    await expect(setup.client.chat.postMessage({ channel: 'C1', text: 'x', metadata })).rejects.toThrow();
    const history = await setup.client.conversations.history({ channel: 'C1', include_all_metadata: true });
    expect(history.messages).toMatchObject([{ metadata: { event_payload: { key: 'k' } } }]);
    expect(setup.slack.postsByKey()).toEqual(new Map([['k', 1]]));
  });

  it('accepts a late call after its caller has gone', async () => {
    setup = await startWithApp();
    const { until: takenUp, release } = createLatch();
    setup.slack.fail('chat.postMessage', { until: takenUp, times: 1 });
    const hangUp = new AbortController();
    const gone = fetch(`${setup.slack.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${setup.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C1', text: 'laat' }),
      signal: hangUp.signal,
    });
    await waitUntil(() => setup.slack.requests.length === 1);
    hangUp.abort();
    await expect(gone).rejects.toThrow();
    expect(setup.slack.recorded()).toEqual([]);
    release();
    await waitUntil(() => setup.slack.recorded().length === 1);
    expect(setup.slack.recorded()).toMatchObject([{ text: 'laat' }]);
  });

  it('affects answers through a response_url too', async () => {
    setup = await startWithApp();
    setup.behaviour.respond = (_received, res) => res.json({ response_type: 'in_channel', text: 'Hoi' });
    await setup.slack.slashCommand(WHO, '/polsslag', 'help', 'C1');
    setup.slack.fail('response_url', { status: 500, times: 1 });
    const url = setup.received[0]?.payload.response_url ?? '';
    const answers = [await fetch(url, { method: 'POST' }), await fetch(url, { method: 'POST' })];
    expect(answers.map((one) => one.status)).toEqual([500, 400]);
    expect(setup.slack.recorded()).toMatchObject([{ channel: 'C1', text: 'Hoi' }]);
  });
});

describe('events and commands', () => {
  it('sends an event again with the same id until the app acknowledges', async () => {
    setup = await startWithApp();
    setup.behaviour.respond = (one, res) => (setup.received.length < 3 ? fail(one, res) : res.end());
    const delivery = await setup.slack.typeMessage(WHO, 'stop');
    expect(delivery).toMatchObject({ problem: null, attempts: 3 });
    expect(setup.received.map((one) => one.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
    expect(setup.received[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(setup.received.map((one) => one.payload['event_id'])).size).toBe(1);
    expect(setup.received[0]?.payload).toMatchObject({
      type: 'event_callback',
      team_id: TEAM,
      event: { type: 'message', channel_type: 'im', user: USER, text: 'stop' },
      authorizations: [{ team_id: TEAM, user_id: setup.botUser, is_bot: true }],
    });
  });

  it('gives up after three retries', async () => {
    setup = await startWithApp();
    setup.behaviour.respond = fail;
    expect(await setup.slack.openHome(WHO)).toMatchObject({ problem: 'http_error', attempts: 4 });
    expect(setup.received).toHaveLength(4);
  });

  it('tells the app that it was removed, and refuses its token', async () => {
    setup = await startWithApp();
    await setup.slack.uninstallApp(TEAM);
    const types = setup.received.map((one) => JSON.stringify(one.payload['event']));
    expect(types.toSorted()).toEqual([
      JSON.stringify({ type: 'app_uninstalled' }),
      JSON.stringify({ type: 'tokens_revoked', tokens: { oauth: [], bot: [setup.botUser] } }),
    ]);
    await expect(setup.client.auth.test()).rejects.toThrow('account_inactive');
  });

  it('shows the answer to a command to its person only', async () => {
    setup = await startWithApp();
    setup.behaviour.respond = (_received, res) => res.send('Dit kan ik');
    await setup.slack.slashCommand(WHO, '/polsslag', 'help');
    expect(setup.received[0]?.payload).toMatchObject({
      command: '/polsslag',
      text: 'help',
      user_id: USER,
      team_id: TEAM,
    });
    expect(setup.slack.recordedPrivate()).toMatchObject([{ text: 'Dit kan ik' }]);
    setup.behaviour.respond = (_received, res) => res.json({ text: 'x', blocks: [{ type: 'nothing' }] });
    await setup.slack.slashCommand(WHO, '/polsslag', 'help');
    expect(setup.slack.state().workspaces[0]?.notices).toEqual([{ user: USER, what: 'invalid_command_response' }]);
  });

  it('publishes a home page with working buttons', async () => {
    setup = await startWithApp();
    await setup.slack.openHome(WHO);
    expect(setup.received[0]?.payload).toMatchObject({ event: { type: 'app_home_opened', user: USER, tab: 'home' } });
    await setup.client.views.publish({ user_id: USER, view: { type: 'home', blocks: question } });
    await setup.slack.tapHome({ ...WHO, actionId: 'answer:6' });
    expect(setup.received[1]?.payload).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
      actions: [{ value: '6' }],
    });
    const wrong = setup.client.views.publish({ user_id: USER, view: { ...modal, type: 'modal' } });
    await expect(wrong).rejects.toThrow('invalid_arguments');
    expect(setup.slack.recorded()).toEqual([]);
  });
});

describe('Socket Mode', () => {
  it("serves Bolt's own client: taps, submissions with an answer, events and commands", async () => {
    setup = await startWithApp();
    const bolt = new App({
      token: setup.botToken,
      appToken: setup.appToken,
      socketMode: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: `${setup.slack.url}/api/` },
    });
    const heard: string[] = [];
    bolt.action('answer:6', async ({ ack, body, client, respond }) => {
      await ack();
      await respond({ text: 'Beantwoord', replace_original: true });
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: modal });
      heard.push('tap');
    });
    bolt.view('change', ({ ack }) => ack({ response_action: 'update', view: { ...modal, title: plain('Nog eens') } }));
    bolt.message(async ({ message }) => {
      heard.push(message.type);
    });
    bolt.command('/polsslag', ({ ack }) => ack('Hulp'));
    await bolt.start();
    try {
      expect(setup.slack.socketConnected()).toBe(true);
      const posted = await setup.client.chat.postMessage({ channel: USER, text: 'Vraag', blocks: question });
      const tap = { ...WHO, channel: String(posted.channel), ts: String(posted.ts), actionId: 'answer:6' };
      expect(await setup.slack.tap(tap)).toMatchObject({ via: 'socket', problem: null });
      await waitUntil(() => heard.includes('tap'));
      await setup.slack.submitModal(WHO, { VIT01: '6' });
      const [workspace] = setup.slack.state().workspaces;
      expect(workspace?.modals[USER]).toMatchObject([{ view: { title: { text: 'Nog eens' } } }]);
      await setup.slack.typeMessage(WHO, 'hoi');
      await waitUntil(() => heard.includes('message'));
      await setup.slack.slashCommand(WHO, '/polsslag', '');
      expect(JSON.stringify(setup.slack.recordedPrivate())).toContain('Hulp');
      expect(setup.received).toEqual([]);
    } finally {
      await bolt.stop();
    }
  });

  it('opens a connection for the app token only, once for each ticket', async () => {
    setup = await startWithApp();
    await expect(setup.client.apiCall('apps.connections.open')).rejects.toThrow('not_allowed_token_type');
    await expect(clientFor(setup.slack.url, 'xapp-other').apiCall('apps.connections.open')).rejects.toThrow(
      'invalid_auth',
    );
  });
});
