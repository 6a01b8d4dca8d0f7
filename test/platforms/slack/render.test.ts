import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkBlocks } from '../../../playground/slack/check-blocks.ts';
import { checkHome, checkModal } from '../../../playground/slack/check-view.ts';
import type { Block, Button, View } from '../../../src/chat/view.ts';
import { renderHome, renderMessage } from '../../../src/platforms/slack/render.ts';
import { readPressed } from '../../../src/platforms/slack/render-buttons.ts';
import { renderModal } from '../../../src/platforms/slack/render-dialog.ts';

const FRAME = { title: 'Polsslag', close: 'Sluiten', channel: null };
const ANSWERS = [
  'nooit',
  'een paar keer per jaar',
  'eens per maand',
  'paar keer per maand',
  'wekelijks',
  'vaak',
  'dagelijks',
];

function view(...blocks: Block[]): View {
  return { summary: 'Drie korte vragen', blocks };
}

function button(label: string, more: Partial<Button> = {}): Button {
  return { label, action: 'check-in.answer', data: { value: label }, tone: 'plain', opens: 'view', ...more };
}

function select(more: Partial<Extract<Block, { kind: 'select' }>> = {}): Block {
  const options = [
    { label: 'Nederlands', value: 'nl' },
    { label: 'English', value: 'en' },
  ];
  const known = { kind: 'select', label: 'Taal', action: 'people.language', name: 'language' } as const;
  return { ...known, data: { person: 'p1' }, options, selected: 'en', ...more };
}

function accepted(of: View): void {
  expect(checkBlocks(renderMessage(of).blocks, 'message', '/blocks')).toMatchObject({ ok: true });
  expect(checkHome(renderHome(of))).toMatchObject({ ok: true });
  expect(checkModal(renderModal(of, FRAME))).toMatchObject({ ok: true });
}

