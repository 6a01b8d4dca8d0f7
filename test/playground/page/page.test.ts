import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actionFeedbackSchema, type PageAction } from '../../../playground/page/page-action.ts';
import { type PageState, pageStateSchema } from '../../../playground/page/page-state.ts';
import { waitUntil } from '../../wait-until.ts';
import { ANNA, BRAM, FLOOR, openPlayground, type Playground, SLACK_TEAM, TENANT } from './page-rig.ts';

const anna = { team: SLACK_TEAM, user: ANNA.user };
const bram = { tenant: TENANT, user: BRAM.user };

let playground: Playground;
beforeEach(async () => {
  playground = await openPlayground();
});
afterEach(() => playground.close());

async function state(query = ''): Promise<PageState> {
  const response = await fetch(`${playground.url}/playground/state${query}`);
  expect(response.status).toBe(200);
  return pageStateSchema.parse(await response.json());
}

async function post(path: string, body: unknown) {
  const response = await fetch(`${playground.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, told: text === '' ? null : actionFeedbackSchema.parse(JSON.parse(text)) };
}

const act = (what: PageAction) => post('/playground/act', what);

async function slackMessage() {
  const [message] = (await state()).slack.shown?.messages ?? [];
  if (!message) throw new Error('There is no message.');
  return message;
}

async function teamsMessage() {
  const message = (await state()).teams.shown?.messages.at(-1);
  if (!message) throw new Error('There is no message.');
  return message;
}

/** Taps the button of Anna's message with this label. */
async function tapInSlack(label: RegExp) {
  const message = await slackMessage();
  for (const block of message.blocks) {
    const [button] = block.type === 'actions' ? block.elements : [];
    if (button?.type !== 'button' || !label.test(button.text.text)) continue;
    const { channel } = (await state()).slack.shown ?? {};
    return act({
      kind: 'slack-tap-message',
      ...anna,
      channel: channel ?? '',
      ts: message.ts,
      blockId: block.block_id ?? '',
      actionId: button.action_id ?? '',
      choice: null,
    });
  }
  throw new Error('There is no such button.');
}

describe('what the page shows', () => {
  it('is served with its script and style, under a policy that allows nothing else', async () => {
    const page = await fetch(playground.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(await page.text()).toContain('<title>Polsslag');
    const script = await fetch(`${playground.url}/playground/page.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(await script.text()).toContain('Volgende maandag');
    const style = await fetch(`${playground.url}/playground/page.css`);
    expect(style.headers.get('content-type')).toContain('css');
    expect(await style.text()).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//);
  });

  it('contains everybody, and the screens of the requested people', async () => {
    await playground.sendCheckIns();
    const shown = await state(`?slack=${SLACK_TEAM}/${FLOOR.user}`);
    expect(shown.slack.people).toEqual([ANNA, FLOOR]);
    expect(shown.teams.people).toEqual([BRAM]);
    expect(shown.slack.shown?.person).toEqual(FLOOR);
    expect(shown.slack.shown?.messages).toHaveLength(1);
    expect(shown.teams.shown).toMatchObject({ person: BRAM, installed: true, workspaceName: 'Stichting De Waterkant' });
    expect(shown.now).toBe('2026-11-17T14:30:00.000Z');
  });

  it('shows the first person when the requested one does not exist', async () => {
    const shown = await state(`?slack=${SLACK_TEAM}/U0GONE&teams=${TENANT}/gone`);
    expect(shown.slack.shown?.person).toEqual(ANNA);
    expect(shown.teams.shown?.person).toEqual(BRAM);
  });

  it("contains the supervisors' channels of both platforms, without ephemeral messages", async () => {
    await playground.post({ summary: 'Zo was week 46', blocks: [{ kind: 'heading', text: 'Zo was week 46' }] });
    const { channels } = await state();
    expect(channels.map(({ platform, name }) => [platform, name])).toEqual([
      ['slack', 'begeleiders'],
      ['teams', 'Begeleiders'],
    ]);
    for (const channel of channels) expect(JSON.stringify(channel.messages)).toContain('Zo was week 46');
  });

  it('is refused for an invalid query', async () => {
    expect((await fetch(`${playground.url}/playground/state?slack=nobody`)).status).toBe(400);
  });
});

