import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../wait-until.ts';
import { type Received, startWithApp, TEAM, USER, WHO } from './app.ts';
import { modal, plain, question } from './fixtures.ts';

let setup: Awaited<ReturnType<typeof startWithApp>>;
beforeEach(async () => {
  setup = await startWithApp();
});
afterEach(() => setup.close());

async function postQuestion(): Promise<{ channel: string; ts: string }> {
  const posted = await setup.client.chat.postMessage({ channel: USER, text: 'Vraag', blocks: question });
  return { channel: String(posted.channel), ts: String(posted.ts) };
}

async function openModal(): Promise<void> {
  const message = await postQuestion();
  setup.behaviour.respond = async ({ payload }, res) => {
    res.end();
    await setup.client.views.open({ trigger_id: payload.trigger_id, view: modal });
  };
  const opened = new Promise<void>((resolve) => {
    const stop = setup.slack.onChange(() => {
      if (!setup.slack.state().workspaces[0]?.modals[USER]?.length) return;
      stop();
      resolve();
    });
  });
  await setup.slack.tap({ ...WHO, ...message, actionId: 'answer:0' });
  await opened;
}

function messagesIn(channel: string) {
  const [workspace] = setup.slack.state().workspaces;
  return workspace?.conversations.find((one) => one.channel === channel)?.messages ?? [];
}

function sentToApp(index: number): Received {
  const received = setup.received[index];
  if (!received) throw new Error('The app was not sent that much.');
  return received;
}

const modalsOpen = () => setup.slack.state().workspaces[0]?.modals[USER] ?? [];

