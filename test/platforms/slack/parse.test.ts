import { describe, expect, it } from '@jest/globals';
import { readPayload } from '../../../src/platforms/slack/parse.ts';
import { renderDialog, renderModal } from '../../../src/platforms/slack/render-dialog.ts';
import { EVERY_FIELD_DIALOG } from '../../fixtures/every-field.ts';

const RESPONSE_URL = 'https://hooks.slack.example/actions/T1/1/x';

const button = {
  type: 'button',
  action_id: 'check-in.answer#2',
  block_id: 'b',
  value: '{"checkIn":"6d0c","value":"3"}',
};
const choice = {
  type: 'static_select',
  action_id: 'people.language#0',
  block_id: '[0,"language",{"person":"p1"}]',
  selected_option: { text: { type: 'plain_text', text: 'English' }, value: 'en' },
};

const tapped = {
  type: 'block_actions',
  trigger_id: '1.2.abc',
  user: { id: 'U1', team_id: 'T9' },
  team: { id: 'T1', domain: 'school' },
  container: { type: 'message', message_ts: '1700000000.000100', channel_id: 'D1', is_ephemeral: false },
  message: {
    ts: '1700000000.000100',
    metadata: { event_type: 'polsslag_notification', event_payload: { key: 'check-in:6d0c' } },
  },
  response_url: RESPONSE_URL,
  actions: [button],
};

const tappedInView = {
  ...tapped,
  container: { type: 'view', view_id: 'V1' },
  view: { id: 'V1', type: 'home', title: { type: 'plain_text', text: 'Thuis' } },
};

const submitted = {
  type: 'view_submission',
  trigger_id: '3.4.def',
  user: { id: 'U1' },
  team: { id: 'T1' },
  view: {
    id: 'V1',
    hash: '1764180000.a1b2c3',
    callback_id: 'check-in.change',
    private_metadata: '{"checkIn":"6d0c"}',
    title: { text: 'Jouw antwoorden' },
    close: { text: 'Annuleren' },
    state: {
      values: {
        VIT01: { choice: { type: 'radio_buttons', selected_option: { value: '3' } } },
        TOE01: { choice: { type: 'radio_buttons', selected_option: null } },
      },
    },
  },
};

