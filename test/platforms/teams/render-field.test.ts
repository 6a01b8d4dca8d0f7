import { describe, expect, it } from '@jest/globals';
import { checkCard } from '../../../playground/teams/check-card.ts';
import type { DialogField } from '../../../src/chat/view.ts';
import { renderDialog } from '../../../src/platforms/teams/render-dialog.ts';
import { readField, renderField } from '../../../src/platforms/teams/render-field.ts';
import { EVERY_FIELD_DIALOG, options } from '../../fixtures/every-field.ts';

const OPENING = { messageId: null, activityId: 'f:1' };

describe('fields in a Teams dialog', () => {
  it('are inputs that Teams accepts, under ids that are not our own', () => {
    const card = renderDialog(EVERY_FIELD_DIALOG, OPENING);
    expect(checkCard(card, 'dialog')).toEqual([]);
    expect(card.body.slice(1)).toMatchObject([
      { type: 'Input.Text', id: 'text.subject', isMultiline: false, maxLength: 80, isRequired: true },
      { type: 'TextBlock', text: 'In een paar woorden.' },
      { type: 'Input.Text', id: 'text.message', isMultiline: true },
      { type: 'Input.Date', id: 'date.day', errorMessage: 'Kies een dag.' },
      { type: 'Input.Time', id: 'time.from' },
      { type: 'TextBlock', text: 'Na schooltijd.' },
      { type: 'Input.ChoiceSet', id: 'choice.kind', style: 'expanded' },
      { type: 'Input.ChoiceSet', id: 'choice.school', style: 'compact' },
      { type: 'Input.ChoiceSet', id: 'several.goals', isMultiSelect: true },
      { type: 'Input.ChoiceSet', id: 'several.pupils', isMultiSelect: true },
      { type: 'Input.Toggle', id: 'yes-no.action', title: 'Niemand ziet mijn naam', value: 'no' },
    ]);
  });

  it.each([
    [{ kind: 'text', missing: null, lines: 'one', maxLength: 90, initial: 'x' }, 'x'],
    [{ kind: 'date', missing: null, initial: '2026-12-01' }, '2026-12-01'],
    [{ kind: 'time', missing: null, initial: '15:30' }, '15:30'],
    [{ kind: 'choice', missing: null, options: options(3), initial: 'k,2' }, 'k,2'],
    [{ kind: 'several', missing: null, options: options(3), initial: ['k,0', 'k,2'] }, 'k%2C0,k%2C2'],
    [{ kind: 'yes-no', statement: 'Ja', initial: 'yes' }, 'yes'],
  ] as const)('begin with what was filled in before: %j', (part, value) => {
    const field: DialogField = { name: 'a', label: 'A', ...part };
    expect(renderField(field)).toMatchObject([{ value }]);
    expect(checkCard(renderDialog({ ...EVERY_FIELD_DIALOG, fields: [field] }, OPENING), 'dialog')).toEqual([]);
  });

  it('have no star when a choice can be changed but not removed', () => {
    const field: DialogField = {
      kind: 'choice',
      name: 'a',
      label: 'A',
      options: options(3),
      initial: 'k,1',
      missing: 'Kies.',
    };
    expect(renderField(field)[0]).not.toHaveProperty('isRequired');
    expect(renderField({ ...field, initial: null })[0]).toMatchObject({ isRequired: true, errorMessage: 'Kies.' });
  });

  it('show the text of an option without mark-up, where Teams draws it as Markdown', () => {
    const few = [{ label: '*Plan* _B_', value: 'b' }];
    const many = [...few, ...options(8)];
    const field = { name: 'a', label: 'A *', missing: 'Kies *iets*.' };
    const titleOf = (asked: DialogField) => renderField(asked)[0];
    const drawn = {
      choices: [{ title: '\\*Plan\\* \\_B\\_', value: 'b' }],
      errorMessage: 'Kies \\*iets\\*.',
      label: 'A *',
    };
    expect(titleOf({ ...field, kind: 'choice', options: few, initial: null })).toMatchObject(drawn);
    expect(titleOf({ ...field, kind: 'several', options: few, initial: [] })).toMatchObject(drawn);
    expect(titleOf({ ...field, kind: 'several', options: many, initial: [] })).toHaveProperty(
      'choices.0.title',
      drawn.choices[0]?.title,
    );
    // A list to pick from is drawn as it is.
    expect(titleOf({ ...field, kind: 'choice', options: many, initial: null })).toHaveProperty(
      'choices.0.title',
      '*Plan* _B_',
    );
    const box = { name: 'a', label: 'A', kind: 'yes-no', statement: 'Ja *echt*', initial: 'no' } as const;
    expect(titleOf(box)).toMatchObject({ title: 'Ja \\*echt\\*' });
  });

  it('are read by the kind in their id', () => {
    expect(readField('several.a.b', 'x%2Cy,z')).toEqual({ kind: 'several', name: 'a.b', value: ['x,y', 'z'] });
    expect(readField('yes-no.a', 'no')).toEqual({ kind: 'yes-no', name: 'a', value: 'no' });
    expect(readField('several.a', '%')).toMatchObject({ value: false });
    for (const id of ['msteams', 'number.a', 'text.', 'toString.a']) expect(readField(id, 'x')).toBeNull();
  });
});
