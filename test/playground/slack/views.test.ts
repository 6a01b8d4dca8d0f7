import { describe, expect, it } from '@jest/globals';
import { checkHome, checkModal } from '../../../playground/slack/check-view.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const text = (length: number) => 'x'.repeat(length);
const modal = (change: object = {}) => ({ type: 'modal', title: plain(5), blocks: [{ type: 'divider' }], ...change });

const LIMITS: readonly [string, (size: number) => object, number][] = [
  ['title', (size) => ({ title: plain(size) }), 24],
  ['submit', (size) => ({ submit: plain(size) }), 24],
  ['close', (size) => ({ close: plain(size) }), 24],
  ['private_metadata', (size) => ({ private_metadata: text(size) }), 3000],
  ['callback_id', (size) => ({ callback_id: text(size) }), 255],
  ['external_id', (size) => ({ external_id: text(size) }), 255],
  ['blocks', (size) => ({ blocks: Array.from({ length: size }, () => ({ type: 'divider' })) }), 100],
];

describe('the limits of a modal', () => {
  it.each(LIMITS)('%s', (name, change, most) => {
    expect(checkModal(modal(change(most)))).toMatchObject({ ok: true });
    const refused = checkModal(modal(change(most + 1)));
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).toContain(`[json-pointer:/view/${name}`);
  });

  it('needs a title, blocks and nothing unknown', () => {
    for (const change of [{ title: undefined }, { blocks: undefined }, { colour: 'red' }, { type: 'page' }]) {
      expect(checkModal(modal(change))).toMatchObject({ ok: false });
    }
  });

  it('needs a submit button when something can be filled in', () => {
    const field = { type: 'input', label: plain(5), element: { type: 'plain_text_input', action_id: 'a' } };
    expect(checkModal(modal({ blocks: [field] }))).toEqual({
      ok: false,
      messages: ['[ERROR] missing required field: submit [json-pointer:/view/submit]'],
    });
    expect(checkModal(modal({ blocks: [field], submit: plain(5) }))).toMatchObject({ ok: true });
  });
});

describe('a home page', () => {
  it('has no title and no buttons of its own', () => {
    expect(checkHome({ type: 'home', blocks: [] })).toMatchObject({ ok: true });
    expect(checkHome({ type: 'home', blocks: [], title: plain(5) })).toMatchObject({ ok: false });
    expect(checkHome(modal())).toMatchObject({ ok: false });
  });
});
