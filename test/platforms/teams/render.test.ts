import { describe, expect, it } from '@jest/globals';
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import { z } from 'zod';
import { checkCard } from '../../../playground/teams/check-card.ts';
import { sentenceView } from '../../../src/chat/sentence.ts';
import type { Block, Button, Dialog, View } from '../../../src/chat/view.ts';
import { renderCard, renderMessage } from '../../../src/platforms/teams/render.ts';
import { renderTask } from '../../../src/platforms/teams/render-dialog.ts';
import { answerFor } from '../../../src/platforms/teams/reply.ts';

const answer = (n: number): Button => ({
  label: `Antwoord ${n}`,
  action: 'check-in.answer',
  data: { checkIn: 'c1', value: String(n) },
  tone: 'plain',
  opens: 'view',
});
const seven = [0, 1, 2, 3, 4, 5, 6].map(answer);
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `School ${index}`, value: `s${index}` }));
const select = (count: number, selected: string | null): Block => ({
  kind: 'select',
  label: 'Kies je school',
  action: 'people.school',
  name: 'school',
  data: { person: 'p1' },
  options: options(count),
  selected,
});

const everything: View = {
  summary: 'Alles',
  blocks: [
    { kind: 'heading', text: 'Kop' },
    { kind: 'text', text: 'Tekst met *sterren*' },
    { kind: 'divider' },
    { kind: 'note', text: 'Klein' },
    { kind: 'buttons', layout: 'row', buttons: seven.slice(0, 2) },
    { kind: 'buttons', layout: 'stacked', buttons: seven },
    { kind: 'buttons', layout: 'row', buttons: [{ ...answer(1), opens: 'dialog', tone: 'primary' }] },
    select(3, 's1'),
    select(20, 's4'),
    { kind: 'facts', facts: [{ label: 'Totaal', value: '3,9' }] },
    { kind: 'picture', url: 'https://example.org/trend.png', title: 'Twaalf weken', alt: 'De lijn stijgt' },
    { kind: 'link', label: 'Lees meer', url: 'https://example.org/privacy' },
  ],
};

const view = (...blocks: Block[]): View => ({ summary: 'Samenvatting', blocks });
const body = (...blocks: Block[]) => renderCard(view(...blocks)).body;
const actionSets = (parts: ReturnType<typeof body>) =>
  parts
    .filter((part) => part.type === 'ActionSet')
    .map((part) => z.array(z.record(z.string(), z.unknown())).parse(part.actions));
const textsOf = (parts: readonly (ReturnType<typeof body>[number] | undefined)[]) =>
  parts.map((part) => (part && 'text' in part ? part.text : undefined));

