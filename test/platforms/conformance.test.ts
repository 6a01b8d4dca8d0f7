import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filledIn } from '../../src/chat/filled-in.ts';
import type { AnyButton, Block, Dialog, FieldKind, View } from '../../src/chat/view.ts';
import { EVERY_FIELD, EVERY_FIELD_DIALOG, FILLED_IN, options } from '../fixtures/every-field.ts';
import type { AdapterRig, Where } from './adapter-rig.ts';
import { openSlackRig } from './slack/adapter-rig.ts';
import { openTeamsRig } from './teams/adapter-rig.ts';

/** Add a new platform here; nothing else in this file needs a change. */
const ADAPTERS: Readonly<Record<string, () => Promise<AdapterRig>>> = { Slack: openSlackRig, Teams: openTeamsRig };

const BUTTONS = [
  { label: 'Ik kom', action: 'test.view', data: { slot: 's1' }, tone: 'primary', opens: 'view' },
  { label: 'Invullen', action: 'test.dialog', data: { slot: 's2' }, tone: 'plain', opens: 'dialog' },
  { label: 'Lees meer', url: 'https://example.org/uitleg?a=1&b=2', tone: 'plain', opens: 'address' },
  { label: '15:00 is bezet', opens: 'nothing' },
] as const satisfies readonly AnyButton[];

/** One of every block: a new kind of block does not compile before it is added here. */
const BLOCKS: { readonly [Kind in Block['kind']]: Extract<Block, { kind: Kind }> } = {
  heading: { kind: 'heading', text: 'Een kop' },
  text: { kind: 'text', text: 'Een tekst met <b>haken</b> en *sterren*' },
  note: { kind: 'note', text: 'Kleine letters' },
  buttons: { kind: 'buttons', layout: 'stacked', buttons: BUTTONS },
  select: {
    kind: 'select',
    label: 'Kies een school',
    action: 'test.select',
    name: 'school',
    data: { form: 'f1' },
    options: options(3),
    selected: 'k,0',
  },
  facts: { kind: 'facts', facts: [{ label: 'Week', value: '47 van 2026' }] },
  picture: { kind: 'picture', url: 'https://example.org/week.png', title: 'De week', alt: 'Een stijgende lijn' },
  link: { kind: 'link', label: 'Alle cijfers', url: 'https://example.org/cijfers' },
  divider: { kind: 'divider' },
};

const viewOf = (...blocks: Block[]): View => ({ summary: 'Een bericht', blocks });
const KINDS: Readonly<Record<FieldKind, number>> = { text: 2, date: 1, time: 1, choice: 2, several: 2, 'yes-no': 1 };

