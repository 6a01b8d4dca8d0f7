import { describe, expect, it } from '@jest/globals';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import type { Dialog, View } from '../../../src/chat/view.ts';
import { renderCard } from '../../../src/platforms/teams/render.ts';
import { renderTask } from '../../../src/platforms/teams/render-dialog.ts';
import { answerFor, followUpFor } from '../../../src/platforms/teams/reply.ts';

const view: View = {
  summary: 'Kort',
  blocks: [
    { kind: 'heading', text: 'Kop' },
    { kind: 'facts', facts: [{ label: 'Week', value: '47' }] },
    { kind: 'picture', url: 'https://example.org/a.png', title: 'Lijn', alt: 'Stijgt' },
  ],
};
const withButton: View = {
  summary: 'Doe je mee?',
  blocks: [
    {
      kind: 'buttons',
      layout: 'row',
      buttons: [{ label: 'Ja', action: 'people.consent', data: {}, tone: 'primary', opens: 'view' }],
    },
  ],
};
const dialog: Dialog = {
  action: 'a',
  data: {},
  title: 'Titel',
  intro: 'Je antwoord was 3',
  fields: [],
  submit: null,
  close: 'X',
};
const event: ChatEvent = {
  id: 'e1',
  from: { platform: 'teams', workspace: 't1', user: 'u1' },
  kind: 'tap',
  action: 'a',
  data: {},
};
const toTap = (reply: Reply, place: typeof here) =>
  answerFor({ type: 'invoke', name: 'adaptiveCard/action' }, reply, place, event);
const toDialog = (reply: Reply, place: typeof here) =>
  answerFor({ type: 'invoke', name: 'task/submit' }, reply, place, event);
const here = { messageId: 'm1', activityId: 'f:1', writable: true };
const channel = { messageId: 'm1', activityId: 'f:1', writable: false };

const replace: Reply = { kind: 'replace', view };
const say: Reply = { kind: 'say', view };
const none: Reply = { kind: 'none' };
const opened: Reply = { kind: 'dialog', dialog };
const NOTHING = 'Er is niets veranderd.\nNothing has changed.';
const message = (value: string) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value });
const task = (value: string) => ({ task: { type: 'message', value } });

describe('the answer to a tap', () => {
  it('is the new card, which is then written into the chat', () => {
    expect(toTap(replace, here)).toEqual({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: renderCard(view) },
      followUp: { kind: 'update', messageId: 'm1', view, about: null },
    });
  });

  it('shows a view as a text that is not kept', () => {
    expect(toTap(say, here)).toEqual({
      body: message('Kop\nWeek: 47\nLijn\nStijgt'),
      followUp: null,
    });
  });

  it('posts a view with buttons in the person’s own chat, and nowhere else', () => {
    const reply: Reply = { kind: 'say', view: withButton };
    expect(toTap(reply, here)).toEqual({
      body: message('Doe je mee?'),
      followUp: { kind: 'post', view: withButton },
    });
    expect(toTap(reply, channel).followUp).toBeNull();
  });

  it('replaces the tapped message by a home page in the form for chats', () => {
    const reply: Reply = { kind: 'home', view, inChat: withButton };
    expect(toTap(reply, here)).toEqual({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: renderCard(withButton) },
      followUp: { kind: 'update', messageId: 'm1', view: withButton, about: null },
    });
  });

  it('is never empty, because Teams shows that as an error', () => {
    expect(toTap(none, here)).toEqual({ body: message(NOTHING), followUp: null });
    expect(toTap({ kind: 'close', note: '' }, here).body).toEqual(message(NOTHING));
    expect(toTap({ kind: 'close', note: 'Bewaard' }, here).body).toEqual(message('Bewaard'));
  });

  it('shows only the title of a dialog when the button could not open one', () => {
    expect(toTap(opened, here)).toEqual({ body: message('Titel'), followUp: null });
  });
});

describe('the answer to a dialog', () => {
  it('opens the dialog, or the next one, with the id of the message', () => {
    expect(toDialog(opened, here)).toEqual({ body: renderTask(dialog, here), followUp: null });
  });

  it('is a note', () => {
    expect(toDialog({ kind: 'close', note: 'Bewaard' }, here)).toEqual({
      body: task('Bewaard'),
      followUp: null,
    });
  });

  it('replaces the message that it came from', () => {
    const followUp = { kind: 'update', messageId: 'm1', view, about: null };
    expect(toDialog(replace, here)).toEqual({ body: task('Kort'), followUp });
  });

  it('shows texts in the dialog', () => {
    expect(toDialog(say, here)).toEqual({ body: task('Kop\nWeek: 47\nLijn\nStijgt'), followUp: null });
  });

  it('is never empty, because that closes the dialog as if everything was stored', () => {
    expect(toDialog(none, here).body).toEqual(task(NOTHING));
    expect(toDialog({ kind: 'close', note: '' }, here).body).toEqual(task(NOTHING));
  });
});

describe('the part of a reply that is shown in the chat', () => {
  it('is the view, in the own chat only', () => {
    expect(followUpFor(say, here)).toEqual({ kind: 'post', view });
    expect(followUpFor(say, channel)).toBeNull();
  });

  it('is the replaced message, or a new one when there is none', () => {
    expect(followUpFor(replace, channel)).toEqual({ kind: 'update', messageId: 'm1', view, about: null });
    expect(followUpFor(replace, { messageId: null, activityId: 'f:1', writable: true })).toEqual({
      kind: 'post',
      view,
    });
    expect(followUpFor(replace, { messageId: null, activityId: 'f:1', writable: false })).toBeNull();
  });

  it('is never a dialog or a note', () => {
    expect(followUpFor(opened, here)).toBeNull();
    expect(followUpFor({ kind: 'close', note: 'x' }, here)).toBeNull();
    expect(followUpFor(none, here)).toBeNull();
  });
});