const typed = {
  type: 'event_callback',
  event_id: 'Ev1',
  team_id: 'T2',
  authorizations: [{ team_id: 'T1', enterprise_id: null }],
  event: { type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', text: '  STOP  maar ' },
};

const typedCommand = {
  command: '/polsslag',
  text: ' Thuis ',
  team_id: 'T1',
  user_id: 'U1',
  trigger_id: '5.6.ghi',
  response_url: RESPONSE_URL,
};

function chat(body: unknown): Extract<ReturnType<typeof readPayload>, { kind: 'chat' }> {
  const incoming = readPayload(body);
  if (incoming.kind !== 'chat') throw new Error(`Read as ${incoming.kind}.`);
  return incoming;
}

describe('what Slack sends, as chat events', () => {
  it('reads a tap on a button', () => {
    const { event, surface } = chat(tapped);
    expect(event).toEqual({
      id: '1.2.abc',
      from: { platform: 'slack', workspace: 'T1', user: 'U1' },
      kind: 'tap',
      action: 'check-in.answer',
      data: { checkIn: '6d0c', value: '3' },
    });
    expect(surface).toEqual({
      kind: 'message',
      responseUrl: RESPONSE_URL,
      trigger: '1.2.abc',
      address: { channel: 'D1', ts: '1700000000.000100' },
      channel: null,
      notification: 'check-in:6d0c',
    });
  });

  it('reads the same id when the platform repeats a request, and another for another tap', () => {
    expect(chat(structuredClone(tapped)).event.id).toBe(chat(tapped).event.id);
    expect(chat({ ...tapped, trigger_id: '9.9.zzz' }).event.id).not.toBe(chat(tapped).event.id);
  });

  it('reads a choice in a select, with the data of the select', () => {
    expect(chat({ ...tapped, actions: [choice] }).event).toMatchObject({
      action: 'people.language',
      data: { person: 'p1', language: 'en' },
    });
  });

  it('reads no address from an ephemeral message, and no key from a message without one', () => {
    const container = { ...tapped.container, is_ephemeral: true };
    const { surface } = chat({ ...tapped, container, message: undefined });
    expect(surface).toMatchObject({ address: null, notification: null });
  });

  it('reads a tap on a message without metadata, or with that of another app', () => {
    for (const metadata of [undefined, { event_type: 'other', event_payload: { key: 'x' } }]) {
      const message = { ts: '1700000000.000100', ...(metadata && { metadata }) };
      expect(chat({ ...tapped, message }).surface).toMatchObject({ kind: 'message', notification: null });
    }
  });

  it('reads taps in the home tab and in a modal', () => {
    expect(chat(tappedInView).surface).toEqual({ kind: 'home', trigger: '1.2.abc' });
    const modal = { ...tappedInView, view: { ...tappedInView.view, type: 'modal', close: null } };
    expect(chat(modal).surface).toEqual({
      kind: 'modal',
      viewId: 'V1',
      frame: { title: 'Thuis', close: null, channel: null },
    });
  });

  it.each([
    ['a message of ours, for an app of an organisation', { ...tapped, team: null, message: { team: 'T1' } }, 'T1'],
    ['a message without a team', { ...tapped, team: null }, 'T9'],
    ['a home page', { ...tappedInView, view: { ...tappedInView.view, app_installed_team_id: 'T7' } }, 'T7'],
    ['a home page of an organisation', { ...tappedInView, team: null }, 'T9'],
    ['a modal', { ...submitted, view: { ...submitted.view, app_installed_team_id: 'T7' } }, 'T7'],
    ['a modal of somebody without a team', { ...submitted, team: null, user: { id: 'U1', team_id: 'T8' } }, 'T8'],
  ])('reads in which workspace the app is installed: %s', (_where, body, workspace) => {
    expect(chat(body).event.from.workspace).toBe(workspace);
  });

  it('knows where to report that something could not be read', () => {
    expect(readPayload({ ...tapped, actions: [] })).toEqual({
      kind: 'unreadable',
      told: { kind: 'address', responseUrl: RESPONSE_URL },
    });
    expect(readPayload({ ...submitted, view: { ...submitted.view, private_metadata: '' } })).toEqual({
      kind: 'unreadable',
      told: { kind: 'submission', frame: { title: 'Jouw antwoorden', close: 'Annuleren', channel: null } },
    });
    expect(readPayload({ type: 'shortcut' })).toEqual({ kind: 'unreadable', told: null });
  });

  it('reads words without mentions and mark-up', () => {
    const words = (text: string) => chat({ ...typed, event: { ...typed.event, text } }).event;
    expect(words('<@U0BOT|polsslag> Stop &amp; <https://x.nl|klaar>')).toMatchObject({ words: 'stop klaar' });
  });

  it.each(['file_share', 'thread_broadcast', 'me_message'])(
    'reads what somebody typed that Slack calls %s',
    (subtype) => {
      expect(chat({ ...typed, event: { ...typed.event, subtype, text: 'Stop', files: [{ id: 'F1' }] } })).toMatchObject(
        {
          event: { kind: 'command', words: 'stop', from: { user: 'U1' } },
          surface: { kind: 'direct-message', channel: 'D1' },
        },
      );
    },
  );

  it('reads an edited message when its text changed and its author edited it', () => {
    const edited = (message: object, before = 'sotp') =>
      readPayload({
        ...typed,
        event: {
          type: 'message',
          channel_type: 'im',
          subtype: 'message_changed',
          channel: 'D1',
          message: { user: 'U1', text: 'Stop', edited: { user: 'U1', ts: '2' }, ...message },
          previous_message: { text: before },
        },
      });
    expect(edited({})).toMatchObject({
      event: { kind: 'command', words: 'stop', from: { workspace: 'T1', user: 'U1' } },
      surface: { kind: 'direct-message', channel: 'D1' },
    });
    for (const other of [edited({}, 'Stop'), edited({ edited: { user: 'U2' } }), edited({ bot_id: 'B1' })]) {
      expect(other).toEqual({ kind: 'uninteresting' });
    }
    expect(edited({ edited: undefined })).toEqual({ kind: 'uninteresting' });
  });

  it('reads a mention, to be answered below the message', () => {
    const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '5.1', text: '<@U0BOT> stop' };
    expect(chat({ ...typed, event })).toMatchObject({
      event: { id: 'Ev1', kind: 'mentioned', from: { workspace: 'T1', user: 'U1' } },
      surface: { kind: 'mention', channel: 'C1', thread: '5.1' },
    });
    expect(chat({ ...typed, event: { ...event, thread_ts: '4.0' } }).surface).toMatchObject({ thread: '4.0' });
    expect(readPayload({ ...typed, event: { ...event, bot_id: 'B1' } })).toEqual({ kind: 'uninteresting' });
  });

  it('reads a submitted modal, without empty fields', () => {
    const { event, surface } = chat(submitted);
    expect(event).toMatchObject({
      kind: 'submission',
      action: 'check-in.change',
      data: { checkIn: '6d0c' },
      values: { VIT01: '3' },
    });
    expect(surface).toEqual({
      kind: 'submission',
      frame: { title: 'Jouw antwoorden', close: 'Annuleren', channel: null },
    });
  });

  it('recognises a modal that is sent again, until one of its values changes', () => {
    const idOf = (more: object) => {
      const { event } = chat({ ...submitted, ...more });
      return event.kind === 'submission' ? event.dialogId : event;
    };
    const { view } = submitted;
    expect(idOf({ trigger_id: '9.9.later' })).toBe(idOf({}));
    expect(chat({ ...submitted, trigger_id: '9.9.later' }).event.id).not.toBe(chat(submitted).event.id);
    const VIT01 = { choice: { type: 'radio_buttons', selected_option: { value: '4' } } };
    const ids = [
      idOf({}),
      idOf({ view: { ...view, id: 'V2' } }),
      idOf({ view: { ...view, hash: '1764180001.d4e5f6' } }),
      idOf({ view: { ...view, state: { values: { ...view.state.values, VIT01 } } } }),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(JSON.stringify(ids)).not.toContain('VIT01');
  });

  it('knows the channel of a tap, or the channel from which a modal was opened', () => {
    const inChannel = chat({ ...tapped, container: { ...tapped.container, channel_id: 'C1' } });
    expect(inChannel).toMatchObject({ event: { channel: 'C1' }, surface: { channel: 'C1' } });
    const private_metadata = renderDialog(EVERY_FIELD_DIALOG, 'C1').private_metadata;
    const sent = chat({ ...submitted, view: { ...submitted.view, private_metadata } });
    expect(sent.event).toMatchObject({ kind: 'submission', data: { id: 'd1' }, channel: 'C1' });
    const view = { ...tappedInView.view, type: 'modal', private_metadata };
    const { event, surface } = chat({ ...tappedInView, view });
    expect(event).toMatchObject({ kind: 'tap', channel: 'C1' });
    expect(surface).toMatchObject({ frame: { channel: 'C1' } });
    const frame = { title: 'Thuis', close: null, channel: 'C1' };
    expect(renderModal({ summary: 'Kort', blocks: [] }, frame).private_metadata).toBe('["C1",{}]');
    expect(chat(tapped).event).not.toHaveProperty('channel');
    expect(chat(submitted).event).not.toHaveProperty('channel');
  });

  it('ignores a tap that opened a page, which Slack also sends', () => {
    const { value: _, ...opening } = { ...button, action_id: 'address#2' };
    expect(readPayload({ ...tapped, actions: [opening] })).toEqual({ kind: 'uninteresting' });
    const { value: __, ...lost } = button;
    expect(readPayload({ ...tapped, actions: [lost] })).toMatchObject({ kind: 'unreadable' });
  });

  it('reads commands and typed messages as words', () => {
    expect(chat(typedCommand).event).toMatchObject({ id: '5.6.ghi', kind: 'command', words: 'thuis' });
    const { event, surface } = chat(typed);
    expect(event).toMatchObject({ id: 'Ev1', kind: 'command', words: 'stop maar', from: { workspace: 'T1' } });
    expect(surface).toEqual({ kind: 'direct-message', channel: 'D1' });
  });

  it('reads an opened home tab', () => {
    const opened = { ...typed, event: { type: 'app_home_opened', user: 'U1', tab: 'home' } };
    expect(chat(opened)).toMatchObject({ event: { id: 'Ev1', kind: 'home-opened' }, surface: { kind: 'home-opened' } });
  });

  it('reads a lost workspace', () => {
    expect(readPayload({ ...typed, event: { type: 'app_uninstalled' } })).toEqual({
      kind: 'workspace-lost',
      workspace: 'T1',
    });
    const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } };
    expect(readPayload({ ...typed, event: revoked })).toEqual({ kind: 'workspace-lost', workspace: 'T1' });
  });

  it.each([
    ['a message of a bot', { ...typed.event, bot_id: 'B1' }],
    ['an edited message', { ...typed.event, subtype: 'message_changed' }],
    ['a message in a channel', { ...typed.event, channel_type: 'channel' }],
    ['a revoked token of a person', { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }],
    ['the messages tab', { type: 'app_home_opened', user: 'U1', tab: 'messages' }],
  ])('ignores %s', (_what, event) => {
    expect(readPayload({ ...typed, event })).toEqual({ kind: 'uninteresting' });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'payload'],
    ['an event that is a text', { ...typed, event: 'message' }],
    ['a tap without a trigger', { ...tapped, trigger_id: undefined }],
    ['a tap without an action', { ...tapped, actions: [] }],
    ['a tap on an action that is not ours', { ...tapped, actions: [{ ...button, action_id: 'answer' }] }],
    ['data that is not JSON', { ...tapped, actions: [{ ...button, value: '{"checkIn' }] }],
    ['data with a number in it', { ...tapped, actions: [{ ...button, value: '{"value":3}' }] }],
    ['a select in a block that is not ours', { ...tapped, actions: [{ ...choice, block_id: 'Ab3' }] }],
    ['a tap in no known workspace', { ...tapped, team: null, user: { id: 'U1' } }],
    ['a submission with other metadata', { ...submitted, view: { ...submitted.view, private_metadata: '' } }],
    ['another command', { ...typedCommand, command: '/other' }],
    ['a response address that is none', { ...tapped, response_url: 'not an address' }],
  ])('cannot read %s', (_what, body) => {
    expect(readPayload(body)).toMatchObject({ kind: 'unreadable' });
  });
});