describe('a tap on a message', () => {
  it('reaches the app signed, and the response_url updates the message in place', async () => {
    const message = await postQuestion();
    const delivery = await setup.slack.tap({ ...WHO, ...message, actionId: 'answer:6' });
    expect(delivery).toMatchObject({ status: 200, problem: null, via: 'http' });
    const { payload } = sentToApp(0);
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: USER, team_id: TEAM },
      team: { id: TEAM },
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
      message: { ts: message.ts, text: 'Vraag' },
      actions: [{ type: 'button', action_id: 'answer:6', block_id: 'q', value: '6' }],
    });
    for (let use = 1; use <= 5; use += 1) {
      expect((await answer(payload.response_url, { text: `Beantwoord ${use}`, replace_original: true })).status).toBe(
        200,
      );
    }
    expect(messagesIn(message.channel)).toMatchObject([{ ts: message.ts, text: 'Beantwoord 5' }]);
    const sixth = await answer(payload.response_url, { text: 'x' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('needs a button of the present message, unless the screen is out of date', async () => {
    const message = await postQuestion();
    await setup.client.chat.update({ ...message, text: 'Dank je wel' });
    const tap = { ...WHO, ...message, actionId: 'answer:0' };
    await expect(setup.slack.tap(tap)).rejects.toThrow('Nothing here to tap');
    await setup.slack.tap({ ...tap, stale: true });
    expect(setup.received[0]?.payload).toMatchObject({ message: { text: 'Vraag' }, actions: [{ value: '0' }] });
  });

  it('can be repeated as the platform would', async () => {
    const delivery = await setup.slack.tap({ ...WHO, ...(await postQuestion()), actionId: 'answer:0' });
    await setup.slack.redeliver(delivery);
    const [first, second] = setup.received;
    expect(second?.payload).toEqual(first?.payload);
  });

  it('carries the option chosen in a select', async () => {
    const select = { ...modal.blocks[0]?.element, action_id: 'pick' };
    const blocks = [{ type: 'actions', block_id: 's', elements: [select] }];
    await setup.client.apiCall('chat.postMessage', { channel: USER, text: 'Kies', blocks });
    const channel = setup.slack.directChannel(TEAM, USER) ?? '';
    const tap = { ...WHO, channel, ts: messagesIn(channel)[0]?.ts ?? '', actionId: 'pick' };
    await expect(setup.slack.tap({ ...tap, selectedValue: '9' })).rejects.toThrow('does not offer');
    await setup.slack.tap({ ...tap, selectedValue: '6' });
    expect(setup.received[0]?.payload).toMatchObject({
      actions: [{ type: 'static_select', selected_option: { value: '6' } }],
      state: { values: { s: { pick: { selected_option: { value: '6' } } } } },
    });
  });

  it('shows the person an error when the app does not acknowledge', async () => {
    setup.behaviour.respond = (_received, res) => res.status(503).end();
    const delivery = await setup.slack.tap({ ...WHO, ...(await postQuestion()), actionId: 'answer:0' });
    expect(delivery).toMatchObject({ status: 503, problem: 'http_error', attempts: 1 });
    expect(setup.slack.state().workspaces[0]?.notices).toEqual([{ user: USER, what: 'http_error' }]);
  });

  it('waits for the acknowledgement, and a trigger that is three seconds old opens nothing', async () => {
    await setup.close();
    let ms = 0;
    setup = await startWithApp({ ackWithinMs: () => 100, machineMs: () => ms });
    setup.behaviour.respond = () => undefined;
    const delivery = await setup.slack.tap({ ...WHO, ...(await postQuestion()), actionId: 'answer:0' });
    expect(delivery.problem).toBe('http_timeout');
    await waitUntil(() => setup.received.length === 1);
    ms = 3_001;
    const trigger_id = sentToApp(0).payload.trigger_id;
    await expect(setup.client.views.open({ trigger_id, view: modal })).rejects.toThrow('expired_trigger_id');
  });
});

describe('a modal', () => {
  it('opens once on a trigger, takes values and closes', async () => {
    await openModal();
    const { trigger_id } = sentToApp(0).payload;
    await expect(setup.client.views.open({ trigger_id, view: modal })).rejects.toThrow('exchanged_trigger_id');
    setup.behaviour.respond = (_received, res) => res.end();
    await expect(setup.slack.submitModal(WHO, {})).rejects.toThrow('required');
    await setup.slack.submitModal(WHO, { VIT01: '6' });
    expect(setup.received[1]?.payload).toMatchObject({
      type: 'view_submission',
      view: {
        callback_id: 'change',
        private_metadata: 'id-1',
        state: { values: { VIT01: { value: { type: 'static_select', selected_option: { value: '6' } } } } },
      },
    });
    expect(modalsOpen()).toEqual([]);
    expect(JSON.stringify(setup.slack.recorded())).not.toContain('Hoe vaak');
    expect(JSON.stringify(setup.slack.recordedPrivate())).toContain('Hoe vaak');
  });

  it('shows errors, changes and stacks as the app answers', async () => {
    await openModal();
    const answers = [
      { response_action: 'errors', errors: { VIT01: 'Kies iets anders' } },
      { response_action: 'errors', errors: { nowhere: 'x' } },
      { response_action: 'update', view: { ...modal, title: plain('Nog eens') } },
      { response_action: 'push', view: { ...modal, title: plain('Erbovenop') } },
      { response_action: 'clear' },
    ];
    setup.behaviour.respond = (_received, res) => res.json(answers.shift());
    await setup.slack.submitModal(WHO, { VIT01: '6' });
    expect(modalsOpen()[0]?.errors).toEqual({ VIT01: 'Kies iets anders' });
    await setup.slack.submitModal(WHO, { VIT01: '6' });
    expect(setup.slack.state().workspaces[0]?.notices).toEqual([{ user: USER, what: 'invalid_view_response' }]);
    await setup.slack.submitModal(WHO, { VIT01: '6' });
    expect(modalsOpen()).toMatchObject([{ view: { title: { text: 'Nog eens' } } }]);
    await setup.slack.submitModal(WHO, { VIT01: '6' });
    expect(modalsOpen()).toHaveLength(2);
    await setup.slack.submitModal(WHO, { VIT01: '0' });
    expect(modalsOpen()).toEqual([]);
  });

  it('is refused with the place of each fault', async () => {
    const delivery = setup.slack.tap({ ...WHO, ...(await postQuestion()), actionId: 'answer:0' });
    await delivery;
    const view = { ...modal, title: plain('x'.repeat(25)) };
    await expect(setup.client.views.open({ trigger_id: sentToApp(0).payload.trigger_id, view })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
      },
    });
  });

  it('tells the app that it was closed only when it asked', async () => {
    await openModal();
    await expect(setup.slack.closeModal(WHO)).resolves.toBeNull();
    expect(modalsOpen()).toEqual([]);
  });
});

function answer(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
