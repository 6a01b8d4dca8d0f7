import { describe, expect, it } from '@jest/globals';
import { checkCard } from '../../../playground/teams/check-card.ts';
import type { Dialog } from '../../../src/chat/view.ts';
import { renderDialog, renderTask } from '../../../src/platforms/teams/render-dialog.ts';

const dialog: Dialog = {
  action: 'check-in.change',
  data: { checkIn: 'c1' },
  title: 'Antwoorden wijzigen',
  intro: 'Kies *opnieuw*',
  fields: [
    {
      kind: 'choice',
      name: 'VIT01',
      label: 'Vol energie',
      options: [
        { label: 'Nooit', value: '0' },
        { label: 'Elke dag', value: '6' },
      ],
      initial: '6',
      missing: null,
    },
  ],
  submit: 'Bewaren',
  close: 'Sluiten',
};

const inChat = { messageId: null, activityId: 'f:1' };
const here = { ...inChat, messageId: 'm1' };

describe('renderDialog', () => {
  it('draws a card that Teams accepts in a dialog', () => {
    expect(checkCard(renderDialog(dialog, here), 'dialog')).toEqual([]);
  });

  it('shows the intro and each field with its value', () => {
    const { body, fallbackText } = renderDialog(dialog, inChat);
    expect(fallbackText).toBe('Kies *opnieuw*');
    expect(body[0]).toMatchObject({ text: 'Kies \\*opnieuw\\*' });
    expect(body[1]).toMatchObject({
      type: 'Input.ChoiceSet',
      id: 'choice.VIT01',
      label: 'Vol energie',
      style: 'expanded',
      value: '6',
      choices: [
        { title: 'Nooit', value: '0' },
        { title: 'Elke dag', value: '6' },
      ],
    });
  });

  it('submits the action, its data and the id of the message that it came from', () => {
    expect(renderDialog(dialog, here).actions).toMatchObject([
      {
        type: 'Action.Submit',
        title: 'Bewaren',
        data: { action: 'check-in.change', data: { checkIn: 'c1' }, message: 'm1', opened: 'f:1' },
      },
      { type: 'Action.Submit', title: 'Sluiten', data: { close: 'true' }, associatedInputs: 'none' },
    ]);
  });

  it('has only a way to close it when there is nothing to submit', () => {
    const reading = renderDialog({ ...dialog, submit: null }, inChat);
    expect(reading.actions?.map((action) => action['title'])).toEqual(['Sluiten']);
  });

  it('puts buttons that do not fit beside each other in separate rows, because Teams hides the rest', () => {
    const names = ['Outlook', 'Google Agenda', 'Agendabestand', 'Alle afspraken'];
    const buttons = names.map((label) => ({ label, action: 'a', data: {}, tone: 'plain', opens: 'dialog' }) as const);
    const { body, actions } = renderDialog({ ...dialog, submit: null, fields: [], buttons }, here);
    const rows = body.flatMap((part) => (part.type === 'ActionSet' ? [JSON.stringify(part)] : []));
    expect(rows.length).toBeGreaterThan(1);
    for (const name of names) expect(rows.join()).toContain(name);
    expect(actions?.map((action) => action['title'])).toEqual(['Sluiten']);
  });

  it('makes a list of more than seven options', () => {
    const options = Array.from({ length: 8 }, (_, index) => ({ label: `Keuze ${index}`, value: String(index) }));
    const card = renderDialog(
      { ...dialog, fields: [{ kind: 'choice', name: 'a', label: 'A', options, initial: null, missing: null }] },
      inChat,
    );
    expect(card.body[1]).toMatchObject({ style: 'compact' });
    expect(card.body[1]).not.toHaveProperty('value');
  });
});

describe('renderTask', () => {
  it('opens the dialog under its title', () => {
    expect(renderTask(dialog, inChat)).toMatchObject({
      task: {
        type: 'continue',
        value: {
          title: 'Antwoorden wijzigen',
          card: { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
        },
      },
    });
  });

  it('cuts texts that are too long to Teams’ limits, and keeps those that fit a field', () => {
    const text = { kind: 'text', label: 'Tekst', lines: 'several', maxLength: 300, missing: null } as const;
    const fields = ['a', 'b', 'c'].map((name) => ({ ...text, name, initial: `x${'😀'.repeat(19_999)}` }));
    const opened = JSON.stringify(
      renderTask({ ...dialog, fields }, inChat, { a: 'te lang', b: 'te lang', c: 'te lang' }),
    );
    expect(Buffer.byteLength(opened)).toBeLessThan(76_000);
    expect(opened).toContain(`"x${'😀'.repeat(2_999)}"`);
    const whole = '😀'.repeat(3_000);
    const longest = { ...text, name: 'a', maxLength: 3_000, initial: whole };
    expect(JSON.stringify(renderTask({ ...dialog, fields: [longest] }, inChat))).toContain(`"${whole}"`);
  });
});
