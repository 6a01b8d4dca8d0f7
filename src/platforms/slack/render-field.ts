import type { InputBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { readFieldKind, readFields } from '../../chat/field-values.ts';
import type { DialogField, FieldKind, FieldValues, Option } from '../../chat/view.ts';
import { cut, plain } from './escape.ts';
import { LIMITS } from './limits.ts';
import { drawOptions } from './render-buttons.ts';

type FieldOf<Kind extends FieldKind> = Extract<DialogField, { kind: Kind }>;
type Element = InputBlock['element'];

/**
 * Draws a field as an input block under the field's name. Its element is named by the kind of field, which tells how to
 * read its value. Null when it does not fit Slack's limits.
 */
export function drawField(field: DialogField): InputBlock | null {
  if (field.name === '' || field.name.length > LIMITS.blockId) return null;
  const element = drawElement(field);
  if (element === null) return null;
  // An unticked box is an answer too, and Slack does not accept it for a required field.
  const optional = field.kind === 'yes-no' || field.missing === null;
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, LIMITS.inputLabel),
    element,
    ...(field.help !== undefined && { hint: plain(field.help, LIMITS.inputHint) }),
    ...(optional && { optional }),
  };
}

/** The field as a label and a value; when it is empty, the value lists all options. */
export function describeField(field: DialogField): { label: string; value: string } {
  return { label: field.label, value: describeValue(field) };
}

function drawElement(field: DialogField): Element | null {
  switch (field.kind) {
    case 'text':
      return drawTextInput(field);
    case 'date':
      return {
        type: 'datepicker',
        action_id: field.kind,
        ...(field.initial !== null && { initial_date: field.initial }),
      };
    case 'time':
      return {
        type: 'timepicker',
        action_id: field.kind,
        ...(field.initial !== null && { initial_time: field.initial }),
      };
    case 'choice':
      return drawChoice(field);
    case 'several':
      return drawSeveral(field);
    case 'yes-no':
      return drawBox(field);
  }
}

function drawTextInput(field: FieldOf<'text'>): Element {
  const max_length = Math.min(field.maxLength, LIMITS.typedText);
  return {
    type: 'plain_text_input',
    action_id: field.kind,
    multiline: field.lines === 'several',
    max_length,
    ...(field.placeholder !== undefined && { placeholder: plain(field.placeholder, LIMITS.placeholder) }),
    ...(field.initial !== null && { initial_value: cut(field.initial, max_length) }),
  };
}

/** Radio buttons, or a menu when there are more options than Slack has buttons for. */
function drawChoice(field: FieldOf<'choice'>): Element | null {
  const options = drawOptions(field.options, LIMITS.selectOptions);
  if (options === null) return null;
  const initial = options.find(({ value }) => value === field.initial);
  const common = { action_id: field.kind, options, ...(initial && { initial_option: initial }) };
  return options.length <= LIMITS.listOptions
    ? { type: 'radio_buttons', ...common }
    : { type: 'static_select', ...common };
}

/** Boxes to tick, or a menu when there are more options than Slack has boxes for. */
function drawSeveral(field: FieldOf<'several'>): Element | null {
  const options = drawOptions(field.options, LIMITS.selectOptions);
  if (options === null) return null;
  const initial = options.filter(({ value }) => value !== undefined && field.initial.includes(value));
  const common = { action_id: field.kind, options, ...(initial.length > 0 && { initial_options: initial }) };
  return options.length <= LIMITS.listOptions
    ? { type: 'checkboxes', ...common }
    : { type: 'multi_static_select', ...common };
}

function drawBox(field: FieldOf<'yes-no'>): Element {
  const yes: PlainTextOption = { text: plain(field.statement, LIMITS.optionText), value: 'yes' };
  return {
    type: 'checkboxes',
    action_id: field.kind,
    options: [yes],
    ...(field.initial === 'yes' && { initial_options: [yes] }),
  };
}

function describeValue(field: DialogField): string {
  switch (field.kind) {
    case 'text':
    case 'date':
    case 'time':
      return field.initial ?? '';
    case 'choice':
      return labelsOf(field.options, ({ value }) => value === field.initial);
    case 'several':
      return labelsOf(field.options, ({ value }) => field.initial.includes(value));
    case 'yes-no':
      return `${field.initial === 'yes' ? '☑' : '☐'} ${field.statement}`;
  }
}

function labelsOf(options: readonly Option[], isChosen: (option: Option) => boolean): string {
  const chosen = options.filter(isChosen);
  return (chosen.length > 0 ? chosen : options).map(({ label }) => label).join('\n');
}

const option = z.object({ value: z.string() });
/** The state of a modal's input when it is submitted. */
const inputState = z.object({
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  value: z.string().nullish(),
});

/** Reads the values of a modal made by drawField. Fails when a field has a value that its kind cannot have. */
export const filledInputs = z
  .record(z.string(), z.record(z.string(), inputState))
  .transform((blocks, context): FieldValues => {
    const fields = Object.entries(blocks).flatMap(([name, elements]) =>
      Object.entries(elements).flatMap(([element, state]): Parameters<typeof readFields>[0][number][] => {
        const kind = readFieldKind(element);
        return kind === null ? [] : [{ kind, name, value: valueIn(kind, state) }];
      }),
    );
    const values = readFields(fields);
    if (values !== null) return values;
    context.addIssue('A field holds what it cannot.');
    return z.NEVER;
  });

function valueIn(kind: FieldKind, state: z.infer<typeof inputState>): unknown {
  switch (kind) {
    case 'text':
      return state.value;
    case 'date':
      return state.selected_date;
    case 'time':
      return state.selected_time;
    case 'choice':
      return state.selected_option?.value;
    case 'several':
      return state.selected_options?.map(({ value }) => value);
    case 'yes-no':
      return (state.selected_options ?? []).length > 0 ? 'yes' : 'no';
  }
}
