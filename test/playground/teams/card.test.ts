import { describe, expect, it } from '@jest/globals';
import { checkCard } from '../../../playground/teams/check-card.ts';

const card = (body: unknown[], actions?: unknown[]) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...(actions && { actions }),
});
const words = { type: 'TextBlock', text: 'Hoe gaat het?', wrap: true, size: 'Medium', weight: 'Bolder' };
const button = (title: string) => ({ type: 'Action.Execute', title, verb: 'answer', data: { item: 'VIT01' } });
const choices = [
  { title: 'nooit', value: '0' },
  { title: 'elke dag', value: '6' },
];
describe('what Teams draws', () => {
  it.each<[string, unknown]>([
    ['text', words],
    ['facts', { type: 'FactSet', facts: [{ title: 'Totaal', value: '3,9' }] }],
    ['a picture', { type: 'Image', url: 'https://example.org/trend.png', altText: 'Trend' }],
    ['a picture on this machine', { type: 'Image', url: 'http://127.0.0.1:3000/trend.png' }],
    ['a picture in the card', { type: 'Image', url: 'data:image/png;base64,AAAA' }],
    [
      'buttons',
      { type: 'ActionSet', actions: [button('1'), { type: 'Action.OpenUrl', title: 'x', url: 'https://example.org' }] },
    ],
    ['a list to choose from', { type: 'Input.ChoiceSet', id: 'value', style: 'expanded', choices }],
    ['a field', { type: 'Input.Text', id: 'note', isMultiline: true, maxLength: 500 }],
    ['something new with a fallback', { type: 'Shiny.Thing', glow: 3, fallback: words }],
  ])('takes %s', (_, element) => {
    expect(checkCard(card([element]), 'message')).toEqual([]);
  });

  it('takes six buttons below the card', () => {
    expect(checkCard(card([words], '123456'.split('').map(button)), 'message')).toEqual([]);
  });
});

describe('what Teams does not draw', () => {
  it.each<[string, unknown, string]>([
    ['an element that the app has no use for', { type: 'Container', items: [words] }, 'card.body[0]: unknown here'],
    ['an unknown element', { type: 'Shiny.Thing' }, 'card.body[0]: unknown here, and without a fallback'],
    ['a bad fallback', { type: 'Shiny.Thing', fallback: { type: 'Odd' } }, 'card.body[0].fallback: unknown here'],
    ['no element', 'hello', 'card.body[0]: must be an object with a type'],
    ['an unknown property', { ...words, colour: 'good' }, 'card.body[0]: Unrecognized key'],
    ['an unknown word', { ...words, size: 'huge' }, 'card.body[0].size: must be one of'],
    ['an empty text', { ...words, text: '' }, 'card.body[0].text'],
    ['a picture over http', { type: 'Image', url: 'http://example.org/a.png' }, 'card.body[0].url: must be https'],
    ['a picture as SVG', { type: 'Image', url: 'data:image/svg+xml;base64,AAAA' }, 'card.body[0].url: must be https'],
    ['an input without id', { type: 'Input.Text' }, 'card.body[0].id'],
    ['a list without choices', { type: 'Input.ChoiceSet', id: 'v', choices: [] }, 'card.body[0].choices'],
    ['a required input that cannot say so', { type: 'Input.Text', id: 'v', isRequired: true }, 'a required input has'],
    ['an action as element', button('x'), 'card.body[0]: unknown here'],
    [
      'a link to a script',
      { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'x', url: 'javascript:alert(1)' }] },
      'actions[0].url',
    ],
    [
      'an unknown action',
      { type: 'ActionSet', actions: [{ type: 'Action.Fly', title: 'x' }] },
      'card.body[0].actions[0]: unknown here',
    ],
    ['a button without title', { type: 'ActionSet', actions: [{ type: 'Action.Execute' }] }, 'a button needs a title'],
    ['seven buttons in a row', { type: 'ActionSet', actions: '1234567'.split('').map(button) }, 'at most 6 actions'],
  ])('refuses %s', (_, element, fault) => {
    expect(checkCard(card([element]), 'message').join('\n')).toContain(fault);
  });

  it('refuses two elements with one id, but not an element and its fallback', () => {
    const field = { type: 'Input.Text', id: 'note' };
    expect(checkCard(card([field, field]), 'message')).toEqual(['card.body[1]: an id stands in a card once']);
    expect(checkCard(card([{ ...field, fallback: field }]), 'message')).toEqual([]);
  });

  it.each([
    [{ version: '1.6' }],
    [{ type: 'HeroCard' }],
    [{ version: undefined }],
    [{ actions: '1234567'.split('').map(button) }],
  ])('refuses a card with %j', (changes) => {
    expect(checkCard({ ...card([words]), ...changes }, 'message')).not.toEqual([]);
  });

  it('refuses Action.Execute in a dialog, where only Action.Submit works', () => {
    expect(checkCard(card([words], [button('x')]), 'dialog')).toEqual([
      'card.actions[0]: Action.Execute does not work in a dialog',
    ]);
    expect(checkCard(card([words], [{ type: 'Action.Submit', title: 'Bewaar' }]), 'dialog')).toEqual([]);
  });

  it('never repeats a text of the card', () => {
    const faults = checkCard(card([{ type: 'TextBlock', text: { secret: 'geheim' }, size: 'geheim' }]), 'message');
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).not.toContain('geheim');
  });
});