describe.each(Object.keys(ADAPTERS))('%s, as every platform', (name) => {
  let rig: AdapterRig;
  let sent = 0;

  beforeAll(async () => {
    const open = ADAPTERS[name];
    if (!open) throw new Error('no such platform');
    rig = await open();
  });
  afterAll(async () => {
    expect(rig.faults()).toEqual([]);
    await rig.close();
  });

  async function send(view: View, where: Where = 'person'): Promise<string> {
    sent += 1;
    return (await rig.platform.send({ key: `test:${sent}`, to: rig.recipient[where], view })).reference;
  }

  /** Opens a dialog by a tap. @returns the message that was tapped */
  async function openDialog(dialog: Dialog, where: Where = 'person'): Promise<string> {
    const reference = await send(viewOf(BLOCKS.buttons), where);
    rig.answerNext({ kind: 'dialog', dialog });
    await rig.tap(where, reference, 'Invullen');
    return reference;
  }

  it('draws every block, with everything that it says', async () => {
    const { text, buttons, addresses, pictures } = rig.shown('person', await send(viewOf(...Object.values(BLOCKS))));
    const said = ['Een kop', 'haken', '*sterren*', 'Kleine letters', 'Kies een school', 'Keuze, 2', '47 van 2026'];
    for (const words of [...said, 'De week', 'Een stijgende lijn', 'Alle cijfers', 'https://example.org/cijfers']) {
      expect(text).toContain(words);
    }
    for (const button of BUTTONS) expect(text).toContain(button.label);
    expect(buttons).toEqual(expect.arrayContaining(['Ik kom', 'Invullen', 'Lees meer']));
    expect(buttons).not.toContain('15:00 is bezet');
    expect(addresses).toEqual(['https://example.org/uitleg?a=1&b=2']);
    expect(pictures).toEqual(['https://example.org/week.png']);
  });

  it('draws each block alone', async () => {
    for (const block of Object.values(BLOCKS)) await expect(send(viewOf(block))).resolves.not.toBe('');
  });

  it('reports a tap, and replaces the tapped message', async () => {
    const reference = await send(viewOf(BLOCKS.buttons));
    rig.answerNext({ kind: 'replace', view: viewOf({ kind: 'text', text: 'Je komt om 14:00.' }) });
    await rig.tap('person', reference, 'Ik kom');
    expect(rig.events.at(-1)).toMatchObject({ kind: 'tap', action: 'test.view', data: { slot: 's1' } });
    expect(rig.events.at(-1)).not.toHaveProperty('channel');
    expect(rig.shown('person', reference)).toMatchObject({ text: expect.stringContaining('14:00'), buttons: [] });
  });

  it('does not report that a page was opened', async () => {
    const before = rig.events.length;
    await rig.tap('person', await send(viewOf(BLOCKS.buttons)), 'Lees meer');
    expect(rig.events).toHaveLength(before);
  });

  it.each([3, 40])('reports which of %d options was chosen at once', async (count) => {
    const reference = await send(viewOf({ ...BLOCKS.select, options: options(count) }));
    await rig.choose('person', reference, 'Keuze, 2');
    expect(rig.events.at(-1)).toMatchObject({ action: 'test.select', data: { form: 'f1', school: 'k,2' } });
  });

  it('reports the channel of a tap, and lets a post there be replaced and edited', async () => {
    const reference = await send(viewOf(BLOCKS.buttons), 'channel');
    rig.answerNext({ kind: 'replace', view: viewOf({ kind: 'text', text: 'Opgepakt.' }, BLOCKS.buttons) });
    await rig.tap('channel', reference, 'Ik kom');
    expect(rig.events.at(-1)).toMatchObject({ kind: 'tap', channel: rig.channel });
    expect(rig.shown('channel', reference).text).toContain('Opgepakt.');
    await rig.platform.edit(rig.recipient.channel, reference, viewOf({ kind: 'text', text: 'Afgerond.' }));
    expect(rig.shown('channel', reference)).toMatchObject({
      text: expect.stringContaining('Afgerond.'),
      buttons: [],
    });
  });

  it('edits what it sent to a person', async () => {
    const reference = await send(viewOf(BLOCKS.buttons));
    const greyed: Block = { kind: 'buttons', layout: 'row', buttons: [{ label: '14:00 is bezet', opens: 'nothing' }] };
    await rig.platform.edit(rig.recipient.person, reference, viewOf(greyed));
    expect(rig.shown('person', reference)).toMatchObject({
      text: expect.stringContaining('14:00 is bezet'),
      buttons: [],
    });
  });

  it('shows a dialog with every kind of field, and returns what was filled in', async () => {
    const kinds = Object.entries(KINDS).flatMap(([kind, times]) => Array.from({ length: times }, () => kind));
    expect(EVERY_FIELD.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
    await openDialog(EVERY_FIELD_DIALOG);
    const asked = EVERY_FIELD.map(({ label, help }) => ({ label, help: help ?? null, error: null }));
    expect(rig.fields()).toEqual(asked);
    rig.answerNext({ kind: 'close', note: 'Het is bewaard.' });
    await rig.submit(EVERY_FIELD_DIALOG, FILLED_IN);
    expect(rig.events.at(-1)).toMatchObject({ kind: 'submission', action: 'test.save', data: { id: 'd1' } });
    expect(rig.events.at(-1)).toHaveProperty('values', FILLED_IN);
    expect(rig.events.at(-1)).not.toHaveProperty('channel');
    expect(rig.seen()).toContain('Het is bewaard.');
  });

  it('shows a picture in a dialog with its text, or the text alone when it could not be fetched', async () => {
    const picture = { url: 'https://polsslag.example/line.png', title: 'Jouw lijn', alt: 'Totaal: week 47 4,0.' };
    await openDialog({ ...EVERY_FIELD_DIALOG, picture });
    expect(rig.seen()).toContain('Totaal: week 47 4,0.');
    expect(rig.seen()).toContain(picture.url);
    await openDialog({ ...EVERY_FIELD_DIALOG, picture: { ...picture, url: 'ftp://polsslag.example/line.png' } });
    expect(rig.seen()).toContain('Totaal: week 47 4,0.');
    expect(rig.seen()).not.toContain('ftp:');
  });

  it('leaves out empty fields, and reports an unticked box', async () => {
    const fields = EVERY_FIELD.map((field) => (field.kind === 'yes-no' ? field : { ...field, missing: null }));
    const dialog = { ...EVERY_FIELD_DIALOG, fields };
    await openDialog(dialog);
    await rig.submit(dialog, {});
    expect(rig.events.at(-1)).toHaveProperty('values', { action: 'no' });
  });

  it('shows the initial values of fields, and lets them be changed', async () => {
    const dialog = filledIn(EVERY_FIELD_DIALOG, FILLED_IN);
    await openDialog(dialog);
    await rig.submit(dialog, { subject: 'Taal', goals: ['k,1'], action: 'no' });
    const values = { ...FILLED_IN, subject: 'Taal', goals: ['k,1'], action: 'no' };
    expect(rig.events.at(-1)).toHaveProperty('values', values);
  });

  it('does not accept an empty required field, or a text that is too long', async () => {
    await openDialog(EVERY_FIELD_DIALOG);
    const before = rig.events.length;
    await expect(rig.submit(EVERY_FIELD_DIALOG, { subject: 'Alleen dit' })).rejects.toThrow();
    await expect(rig.submit(EVERY_FIELD_DIALOG, { ...FILLED_IN, subject: 'x'.repeat(81) })).rejects.toThrow();
    expect(rig.events).toHaveLength(before);
  });

  it('keeps a dialog open with what was filled in, and shows beside each field what is wrong', async () => {
    await openDialog(EVERY_FIELD_DIALOG);
    const errors = { day: 'Kies een dag die nog komt.', goals: 'Kies er één.', from: 'Kies een tijd na 15:00.' };
    rig.answerNext({ kind: 'errors', dialog: EVERY_FIELD_DIALOG, fields: errors });
    await rig.submit(EVERY_FIELD_DIALOG, FILLED_IN);
    const told = new Map(Object.entries(errors));
    expect(rig.fields()?.map(({ error }) => error)).toEqual(EVERY_FIELD.map(({ name }) => told.get(name) ?? null));
    rig.answerNext({ kind: 'close', note: 'Nu wel.' });
    await rig.submit(EVERY_FIELD_DIALOG, { day: '2026-12-08', goals: ['k,2'] });
    expect(rig.events.at(-1)).toHaveProperty('values', { ...FILLED_IN, day: '2026-12-08', goals: ['k,2'] });
    expect(rig.seen()).toContain('Nu wel.');
  });

  it('reports the channel of a dialog that was opened there, also after corrections', async () => {
    const reference = await openDialog(EVERY_FIELD_DIALOG, 'channel');
    rig.answerNext({ kind: 'errors', dialog: EVERY_FIELD_DIALOG, fields: { day: 'Te vroeg.' } });
    await rig.submit(EVERY_FIELD_DIALOG, FILLED_IN);
    await rig.submit(EVERY_FIELD_DIALOG, { day: '2026-12-08' });
    const [, first, second] = rig.events.slice(-3);
    expect([first, second]).toMatchObject([{ channel: rig.channel }, { channel: rig.channel }]);
    expect(rig.shown('channel', reference).buttons).toContain('Invullen');
  });
});
