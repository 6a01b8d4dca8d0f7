import { describe, expect, it } from '@jest/globals';
import { parseConversation } from '../../../src/platforms/teams/conversation.ts';
import { readActivity } from '../../../src/platforms/teams/parse.ts';
import { activitySchema, tenantOf } from '../../../src/platforms/teams/parse-schema.ts';

const TENANT = '8f1c0000-0000-4000-8000-000000000001';
const USER = '9a2d0000-0000-4000-8000-000000000002';

const raw = (more: object) => ({
  type: 'message',
  id: '1732435200000',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:1abc', aadObjectId: USER, name: 'Iemand' },
  recipient: { id: '28:bot', name: 'Polsslag' },
  conversation: { id: 'a:1xyz', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  ...more,
});
const read = (more: object) => readActivity(activitySchema.parse(raw(more)), TENANT);
const event = (more: object) => {
  const reading = read(more);
  return reading.kind === 'event' ? reading.event : reading.kind;
};
const from = { platform: 'teams', workspace: TENANT, user: USER };

describe('a typed message', () => {
  it('becomes lower-case words without mentions', () => {
    expect(event({ text: '<at>Polsslag</at>  HULP\u00a0 graag&nbsp;\n' })).toEqual({
      id: 'a:1xyz/1732435200000',
      from,
      kind: 'command',
      words: 'hulp graag',
      conversation: expect.objectContaining({ conversationId: 'a:1xyz', userId: '29:1abc' }),
    });
  });

  it('has no words when it has no text', () => {
    expect(event({})).toMatchObject({ kind: 'command', words: '' });
  });

  it('is a mention outside the chat with the app, where others read the answer, and ignored when it mentions nobody', () => {
    const conversation = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel' };
    const entities = [{ type: 'clientInfo' }, { type: 'mention', mentioned: { id: '28:bot' } }];
    expect(event({ text: '<at>Polsslag</at> stop', conversation, entities })).toMatchObject({ kind: 'mentioned' });
    expect(event({ text: 'stop', conversation })).toBe('nothing');
    expect(event({ text: 'stop', conversation, entities: [{ type: 'mention', mentioned: { id: '29:x' } }] })).toBe(
      'nothing',
    );
  });

  it('loses its mark-up', () => {
    expect(event({ text: '<p><at id="0">Polsslag</at>&nbsp;Stop&#33;</p>' })).toMatchObject({ words: 'stop' });
  });

  it('that is edited becomes words again, once for each edit', () => {
    const edited = (timestamp: string, eventType = 'editMessage') =>
      event({ type: 'messageUpdate', text: 'stop', timestamp, channelData: { tenant: { id: TENANT }, eventType } });
    expect(edited('t1')).toMatchObject({ kind: 'command', words: 'stop', id: 'a:1xyz/1732435200000/t1' });
    expect(edited('t2')).toMatchObject({ id: 'a:1xyz/1732435200000/t2' });
    expect(edited('t3', 'undeleteMessage')).toBe('nothing');
  });

  it('is ignored when Entra does not know its author', () => {
    expect(event({ text: 'hulp', from: { id: '29:gast' } })).toBe('nothing');
  });

  it('differs from the same number in another conversation', () => {
    expect(event({ conversation: { id: 'a:1other', conversationType: 'personal' } })).toMatchObject({
      id: 'a:1other/1732435200000',
    });
  });
});

describe('a tap', () => {
  const execute = (action: object) => ({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'm1',
    value: { action, trigger: 'manual' },
  });

  it('comes from an Action.Execute with its verb and data', () => {
    const activity = execute({ type: 'Action.Execute', verb: 'check-in.answer', data: { checkIn: 'c1', value: '3' } });
    expect(read(activity)).toEqual({
      kind: 'event',
      messageId: 'm1',
      event: {
        id: 'a:1xyz/1732435200000',
        from,
        kind: 'tap',
        action: 'check-in.answer',
        data: { checkIn: 'c1', value: '3' },
        conversation: expect.objectContaining({ conversationId: 'a:1xyz', userId: '29:1abc' }),
      },
    });
  });

  it('keeps only strings, because our own data are strings', () => {
    expect(event(execute({ verb: 'a', data: { keep: 'x', msteams: {}, count: 3 } }))).toMatchObject({
      data: { keep: 'x' },
    });
    expect(event(execute({ verb: 'a' }))).toMatchObject({ data: {} });
  });

  it('comes from a button that fetches a dialog', () => {
    const data = { msteams: { type: 'task/fetch' }, action: 'check-in.change', data: { checkIn: 'c1' } };
    const activity = { type: 'invoke', name: 'task/fetch', value: { data, context: {} } };
    expect(event(activity)).toMatchObject({ kind: 'tap', action: 'check-in.change', data: { checkIn: 'c1' } });
  });

  it('comes from an Action.Submit as a message with a value', () => {
    expect(event({ replyToId: 'm1', value: { action: 'check-in.answer', data: { value: '2' } } })).toMatchObject({
      kind: 'tap',
      action: 'check-in.answer',
      data: { value: '2' },
    });
  });

  it.each([
    ['no verb', execute({ data: {} })],
    ['no action', { type: 'invoke', name: 'adaptiveCard/action', value: null }],
    ['nothing fetched', { type: 'invoke', name: 'task/fetch', value: { data: {} } }],
    ['nothing submitted', { type: 'invoke', name: 'task/submit' }],
    ['nobody whom Entra knows', { ...execute({ verb: 'a' }), from: { id: '29:gast' } }],
  ])('with %s is unreadable, and the person gets a notice', (_, activity) => {
    expect(event(activity)).toBe('unreadable');
  });

  it('with a strange value is malformed', () => {
    expect(event({ value: 'x' })).toBe('malformed');
  });
});

describe('a submitted dialog', () => {
  const submit = (data: object) => ({ type: 'invoke', name: 'task/submit', value: { data } });

  it('has its own data and the chosen values, separately', () => {
    const data = {
      action: 'check-in.change',
      data: { checkIn: 'c1' },
      message: 'm1',
      msteams: {},
      'choice.VIT01': '4',
      'choice.TOE01': '',
    };
    expect(read(submit(data))).toMatchObject({
      kind: 'event',
      messageId: 'm1',
      event: {
        kind: 'submission',
        action: 'check-in.change',
        data: { checkIn: 'c1' },
        values: { VIT01: '4' },
      },
    });
  });

  it('is the same when it is sent once more, until one of its values changes', () => {
    const data = { action: 'a', data: {}, opened: 'f:1', 'choice.VIT01': '4' };
    const idOf = (more: object, activity: object = {}) => {
      const reading = event({ ...submit({ ...data, ...more }), ...activity });
      return typeof reading === 'object' && reading.kind === 'submission' ? reading.dialogId : reading;
    };
    expect(idOf({}, { id: 'f:3' })).toBe(idOf({}, { id: 'f:2' }));
    expect(event({ ...submit(data), id: 'f:3' })).not.toEqual(event({ ...submit(data), id: 'f:2' }));
    expect(event(submit(data))).toMatchObject({ kind: 'submission', values: { VIT01: '4' } });
    const ids = [
      idOf({}),
      idOf({ opened: 'f:9' }),
      idOf({ 'choice.VIT01': '5' }),
      idOf({}, { from: { id: '29:other', aadObjectId: 'other' } }),
      idOf({}, { conversation: { id: 'a:other', conversationType: 'personal', tenantId: TENANT } }),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(JSON.stringify(ids)).not.toContain('VIT01');
    const tap = { ...data, tap: 'true' };
    expect(event({ ...submit(tap), id: 'f:2' })).not.toEqual(event({ ...submit(tap), id: 'f:3' }));
  });

  it('knows the channel in which it was sent, without the thread', () => {
    const conversation = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT };
    const data = { action: 'a', data: {}, 'text.a': 'x' };
    const invoke = { type: 'invoke', name: 'task/submit', value: { data }, conversation };
    expect(event(invoke)).toMatchObject({ kind: 'submission', channel: '19:x@thread.tacv2' });
    expect(event({ ...invoke, name: 'task/fetch' })).toMatchObject({ kind: 'tap', channel: '19:x@thread.tacv2' });
    expect(event(submit(data))).not.toHaveProperty('channel');
  });

  it('is a tap when it comes from a button that submits nothing', () => {
    const data = { tap: 'true', action: 'people.consent', data: { answer: 'no' }, message: 'm1', 'choice.VIT01': '4' };
    expect(read(submit(data))).toMatchObject({
      messageId: 'm1',
      event: { kind: 'tap', action: 'people.consent', data: { answer: 'no' } },
    });
  });

  it('that is only closed causes no event', () => {
    expect(event(submit({ close: 'true' }))).toBe('closed');
  });
});

describe('adding and removing the app', () => {
  it.each([
    ['installationUpdate', { action: 'add' }],
    ['installationUpdate', { action: 'add-upgrade' }],
    ['conversationUpdate', { membersAdded: [{ id: '28:bot' }] }],
  ])('%s %j connects, with everything that is needed to write again', (type, more) => {
    expect(event({ type, ...more })).toMatchObject({
      kind: 'connected',
      conversation: {
        conversationId: 'a:1xyz',
        serviceUrl: 'https://smba.trafficmanager.net/emea/',
        botId: '28:bot',
        userId: '29:1abc',
        tenantId: TENANT,
      },
    });
  });

  it.each([
    ['installationUpdate', { action: 'remove' }],
    ['conversationUpdate', { membersRemoved: [{ id: '28:bot' }] }],
  ])('%s %j disconnects', (type, more) => {
    expect(event({ type, ...more })).toMatchObject({ kind: 'disconnected' });
  });

  it('reports that a team got the app, where others can read', () => {
    const conversation = { id: '19:t', conversationType: 'channel' };
    const added = { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }], conversation };
    expect(event(added)).toMatchObject({ kind: 'added-among-others' });
  });

  it.each([
    ['installationUpdate', { action: 'remove-upgrade' }],
    ['conversationUpdate', { membersAdded: [{ id: '29:1abc' }] }],
    ['conversationUpdate', {}],
    ['installationUpdate', { action: 'add', conversation: { id: '19:t', conversationType: 'channel' } }],
    [
      'conversationUpdate',
      { membersAdded: [{ id: '29:1abc' }], conversation: { id: '19:t', conversationType: 'channel' } },
    ],
    ['messageReaction', {}],
    ['typing', {}],
  ])('%s %j is ignored', (type, more) => {
    expect(event({ type, ...more })).toBe('nothing');
  });

  it('an invoke that is not for us is unknown', () => {
    expect(event({ type: 'invoke', name: 'composeExtension/query' })).toBe('unknown');
  });
});

describe('the edges', () => {
  it('takes the tenant from the conversation, or else from the channel data', () => {
    expect(tenantOf(activitySchema.parse(raw({})))).toBe(TENANT);
    expect(tenantOf(activitySchema.parse(raw({ conversation: { id: 'a' } })))).toBe(TENANT);
    expect(tenantOf(activitySchema.parse(raw({ conversation: { id: 'a' }, channelData: {} })))).toBeNull();
  });

  it.each([{ id: undefined }, { channelId: 'emulator' }, { serviceUrl: 'file:///etc' }, { from: {} }, { type: '' }])(
    'refuses an activity with %j',
    (more) => {
      expect(activitySchema.safeParse(raw(more)).success).toBe(false);
    },
  );

  it('reads back only a complete reference', () => {
    const conversation = { conversationId: 'a', serviceUrl: 'https://x.nl', botId: 'b', userId: 'u', tenantId: 't' };
    expect(parseConversation(conversation)).toEqual(conversation);
    expect(parseConversation({ conversationId: 'a' })).toBeNull();
    expect(parseConversation(null)).toBeNull();
  });
});
