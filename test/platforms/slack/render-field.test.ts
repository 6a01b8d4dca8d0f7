import { describe, expect, it } from '@jest/globals';
import { checkModal } from '../../../playground/slack/check-view.ts';
import type { DialogField } from '../../../src/chat/view.ts';
import { renderDialog } from '../../../src/platforms/slack/render-dialog.ts';
import { drawField, filledInputs } from '../../../src/platforms/slack/render-field.ts';
import { EVERY_FIELD_DIALOG, options } from '../../fixtures/every-field.ts';

const elements = () => renderDialog(EVERY_FIELD_DIALOG).blocks.slice(1);

describe('fields in a Slack modal', () => {
  it('are inputs that Slack takes, each in its own element', () => {
    expect(checkModal(renderDialog(EVERY_FIELD_DIALOG))).toMatchObject({ ok: true });
    expect(elements()).toMatchObject([
      {
        block_id: 'subject',
        hint: { text: 'In een paar woorden.' },
        element: { type: 'plain_text_input', multiline: false, max_length: 80, placeholder: { type: 'plain_text' } },
      },
      { block_id: 'message', optional: true, element: { type: 'plain_text_input', multiline: true } },
      { block_id: 'day', element: { type: 'datepicker' } },
      { block_id: 'from', optional: true, element: { type: 'timepicker' } },
      { block_id: 'kind', element: { type: 'radio_buttons' } },
      { block_id: 'school', optional: true, element: { type: 'static_select' } },
      { block_id: 'goals', element: { type: 'checkboxes' } },
      { block_id: 'pupils', optional: true, element: { type: 'multi_static_select' } },
      { block_id: 'action', optional: true, element: { type: 'checkboxes' } },
    ]);
  });

  it.each([
    [{ kind: 'text', missing: null, lines: 'one', maxLength: 9_000, initial: 'x'.repeat(4_000) }, 'initial_value'],
    [{ kind: 'date', missing: null, initial: '2026-12-01' }, 'initial_date'],
    [{ kind: 'time', missing: null, initial: '15:30' }, 'initial_time'],
    [{ kind: 'several', missing: null, options: options(3), initial: ['k,2'] }, 'initial_options'],
    [{ kind: 'several', missing: null, options: options(30), initial: ['k,2'] }, 'initial_options'],
    [{ kind: 'yes-no', statement: 's'.repeat(90), initial: 'yes' }, 'initial_options'],
  ] as const)('begin with what was filled in before: %j', (part, property) => {
    const field: DialogField = { name: 'a', label: 'A', ...part };
    expect(drawField(field)?.element).toHaveProperty(property);
    expect(checkModal(renderDialog({ ...EVERY_FIELD_DIALOG, fields: [field] }))).toMatchObject({ ok: true });
  });

  it('are facts in a modal that can only be read', () => {
    const modal = renderDialog({ ...EVERY_FIELD_DIALOG, submit: null });
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(JSON.stringify(modal.blocks)).toContain('☐ Niemand ziet mijn naam');
  });

  it('return nothing for an unknown element, and refuse impossible values', () => {
    expect(filledInputs.parse({ a: { other: { value: 'x' } } })).toEqual({});
    expect(filledInputs.safeParse({ a: { date: { selected_date: 'x' } } }).success).toBe(false);
    expect(filledInputs.parse({ a: { 'yes-no': { selected_options: [] } } })).toEqual({ a: 'no' });
  });
});