describe('a view as a Slack message', () => {
  it('draws every kind of block', () => {
    const all = view(
      { kind: 'heading', text: 'Week 47' },
      { kind: 'text', text: 'Hoe was het?' },
      { kind: 'note', text: 'Alleen jij ziet dit.' },
      { kind: 'buttons', layout: 'row', buttons: [button('Ja', { tone: 'primary' })] },
      select(),
      { kind: 'facts', facts: [{ label: 'Vitaliteit', value: '4,0' }] },
      { kind: 'picture', url: 'https://polsslag.example/week.png', title: 'Lijn', alt: 'De lijn stijgt.' },
      { kind: 'divider' },
      { kind: 'link', label: 'Lees <meer>', url: 'https://polsslag.example/privacy?a=1&b=2' },
    );
    accepted(all);
    const { blocks } = renderMessage(all);
    expect(blocks.map((block) => block.type)).toEqual([
      'header',
      'section',
      'context',
      'actions',
      'section',
      'section',
      'image',
      'divider',
      'context',
    ]);
    expect(blocks[8]).toMatchObject({
      elements: [{ text: '<https://polsslag.example/privacy?a=1&amp;b=2|Lees &lt;meer&gt;>' }],
    });
    expect(blocks[3]).toMatchObject({ elements: [{ style: 'primary', text: { text: 'Ja' } }] });
    expect(blocks[5]).toMatchObject({ fields: [{ type: 'mrkdwn', text: '*Vitaliteit*\n4,0' }] });
    expect(blocks[6]).toMatchObject({ alt_text: 'De lijn stijgt.', title: { text: 'Lijn' } });
  });

  it('shows an address that is no web page as text, without a link', () => {
    const url = 'javascript:alert(1)';
    const { blocks } = renderMessage(view({ kind: 'link', label: 'Lees meer', url }));
    expect(blocks).toMatchObject([{ elements: [{ type: 'plain_text', text: `Lees meer: ${url}` }] }]);
  });

  it('has the summary as its text, in which nothing is a mention or a link', () => {
    const message = renderMessage({ summary: 'Hoi <!channel> & <@U1>', blocks: [] });
    expect(message.text).toBe('Hoi &lt;!channel&gt; &amp; &lt;@U1&gt;');
    expect(message.blocks).toMatchObject([
      { type: 'section', text: { type: 'plain_text', text: 'Hoi <!channel> & <@U1>' } },
    ]);
  });

  it('escapes mark-up in facts', () => {
    const { blocks } = renderMessage(view({ kind: 'facts', facts: [{ label: 'A\n& B', value: '<!here>' }] }));
    expect(blocks[0]).toMatchObject({ fields: [{ text: '*A &amp; B*\n&lt;!here&gt;', verbatim: true }] });
  });

  it('puts seven stacked answers on seven lines', () => {
    const buttons = ANSWERS.map((label, value) => button(`${value} · ${label}`));
    const { blocks } = renderMessage(view({ kind: 'buttons', layout: 'stacked', buttons }));
    expect(blocks).toHaveLength(7);
    expect(blocks[1]).toMatchObject({ type: 'actions', elements: [{ text: { text: '1 · een paar keer per jaar' } }] });
  });

  it('puts stacked buttons in rows when they would take too many lines', () => {
    const buttons = Array.from({ length: 60 }, (_, index) => button(`Keuze ${index}`));
    const stacked = view({ kind: 'buttons', layout: 'stacked', buttons });
    accepted(stacked);
    expect(renderMessage(stacked).blocks).toHaveLength(3);
    expect(renderHome(stacked).blocks).toHaveLength(60);
  });

  it('splits 26 buttons over two rows, each element with its own id', () => {
    const buttons = Array.from({ length: 26 }, (_, index) => button(`Keuze ${index}`));
    const rows = view({ kind: 'buttons', layout: 'row', buttons }, { kind: 'buttons', layout: 'row', buttons });
    accepted(rows);
    const { blocks } = renderMessage(rows);
    const ids = JSON.stringify(blocks).match(/"action_id":"[^"]+"/g);
    expect(blocks).toHaveLength(4);
    expect(new Set(ids).size).toBe(52);
  });

  it('returns the data of the button after a tap', () => {
    const data = { checkIn: '6d0c', value: '3' };
    const { blocks } = renderMessage(view({ kind: 'buttons', layout: 'row', buttons: [button('3', { data })] }));
    const [row] = blocks;
    const element = row?.type === 'actions' ? row.elements[0] : undefined;
    if (element?.type !== 'button') throw new Error('No button was drawn.');
    const { action_id = '', value } = element;
    expect(readPressed({ type: 'button', action_id, value })).toEqual({ action: 'check-in.answer', data });
  });

  it('returns a choice under its name, with the data of the select', () => {
    const [section] = renderMessage(view(select())).blocks;
    expect(section).toMatchObject({ accessory: { type: 'static_select', initial_option: { value: 'en' } } });
    const pressed = {
      type: 'static_select',
      action_id: 'people.language#0',
      block_id: section?.block_id ?? '',
    } as const;
    expect(readPressed({ ...pressed, selected_option: { value: 'nl' } })).toEqual({
      action: 'people.language',
      data: { person: 'p1', language: 'nl' },
    });
  });

  it('draws a select as buttons when Slack cannot hold its data or options', () => {
    const long = view(select({ data: { person: 'p'.repeat(300) } }));
    accepted(long);
    expect(renderMessage(long).blocks).toMatchObject([
      { type: 'section' },
      {
        type: 'actions',
        elements: [{ text: { text: 'Nederlands' } }, { text: { text: 'English' }, style: 'primary' }],
      },
    ]);
    const many = Array.from({ length: 101 }, (_, index) => ({ label: `Keuze ${index}`, value: `${index}` }));
    accepted(view(select({ options: many })));
    accepted(view(select({ options: [] })));
    accepted(view(select({ options: [{ label: 'Lang', value: 'v'.repeat(151) }] })));
  });

  it('shows as text what a button cannot hold', () => {
    const buttons = [
      button('Kort'),
      button('Te lang', { data: { text: 'x'.repeat(2000) } }),
      button('Ook', { action: 'a'.repeat(255) }),
    ];
    const of = view({ kind: 'buttons', layout: 'row', buttons });
    accepted(of);
    expect(renderMessage(of).blocks).toMatchObject([
      { type: 'actions', elements: [{ text: { text: 'Kort' } }] },
      { type: 'section', text: { text: 'Te lang\nOok' } },
    ]);
  });

  it('splits a long text and loses nothing of it', () => {
    const sentence = 'Dit is een zin van een leerkracht. ';
    const of = view({ kind: 'text', text: sentence.repeat(250) });
    accepted(of);
    const pieces = renderMessage(of).blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''));
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join(' ')).toBe(sentence.repeat(250).trim());
  });

  it('cuts headings and labels with an ellipsis, and never half a character', () => {
    const of = view({ kind: 'heading', text: `${'x'.repeat(148)}😀😀` });
    accepted(of);
    expect(renderMessage(of).blocks).toMatchObject([{ text: { text: `${'x'.repeat(148)}…` } }]);
  });

  it('puts eleven facts in two sections', () => {
    const facts = Array.from({ length: 11 }, (_, index) => ({ label: `Feit ${index}`, value: 'x' }));
    const of = view({ kind: 'facts', facts });
    accepted(of);
    expect(renderMessage(of).blocks).toHaveLength(2);
  });

  it('shows the text of a picture whose address Slack cannot fetch', () => {
    const of = view({ kind: 'picture', url: 'data:image/png;base64,AA', title: 'Lijn', alt: 'De lijn stijgt.' });
    expect(renderMessage(of).blocks).toMatchObject([{ type: 'section', text: { text: 'Lijn\nDe lijn stijgt.' } }]);
  });

  it('shows what does not fit in fifty blocks as text in the last one', () => {
    const texts = Array.from({ length: 60 }, (_, index): Block => ({ kind: 'text', text: `Regel ${index}` }));
    const of = view(...texts);
    accepted(of);
    const { blocks } = renderMessage(of);
    expect(blocks).toHaveLength(50);
    expect(blocks.at(-1)).toMatchObject({ text: { text: expect.stringMatching(/^Regel 49\n.*Regel 59$/s) } });
  });

  it('shows a block of an unknown kind as its texts, and an unknown view as its summary', () => {
    const unknown: Block = JSON.parse('{"kind":"carousel","title":"Nieuw","text":"Iets van later"}');
    expect(renderMessage(view(unknown)).blocks).toMatchObject([{ text: { text: 'Nieuw\nIets van later' } }]);
    const wordless: Block = JSON.parse('{"kind":"spinner"}');
    expect(renderMessage(view(wordless)).blocks).toMatchObject([{ text: { text: 'Drie korte vragen' } }]);
  });

  it('never makes anything that Slack refuses', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ minLength: 140, maxLength: 160 }),
      fc.string({ minLength: 2990, maxLength: 7000 }),
    );
    const data = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 300 }), { maxKeys: 4 });
    const option = fc.record({ label: text, value: fc.string({ maxLength: 160 }) });
    const aButton = fc.record({
      label: text,
      action: fc.string({ minLength: 1, maxLength: 300 }),
      data,
      tone: fc.constantFrom('plain' as const, 'primary' as const),
      opens: fc.constant('view' as const),
    });
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({ kind: fc.constantFrom('heading' as const, 'text' as const, 'note' as const), text }),
      fc.record({
        kind: fc.constant('buttons' as const),
        layout: fc.constantFrom('row' as const, 'stacked' as const),
        buttons: fc.array(aButton, { maxLength: 60 }),
      }),
      fc.record({
        kind: fc.constant('select' as const),
        label: text,
        action: fc.string({ minLength: 1, maxLength: 300 }),
        name: fc.string({ maxLength: 20 }),
        data,
        options: fc.uniqueArray(option, { maxLength: 120, selector: (one) => one.value }),
        selected: fc.option(fc.string()),
      }),
      fc.record({
        kind: fc.constant('facts' as const),
        facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 25 }),
      }),
      fc.record({
        kind: fc.constant('picture' as const),
        url: fc.oneof(fc.webUrl(), fc.string()),
        title: text,
        alt: text,
      }),
      fc.record({ kind: fc.constant('link' as const), label: text, url: fc.oneof(fc.webUrl(), fc.string()) }),
      fc.constant({ kind: 'divider' as const }),
    );
    fc.assert(
      fc.property(fc.record({ summary: text, blocks: fc.array(block, { maxLength: 70 }) }), (of) => {
        accepted(of);
        const message = renderMessage(of);
        expect(message.blocks.length).toBeGreaterThan(0);
        expect(message.text.length).toBeLessThanOrEqual(3000);
      }),
      { numRuns: 60, examples: [[{ summary: ' ', blocks: [] }], [{ summary: '\u202e', blocks: [] }]] },
    );
  });
});