describe('renderCard', () => {
  it('draws every kind of block so that Teams and the reference parser accept it', () => {
    const card = renderCard(everything);
    expect(checkCard(card, 'message')).toEqual([]);
    const context = new SerializationContext(Versions.v1_5);
    const parsed = new AdaptiveCard();
    parsed.parse(JSON.parse(JSON.stringify(card)), context);
    const unknown = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
    expect(unknown).toEqual([]);
    expect(parsed.validateProperties().validationEvents).toEqual([]);
    expect(parsed.getItemCount()).toBe(card.body.length);
  });

  it('carries the summary as fallback text', () => {
    expect(renderCard(everything).fallbackText).toBe('Alles');
  });

  it('draws each text in its style, without mark-up', () => {
    expect(
      body({ kind: 'heading', text: '*Kop*' }, { kind: 'text', text: '_t_' }, { kind: 'note', text: '[n]' }),
    ).toEqual([
      { type: 'TextBlock', text: '\\*Kop\\*', wrap: true, style: 'heading', size: 'Large', weight: 'Bolder' },
      { type: 'TextBlock', text: '\\_t\\_', wrap: true },
      { type: 'TextBlock', text: '\\[n\\]', wrap: true, size: 'Small', isSubtle: true },
    ]);
  });

  it('gives each of seven stacked answers its own set, so that Teams hides none', () => {
    const sets = actionSets(body({ kind: 'buttons', layout: 'stacked', buttons: seven }));
    expect(sets.map((actions) => actions.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(sets.flat().map((action) => action['title'])).toEqual(seven.map((button) => button.label));
  });

  it('draws seven answers in a row as two rows', () => {
    const buttons = seven.map((button, index) => ({ ...button, label: String(index) }));
    const sets = actionSets(body({ kind: 'buttons', layout: 'row', buttons }));
    expect(sets.map((actions) => actions.length)).toEqual([4, 3]);
  });

  it('gives each button a row of its own where a phone would cut the row off', () => {
    const buttons = ['Mijn antwoorden', 'Stoppen met de vragen'].map((label) => ({ ...answer(1), label }));
    const sets = actionSets(body({ kind: 'buttons', layout: 'row', buttons }));
    expect(sets.map((actions) => actions.length)).toEqual([1, 1]);
  });

  it('uses Action.Execute for a view, and Action.Submit for a dialog', () => {
    const buttons: Button[] = [answer(3), { ...answer(4), opens: 'dialog', tone: 'primary' }];
    const [actions] = actionSets(body({ kind: 'buttons', layout: 'row', buttons }));
    expect(actions).toEqual([
      {
        type: 'Action.Execute',
        verb: 'check-in.answer',
        data: { checkIn: 'c1', value: '3' },
        title: 'Antwoord 3',
        associatedInputs: 'none',
      },
      {
        type: 'Action.Submit',
        data: { msteams: { type: 'task/fetch' }, action: 'check-in.answer', data: { checkIn: 'c1', value: '4' } },
        title: 'Antwoord 4',
        associatedInputs: 'none',
        style: 'positive',
      },
    ]);
  });

  it('draws a short select as buttons with its values, the chosen one marked', () => {
    const actions = actionSets(body(select(3, 's1'))).flat();
    expect(actions.map((action) => action['title'])).toEqual(['School 0', '✓ School 1', 'School 2']);
    expect(actions.map((action) => action['data'])).toEqual([
      { person: 'p1', school: 's0' },
      { person: 'p1', school: 's1' },
      { person: 'p1', school: 's2' },
    ]);
    expect(actions.every((action) => action['verb'] === 'people.school')).toBe(true);
  });

  it('draws a long select as a list whose value comes under its name', () => {
    const [list, button] = body(select(20, 's4'));
    expect(list).toMatchObject({ type: 'Input.ChoiceSet', id: 'school', label: 'Kies je school', value: 's4' });
    expect(list).toHaveProperty('choices.length', 20);
    expect(button).toMatchObject({
      type: 'ActionSet',
      actions: [{ type: 'Action.Execute', verb: 'people.school', data: { person: 'p1' }, title: 'Kies je school' }],
    });
  });

  it('draws facts without mark-up', () => {
    expect(body({ kind: 'facts', facts: [{ label: '*a*', value: '_b_' }] })).toEqual([
      { type: 'FactSet', facts: [{ title: '\\*a\\*', value: '\\_b\\_' }] },
    ]);
  });

  it.each(['https://example.org/a.png', 'http://127.0.0.1:4000/a.png'])(
    'shows the picture at %s with its text',
    (url) => {
      const parts = body({ kind: 'picture', url, title: 'Titel', alt: 'Wat erop staat' });
      expect(parts.at(-1)).toMatchObject({ type: 'Image', url, altText: 'Wat erop staat' });
    },
  );

  it.each(['http://example.org/a.png', 'ftp://example.org/a.png', 'geen adres'])(
    'says in words what Teams will not load from %s',
    (url) => {
      const parts = body({ kind: 'picture', url, title: 'Titel', alt: 'Wat erop staat' });
      expect(textsOf(parts)).toEqual(['Titel', 'Wat erop staat']);
    },
  );

  it('draws a link to a web page as a link, and any other address as text', () => {
    const [page, other] = body(
      { kind: 'link', label: 'Lees *meer*', url: 'https://example.org/a_(b)' },
      { kind: 'link', label: 'Lees meer', url: 'javascript:alert(1)' },
    );
    expect(textsOf([page, other])).toEqual([
      '[Lees \\*meer\\*](https://example.org/a_%28b%29)',
      'Lees meer: javascript:alert(1)',
    ]);
  });

  it('draws a divider as a line above what follows, and none at the end', () => {
    const parts = body(
      { kind: 'text', text: 'a' },
      { kind: 'divider' },
      { kind: 'text', text: 'b' },
      { kind: 'divider' },
    );
    expect(parts.map((part) => part.separator ?? false)).toEqual([false, true]);
  });

  it('draws no empty text, which Teams refuses, and the summary when nothing is left', () => {
    const parts = body({ kind: 'text', text: '' }, { kind: 'facts', facts: [] });
    expect(textsOf(parts)).toEqual(['Samenvatting']);
  });

  it('falls back to text for a block that it does not know', () => {
    const stored = '{"summary":"Nieuw","blocks":[{"kind":"film","text":"Bekijk de film"},{"kind":"geur"}]}';
    const card = renderCard(JSON.parse(stored));
    expect(textsOf(card.body)).toEqual(['Bekijk de film', 'Nieuw']);
  });

  it('replaces pictures by text when the card is too large', () => {
    const url = `https://example.org/${'a'.repeat(80_000)}.png`;
    const card = renderCard(view({ kind: 'text', text: 'Blijft' }, { kind: 'picture', url, title: 'T', alt: 'Alt' }));
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(80_000);
    expect(textsOf(card.body)).toEqual(['Blijft', 'T\n\nAlt']);
  });

  it('reduces the card to the summary when that is not enough', () => {
    const card = renderCard(view({ kind: 'text', text: 'é'.repeat(50_000) }));
    expect(textsOf(card.body)).toEqual(['Samenvatting']);
    const long = renderCard({ summary: '€*'.repeat(60_000), blocks: [] });
    expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThan(76_000);
    expect(checkCard(long, 'message')).toEqual([]);
  });
});

describe('control characters for text direction in a name', () => {
  const name = 'Jan \u202etrof\u2066 Smit';
  const turning = /[\u202e\u2066]/;
  const options = Array.from({ length: 9 }, (_, index) => ({ label: `${name} ${index}`, value: `${index}` }));
  const tap = { action: 'a.b', data: {}, tone: 'plain' } as const;

  it('cannot turn text around: not on buttons, in lists, in pictures’ texts, or in short answers', () => {
    const view: View = {
      summary: name,
      blocks: [
        { kind: 'text', text: name },
        {
          kind: 'buttons',
          layout: 'row',
          buttons: [
            { ...tap, label: name, opens: 'view' },
            { ...tap, label: name, opens: 'dialog' },
            { label: name, url: 'https://example.org/', tone: 'plain', opens: 'address' },
            { label: name, opens: 'nothing' },
          ],
        },
        { kind: 'select', label: name, action: 'a.c', name: 'who', data: {}, options, selected: null },
        { kind: 'picture', url: 'https://example.org/a.png', title: name, alt: name },
      ],
    };
    expect(JSON.stringify(renderMessage(view))).not.toMatch(turning);
    const dialog: Dialog = {
      action: 'a.d',
      data: {},
      title: 'Wie',
      intro: name,
      fields: [{ kind: 'choice', name: 'who', label: 'Wie', options, initial: null, missing: 'Kies iemand.' }],
      submit: 'Verder',
      close: 'Sluiten',
      buttons: [{ ...tap, label: name, opens: 'view' }],
    };
    expect(JSON.stringify(renderTask(dialog, { messageId: null, activityId: 'f:1' }))).not.toMatch(turning);
    const event = {
      id: 'e',
      from: { platform: 'teams', workspace: 't', user: 'u' },
      kind: 'tap',
      action: 'a',
      data: {},
    } as const;
    const place = { messageId: null, activityId: 'f:1', writable: true };
    const said = sentenceView(`${name} komt.`);
    for (const activity of ['adaptiveCard/action', 'task/submit']) {
      for (const reply of [{ kind: 'say', view: said } as const, { kind: 'close', note: said.summary } as const]) {
        expect(JSON.stringify(answerFor({ type: 'invoke', name: activity }, reply, place, event))).not.toMatch(turning);
      }
    }
  });
});

describe('renderMessage', () => {
  it('puts the summary in the notification and the card beside it', () => {
    expect(renderMessage(everything)).toEqual({
      type: 'message',
      summary: 'Alles',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(everything) }],
    });
  });
});