describe('what a person does in Slack', () => {
  it('answers by tapping, and sees the next question', async () => {
    await playground.sendCheckIns();
    expect(await tapInSlack(/^4 ·/)).toEqual({ status: 200, told: { said: null, problem: null } });
    expect(playground.answersOf(ANNA.user)).toEqual([4, null, null]);
    await waitUntil(async () => JSON.stringify((await slackMessage()).blocks).includes('Vraag 2 van 3'));
  });

  it('opens a modal, changes an answer in it and closes what it becomes', async () => {
    await playground.sendCheckIns();
    for (const place of [2, 3, 4]) {
      await tapInSlack(/^4 ·/);
      await waitUntil(async () =>
        JSON.stringify((await slackMessage()).blocks).includes(place === 4 ? 'Dank' : `Vraag ${place}`),
      );
    }
    await tapInSlack(/wijzigen/);
    await waitUntil(async () => (await state()).slack.shown?.modal !== null);
    expect((await state()).slack.shown?.modal).toMatchObject({ title: 'Je antwoorden', submit: 'Bewaren' });
    await act({ kind: 'slack-submit-modal', ...anna, values: { VIT01: '6' } });
    expect(playground.answersOf(ANNA.user)).toEqual([6, 4, 4]);
    await act({ kind: 'slack-close-modal', ...anna });
    expect((await state()).slack.shown?.modal).toBeNull();
  });

  it('types a message, a command with a slash, and opens the home page', async () => {
    await act({ kind: 'slack-type', ...anna, text: 'hulp' });
    await act({ kind: 'slack-type', ...anna, text: '/polsslag stop' });
    await act({ kind: 'slack-open-home', ...anna });
    await waitUntil(async () => (await state()).slack.shown?.home !== null);
    await waitUntil(async () => (await state()).slack.shown?.messages.length === 3);
    const { messages = [] } = (await state()).slack.shown ?? {};
    expect(messages[0]).toMatchObject({ text: 'hulp', author: ANNA.name, fromApp: false });
    expect(messages.filter(({ onlyYou }) => onlyYou).map(({ text }) => text)).toEqual(['Je typte: stop']);
  });

  it('chooses in the select of the home page', async () => {
    await act({ kind: 'slack-open-home', ...anna });
    await waitUntil(async () => (await state()).slack.shown?.home !== null);
    const select = (await state()).slack.shown?.home?.find((one) => one.type === 'section' && one.accessory);
    if (select?.type !== 'section' || select.accessory?.type !== 'static_select') throw new Error('no select');
    const tap = { blockId: select.block_id ?? '', actionId: select.accessory.action_id ?? '' };
    const outcome = await act({ kind: 'slack-tap-home', ...anna, ...tap, choice: 'en' });
    expect(outcome).toEqual({ status: 200, told: { said: null, problem: null } });
  });

  it('gets an error for what they cannot do, and sees it when the app gives no valid answer', async () => {
    await playground.sendCheckIns();
    const nothing = await act({ kind: 'slack-close-modal', ...anna });
    expect(nothing).toEqual({ status: 409, told: { said: null, problem: 'No modal is open for this person.' } });
    playground.breaks = true;
    const { status, told } = await tapInSlack(/^4 ·/);
    expect(status).toBe(200);
    expect(told?.problem).toEqual(expect.any(String));
    expect(playground.answersOf(ANNA.user)).toEqual([null, null, null]);
  });
});

describe('what a person does in Teams', () => {
  const item = { checkIn: `of-${BRAM.user}`, item: 'VIT01', value: '4' };

  it('answers by tapping, and sees the next question', async () => {
    await playground.sendCheckIns();
    const { id } = await teamsMessage();
    const tap = { activityId: id, verb: 'check-in.answer', data: item, inputs: {} };
    expect((await act({ kind: 'teams-execute', ...bram, channel: null, ...tap })).told).toEqual({
      said: null,
      problem: null,
    });
    expect(playground.answersOf(BRAM.user)).toEqual([4, null, null]);
    expect(JSON.stringify((await teamsMessage()).card)).toContain('Vraag 2 van 3');
  });

  it('opens a dialog, changes an answer in it, and is told that it was saved', async () => {
    await playground.sendCheckIns();
    const { id } = await teamsMessage();
    for (const name of ['VIT01', 'TOE01', 'ABS01']) {
      const data = { ...item, item: name };
      const tap = { activityId: id, verb: 'check-in.answer', data, inputs: {} };
      const answered = await act({ kind: 'teams-execute', ...bram, channel: null, ...tap });
      expect(answered.told).toEqual({ said: null, problem: null });
      await playground.settled();
    }
    const open = { kind: 'teams-open-dialog' as const, ...bram, channel: null, activityId: id, data: {}, inputs: {} };
    await act(open);
    expect((await state()).teams.shown?.dialog?.title).toBe('Je antwoorden');
    await act({ kind: 'teams-close-dialog', ...bram });
    expect((await state()).teams.shown?.dialog).toBeNull();
    await act(open);
    const data = { action: 'check-in.change' };
    const saved = await act({ kind: 'teams-submit-dialog', ...bram, data, inputs: { 'choice.VIT01': '6' } });
    expect(saved.told).toEqual({ said: 'Je antwoorden zijn bewaard.', problem: null });
    expect(playground.answersOf(BRAM.user)).toEqual([6, 4, 4]);
  });

  it('types a message', async () => {
    await act({ kind: 'teams-type', ...bram, text: 'hulp' });
    await waitUntil(async () => (await state()).teams.shown?.messages.length === 2);
    const [typed] = (await state()).teams.shown?.messages ?? [];
    expect(typed).toMatchObject({ text: 'hulp', author: BRAM.name, fromApp: false });
  });

  it('gets an error for what they cannot do, and sees it when the app gives no valid answer', async () => {
    await playground.sendCheckIns();
    const { id } = await teamsMessage();
    const tap = { kind: 'teams-execute' as const, ...bram, channel: null, activityId: id, data: item, inputs: {} };
    expect(await act({ ...tap, verb: 'no.such' })).toMatchObject({ status: 409 });
    playground.breaks = true;
    expect((await act({ ...tap, verb: 'check-in.answer' })).told?.problem).toEqual(expect.any(String));
  });
});

