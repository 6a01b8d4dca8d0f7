import { describe, expect, it } from '@jest/globals';
import { fillIn, findActions, pickAction } from '../../../playground/teams/card-actions.ts';

const choice = {
  type: 'Input.ChoiceSet',
  id: 'value',
  value: '3',
  choices: [
    { title: 'nooit', value: '0' },
    { title: 'soms', value: '3' },
  ],
};
const execute = (title: string, rest: object = {}) => ({ type: 'Action.Execute', title, verb: 'answer', ...rest });
const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    choice,
    { type: 'Input.Text', id: 'note', isRequired: true, label: 'Wat', errorMessage: 'Vul iets in' },
    { type: 'ActionSet', actions: [execute('een', { data: { item: '1' } })] },
    {
      type: 'Shiny.Thing',
      actions: [execute('verborgen')],
      fallback: { type: 'ActionSet', actions: [execute('twee')] },
    },
    {
      type: 'ActionSet',
      actions: [execute('uit', { isEnabled: false })],
      fallback: { type: 'ActionSet', actions: [execute('nooit')] },
    },
  ],
  actions: [
    execute('drie', { data: { deep: { item: '3', type: 'Action.Execute' } }, associatedInputs: 'None' }),
    { type: 'Action.Submit', title: 'vier' },
  ],
};
const actions = findActions(card, 'Action.Execute');

describe('the buttons that a person can tap', () => {
  it('are those that are drawn and enabled, in order', () => {
    expect(actions.map(({ title }) => title)).toEqual(['een', 'twee', 'drie']);
    expect(findActions(card, 'Action.Submit').map(({ title }) => title)).toEqual(['vier']);
  });

  it('are found by place, verb and part of their data', () => {
    expect(pickAction(actions, { actionIndex: 1 })?.title).toBe('twee');
    expect(pickAction(actions, { data: { deep: { item: '3' } } })?.title).toBe('drie');
    expect(pickAction(actions, { verb: 'answer', data: { item: '1' } })?.title).toBe('een');
    expect(pickAction(actions, { verb: 'other' })).toBeNull();
    expect(pickAction(actions, { data: { deep: { item: '4' } } })).toBeNull();
    expect(pickAction(actions, { actionIndex: 3 })).toBeNull();
  });
});

describe('the fields of a card', () => {
  const [withInputs, , without] = actions;

  it('send what was filled in, or else their initial value', () => {
    if (withInputs === undefined || without === undefined) throw new Error('The card lost a button.');
    expect(fillIn(card, withInputs, { note: 'x' })).toEqual({ value: '3', note: 'x' });
    expect(fillIn(card, withInputs, { note: 'x', value: '0' })).toEqual({ value: '0', note: 'x' });
    expect(fillIn(card, without, {})).toEqual({});
  });

  it.each([[{ note: 'x', value: '9' }], [{ note: 'x', other: '1' }], [{}]])('cannot be filled in with %j', (inputs) => {
    if (withInputs === undefined) throw new Error('The card lost a button.');
    expect(() => fillIn(card, withInputs, inputs)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
