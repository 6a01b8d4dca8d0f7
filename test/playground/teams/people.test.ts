import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLatch } from '../../fakes/latch.ts';
import { waitUntil } from '../../wait-until.ts';
import { ANNA, BRAM, CARLA, CHANNEL, expectRefusal, idBody, type OpenTeams, openTeams, path, TEAM } from './app.ts';
import { type AppAnswer, card, checkIn, dialog, message, replaceBy, thanks } from './cards.ts';

let t: OpenTeams;
beforeEach(async () => {
  t = await openTeams();
});
afterEach(() => t.close());

describe('a tap', () => {
  beforeEach(async () => {
    await t.teams.install(ANNA);
    t.app.received = [];
  });

  it('reaches the app with its data and inputs, and the answer takes the message’s place', async () => {
    const activityId = await t.send();
    t.app.answer = () => replaceBy(thanks);
    const { result } = await t.teams.execute({ ...ANNA, activityId, verb: 'answer', inputs: { value: '6' } });
    expect(result).toEqual({ kind: 'replace', card: thanks });
    expect(t.app.received).toHaveLength(1);
    expect(t.app.received[0]).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: activityId,
      value: {
        action: { type: 'Action.Execute', verb: 'answer', data: { item: 'VIT01', value: '6' } },
        trigger: 'manual',
      },
    });
    const [drawn] = t.teams.state().conversations.find((one) => one.id === t.chatOf(ANNA))?.messages ?? [];
    expect(drawn?.card).toEqual(thanks);
    expect(t.teams.recorded().map(({ via }) => via)).toEqual(['send', 'invoke']);
  });

  it('finds only buttons of the present message, unless the phone is out of date', async () => {
    const activityId = await t.send();
    t.app.answer = () => replaceBy(thanks);
    const tap = { ...ANNA, activityId, data: { item: 'VIT01' } };
    await t.teams.execute(tap);
    await expect(t.teams.execute(tap)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await t.teams.execute({ ...tap, stale: true })).result.kind).toBe('replace');
    await expect(t.teams.execute({ ...tap, stale: true, verb: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(t.teams.execute({ ...tap, ...BRAM })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(t.teams.execute({ ...tap, conversation: t.chatOf(ANNA), ...BRAM })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refuses what a person could not fill in', async () => {
    const activityId = await t.send();
    const tap = { ...ANNA, activityId, actionIndex: 0 };
    await expect(t.teams.execute({ ...tap, inputs: { value: '7' } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(t.teams.execute({ ...tap, inputs: { other: '6' } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(t.app.received).toHaveLength(0);
  });

  it('works in a channel for everybody in its tenant', async () => {
    await t.teams.installInTeam({ ...ANNA, team: TEAM });
    const posted = await t.call('POST', path(CHANNEL), message(checkIn));
    const { id: activityId } = idBody.parse(await posted.json());
    t.app.answer = () => replaceBy(thanks);
    const tap = { conversation: CHANNEL, activityId, verb: 'answer' };
    await expect(t.teams.execute({ ...tap, ...CARLA })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await t.teams.execute({ ...tap, ...BRAM })).result.kind).toBe('replace');
    expect(t.app.received.at(-1)).toMatchObject({ from: { aadObjectId: BRAM.user }, conversation: { id: CHANNEL } });
  });

  it('can be delivered twice under one id', async () => {
    const activityId = await t.send();
    t.app.answer = () => replaceBy(thanks);
    const first = await t.teams.execute({ ...ANNA, activityId, verb: 'answer' });
    await t.teams.redeliver(first.activityId);
    expect(t.app.received.map(({ id }) => id)).toEqual([first.activityId, first.activityId]);
    await expect(t.teams.redeliver('f:unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each<[string, AppAnswer, string]>([
    ['an HTTP error', { status: 500 }, 'HTTP 500'],
    ['an empty answer', { status: 200 }, 'not the answer to a tap'],
    ['something that is not JSON', { status: 200, text: 'hello' }, 'not JSON'],
    ['another shape', { status: 200, body: { statusCode: 200, type: 'card', value: {} } }, 'not the answer to a tap'],
    ['a bad card', replaceBy(card([{ type: 'Shiny.Thing' }])), 'card.body[0]: unknown here, and without a fallback'],
    [
      'an error of the app’s own',
      {
        status: 200,
        body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'Closed', message: 'x' } },
      },
      'Closed',
    ],
  ])('shows an error for %s', async (_, given, reason) => {
    const activityId = await t.send();
    t.app.answer = () => given;
    const { result } = await t.teams.execute({ ...ANNA, activityId, verb: 'answer' });
    expect(result).toEqual({ kind: 'error', reason });
    expect(t.teams.visibleErrors).toEqual([{ ...ANNA, activity: 'adaptiveCard/action', reason }]);
    expect(t.teams.recorded()).toHaveLength(1);
  });

  it('shows an error when the answer does not come in time, and ignores a later one', async () => {
    await t.close();
    t = await openTeams({ timeouts: { invokeMs: 100, otherMs: 60_000 } });
    await t.teams.install(ANNA);
    const activityId = await t.send();
    const { until: askedLongEnough, release } = createLatch();
    let answered = false;
    t.app.answer = async () => {
      await askedLongEnough;
      answered = true;
      return replaceBy(thanks);
    };
    const { result } = await t.teams.execute({ ...ANNA, activityId, verb: 'answer' });
    expect(result).toEqual({ kind: 'error', reason: 'too late' });
    release();
    await waitUntil(() => answered);
    expect(t.teams.recorded()).toHaveLength(1);
  });

  it('shows a note to the one who tapped only', async () => {
    const activityId = await t.send();
    const type = 'application/vnd.microsoft.activity.message';
    t.app.answer = () => ({ status: 200, body: { statusCode: 200, type, value: 'Genoteerd' } });
    expect((await t.teams.execute({ ...ANNA, activityId, verb: 'answer' })).result.kind).toBe('note');
    expect(t.teams.recordedPrivate()).toEqual([{ ...ANNA, kind: 'note', content: 'Genoteerd' }]);
    expect(JSON.stringify(t.teams.recorded())).not.toContain('Genoteerd');
  });
});

describe('a dialog', () => {
  let activityId: string;
  beforeEach(async () => {
    await t.teams.install(ANNA);
    activityId = await t.send();
    t.app.received = [];
    t.app.answer = () => dialog;
  });
  const openOf = (person: { user: string }) => t.teams.state().users.find(({ user }) => user === person.user)?.dialog;

  it('opens for one person, stays out of the chat and closes with the submission', async () => {
    await t.teams.openDialog({ ...ANNA, activityId, actionIndex: 0 });
    expect(t.app.received[0]).toMatchObject({
      name: 'task/fetch',
      replyToId: activityId,
      value: { data: { item: 'VIT01' } },
    });
    expect(openOf(ANNA)?.title).toBe('Wijzig');
    expect(openOf(BRAM)).toBeNull();
    expect(t.teams.recorded()).toHaveLength(1);
    expect(t.teams.recordedPrivate()).toMatchObject([{ ...ANNA, kind: 'dialog' }]);
    t.app.answer = () => ({ status: 200 });
    const { result } = await t.teams.submitDialog(ANNA, { value: '0' });
    expect(result).toEqual({ kind: 'close' });
    expect(t.app.received[1]).toMatchObject({ name: 'task/submit', value: { data: { item: 'VIT01', value: '0' } } });
    expect(openOf(ANNA)).toBeNull();
    await expect(t.teams.submitDialog(ANNA, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('can go on in another dialog and end with a note', async () => {
    await t.teams.openDialog({ ...ANNA, activityId });
    expect((await t.teams.submitDialog(ANNA, { value: '6' })).result.kind).toBe('show');
    t.app.answer = () => ({ status: 200, body: { task: { type: 'message', value: 'Bewaard' } } });
    expect((await t.teams.submitDialog(ANNA, { value: '6' })).result).toEqual({ kind: 'note', text: 'Bewaard' });
    expect(openOf(ANNA)).toBeNull();
  });

  it('stays open when the submission fails, until the person closes it', async () => {
    await t.teams.openDialog({ ...ANNA, activityId });
    t.app.answer = () => ({ status: 200, body: { task: { type: 'continue', value: { title: 'x' } } } });
    expect((await t.teams.submitDialog(ANNA, {})).result.kind).toBe('error');
    expect(openOf(ANNA)).not.toBeNull();
    t.teams.closeDialog(ANNA);
    expect(openOf(ANNA)).toBeNull();
    expect(t.teams.visibleErrors).toHaveLength(1);
  });

  it('does not open without a card, or from a button that opens none', async () => {
    t.app.answer = () => ({ status: 200 });
    expect((await t.teams.openDialog({ ...ANNA, activityId })).result.kind).toBe('error');
    const plain = await t.send(ANNA, message(card([], [{ type: 'Action.Submit', title: 'Stuur', data: {} }])));
    await expect(t.teams.openDialog({ ...ANNA, activityId: plain })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('a typed message', () => {
  it('reaches the app, which can reply to it', async () => {
    await t.teams.install(ANNA);
    const { activityId } = await t.teams.typeMessage(ANNA, 'hulp');
    expect(t.app.received.at(-1)).toMatchObject({ id: activityId, type: 'message', text: 'hulp' });
    expect((await t.call('POST', path(t.chatOf(ANNA), activityId), { type: 'message', text: 'Hoi' })).status).toBe(201);
    await expectRefusal(
      t.call('POST', path(t.chatOf(ANNA), 'f:other'), { type: 'message', text: 'Hoi' }),
      404,
      'ActivityNotFoundInConversation',
    );
    const drawn = t.teams.state().conversations.find((one) => one.id === t.chatOf(ANNA))?.messages;
    expect(drawn?.map(({ byBot, text: words }) => [byBot, words])).toEqual([
      [false, 'hulp'],
      [true, 'Hoi'],
    ]);
    expect(JSON.stringify(t.teams.recorded())).not.toContain('hulp');
  });

  it('shows an error when the app refuses it or is gone', async () => {
    await t.teams.install(ANNA);
    t.app.answer = () => ({ status: 401 });
    expect((await t.teams.typeMessage(ANNA, 'hulp')).result).toEqual({ kind: 'error', reason: 'HTTP 401' });
    await t.closeApp();
    expect((await t.teams.typeMessage(ANNA, 'hulp')).result).toEqual({ kind: 'error', reason: 'unreachable' });
    expect(JSON.stringify(t.teams.visibleErrors)).not.toContain('hulp');
  });
});

describe('the page', () => {
  it('is notified of every change until it stops listening', async () => {
    let changes = 0;
    const stop = t.teams.onChange(() => {
      changes += 1;
    });
    await t.teams.install(ANNA);
    const seen = changes;
    expect(seen).toBeGreaterThan(0);
    await t.send();
    expect(changes).toBeGreaterThan(seen);
    stop();
    const last = changes;
    await t.send();
    expect(changes).toBe(last);
    expect(JSON.parse(JSON.stringify(t.teams.state()))).toEqual(t.teams.state());
  });
});