describe('what the page refuses', () => {
  it('does not accept what it cannot parse, or too large a body', async () => {
    expect((await post('/playground/act', { kind: 'slack-fly', ...anna })).status).toBe(400);
    expect((await post('/playground/act', { kind: 'slack-type', ...anna, text: ' ' })).status).toBe(400);
    expect((await post('/playground/act', '{')).status).toBe(400);
    expect((await post('/playground/clock', { to: 'yesterday' })).status).toBe(400);
    expect((await post('/playground/act', { kind: 'slack-type', text: 'a'.repeat(70_000) })).status).toBe(413);
    expect((await state()).slack.shown?.messages).toEqual([]);
  });

  /** Sends a request with headers that a browser does not let a page set. @returns the status */
  function send(method: string, path: string, headers: { [name: string]: string }): Promise<number> {
    const body = JSON.stringify({ kind: 'slack-type', ...anna, text: 'hoi' });
    return new Promise((resolve, reject) => {
      const sent = request(playground.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
      });
      sent.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? body : undefined);
    });
  }

  it('answers only under this machine’s own names, and to no other site', async () => {
    const { host, port } = new URL(playground.url);
    const foreign = [
      { host: 'polsslag.example' },
      { host: `127.0.0.1.example:${port}` },
      { origin: 'https://polsslag.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      for (const [method, path] of [
        ['POST', '/playground/act'],
        ['GET', '/playground/state'],
        ['GET', '/'],
      ] as const) {
        expect({ headers, path, status: await send(method, path, headers) }).toEqual({ headers, path, status: 403 });
      }
    }
    expect((await state()).slack.shown?.messages).toEqual([]);

    expect(await send('POST', '/playground/act', { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(
      200,
    );
    const localhost = `localhost:${port}`;
    expect(await send('POST', '/playground/act', { host: localhost, origin: `http://${localhost}` })).toBe(200);
    expect(await send('GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
  });
});

describe('the clock', () => {
  it('moves once at a time, and tells that', async () => {
    const moved = post('/playground/clock', { to: 'next-monday' });
    await waitUntil(async () => (await state()).moving === 'next-monday');
    expect((await post('/playground/clock', { to: 'next-check-in' })).status).toBe(409);
    playground.clock.arrive();
    expect(await moved).toEqual({ status: 200, told: { said: null, problem: null } });
    expect((await state()).moving).toBeNull();
    expect(playground.clock.asked).toEqual(['next-monday']);
  });

  it('can be moved again after a failed move', async () => {
    playground.clock.fails = true;
    const moved = fetch(`${playground.url}/playground/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: 'next-check-in' }),
    });
    await waitUntil(() => playground.clock.asked.length === 1);
    playground.clock.arrive();
    expect((await moved).status).toBe(500);
    expect((await state()).moving).toBeNull();
  });
});

describe('changes', () => {
  it('are reported to an open page, until it is closed', async () => {
    const leave = new AbortController();
    const response = await fetch(`${playground.url}/playground/changes`, { signal: leave.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let told = '';
    const reading = (async () => {
      for await (const piece of response.body ?? []) told += new TextDecoder().decode(piece);
    })();
    await playground.sendCheckIns();
    await waitUntil(() => told.includes('event: change'));
    leave.abort();
    await expect(reading).rejects.toThrow();
    await act({ kind: 'slack-type', ...anna, text: 'hulp' });
  });
});
