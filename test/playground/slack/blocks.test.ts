import { describe, expect, it } from '@jest/globals';
import { checkBlocks } from '../../../playground/slack/check-blocks.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const markup = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, i) => make(i));

const divider = () => ({ type: 'divider' });
const button = (change: object = {}) => ({ type: 'button', text: plain(5), action_id: 'a', ...change });
const actions = (...elements: object[]) => [{ type: 'actions', elements }];
const option = (index: number) => ({ text: plain(5), value: String(index) });
const select = (change: object = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: times(2, option),
  ...change,
});
const image = (change: object = {}) => [
  { type: 'image', image_url: 'https://example.org/a.png', alt_text: 'x', ...change },
];
const input = (element: object) => [{ type: 'input', label: plain(5), element }];
const radio = (change: object = {}) => ({
  type: 'radio_buttons',
  action_id: 'r',
  options: times(2, option),
  ...change,
});
/** For each limit: blocks of a given size, the largest size that Slack accepts, and where the next one is refused. */
const LIMITS: readonly [string, (size: number) => unknown[], number, string][] = [
  ['blocks in a message', (size) => times(size, divider), 50, '/blocks'],
  ['header', (size) => [{ type: 'header', text: plain(size) }], 150, '/blocks/0/text/text'],
  ['section text', (size) => [{ type: 'section', text: markup(size) }], 3000, '/blocks/0/text/text'],
  ['section fields', (size) => [{ type: 'section', fields: times(size, () => markup(1)) }], 10, '/blocks/0/fields'],
  ['field text', (size) => [{ type: 'section', fields: [markup(size)] }], 2000, '/blocks/0/fields/0/text'],
  [
    'context elements',
    (size) => [{ type: 'context', elements: times(size, () => markup(1)) }],
    10,
    '/blocks/0/elements',
  ],
  [
    'buttons in a row',
    (size) => actions(...times(size, (i) => button({ action_id: `a${i}` }))),
    25,
    '/blocks/0/elements',
  ],
  ['button text', (size) => actions(button({ text: plain(size) })), 75, '/blocks/0/elements/0/text/text'],
  ['button value', (size) => actions(button({ value: 'x'.repeat(size) })), 2000, '/blocks/0/elements/0/value'],
  ['action_id', (size) => actions(button({ action_id: 'x'.repeat(size) })), 255, '/blocks/0/elements/0/action_id'],
  ['block_id', (size) => [{ type: 'divider', block_id: 'x'.repeat(size) }], 255, '/blocks/0/block_id'],
  ['options', (size) => actions(select({ options: times(size, option) })), 100, '/blocks/0/elements/0/options'],
  [
    'option text',
    (size) => actions(select({ options: [{ text: plain(size), value: '1' }] })),
    75,
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'option value',
    (size) => actions(select({ options: [{ text: plain(1), value: 'x'.repeat(size) }] })),
    150,
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'placeholder',
    (size) => actions(select({ placeholder: plain(size) })),
    150,
    '/blocks/0/elements/0/placeholder/text',
  ],
  ['radio buttons', (size) => input(radio({ options: times(size, option) })), 10, '/blocks/0/element/options'],
  ['alternative text', (size) => image({ alt_text: 'x'.repeat(size) }), 2000, '/blocks/0/alt_text'],
  [
    'image address',
    (size) => image({ image_url: `https://example.org/${'x'.repeat(size - 20)}` }),
    3000,
    '/blocks/0/image_url',
  ],
];

describe('the limits of blocks', () => {
  it.each(LIMITS)('%s', (_name, make, most, pointer) => {
    expect(checkBlocks(make(most), 'message', '/blocks')).toMatchObject({ ok: true });
    const refused = checkBlocks(make(most + 1), 'message', '/blocks');
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).toContain(`[json-pointer:${pointer}`);
  });

  it('gives modals and home pages twice the blocks', () => {
    expect(checkBlocks(times(100, divider), 'view', '/view/blocks')).toMatchObject({ ok: true });
    expect(checkBlocks(times(101, divider), 'view', '/view/blocks')).toMatchObject({ ok: false });
  });
});

const WRONG: readonly [string, unknown, string][] = [
  ['no list', { type: 'divider' }, '/blocks]'],
  ['an unknown block', [{ type: 'banner' }], 'unsupported type [json-pointer:/blocks/0/type]'],
  ['an unknown element', actions({ type: 'slider' }), 'unsupported type [json-pointer:/blocks/0/elements/0/type]'],
  ['an unknown property', [{ type: 'divider', colour: 'red' }], 'invalid additional property: colour'],
  ['an empty text', [{ type: 'section', text: markup(0) }], 'must be more than 0 characters'],
  ['a header with mark-up', [{ type: 'header', text: markup(3) }], '/blocks/0/text/type'],
  ['a section with nothing', [{ type: 'section' }], 'missing required field: text'],
  ['an action twice in a block', actions(button(), button()), '/blocks/0/elements/1/action_id'],
  ['a block_id twice', times(2, () => ({ type: 'divider', block_id: 'b' })), '/blocks/1/block_id'],
  ['a select without options', actions(select({ options: undefined })), 'exactly one of options and option_groups'],
  ['an initial option not on offer', actions(select({ initial_option: option(7) })), 'must be one of the options'],
  ['an initial option with other words', input(radio({ initial_option: { ...option(1), text: plain(6) } })), 'one of'],
  ['an input in a row of buttons', actions({ type: 'plain_text_input', action_id: 'a' }), 'unsupported type'],
  ['a picture without an address', image({ image_url: 'a.png' }), '/blocks/0/image_url'],
];

describe('blocks that Slack does not take', () => {
  it.each(WRONG)('%s', (_name, blocks, message) => {
    const refused = checkBlocks(blocks, 'message', '/blocks');
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).toContain(message);
  });

  it('may repeat an action in another block', () => {
    expect(checkBlocks([...actions(button()), ...actions(button())], 'message', '/blocks')).toMatchObject({ ok: true });
  });

  it('never quotes what was written', () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'geheim '.repeat(40) } }];
    expect(JSON.stringify(checkBlocks(blocks, 'message', '/blocks'))).not.toContain('geheim');
  });
});
