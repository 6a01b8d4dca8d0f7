import { readFieldKind, type readFields } from '../../chat/field-values.ts';
import type { DialogField, FieldKind } from '../../chat/view.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import type { CardElement, Input } from './card.ts';
import { escapeMarkdown } from './escape.ts';
import { drawNote, drawText } from './render-text.ts';

/** With more options than this, they are in a list. */
const MAX_IN_SIGHT = 7;

/**
 * How much of a text is drawn, in code units: as much as any field accepts. Of a text that is far too long only the
 * beginning is drawn, because Teams would refuse a dialog that large, and with it the error that the text is too long.
 */
const MAX_DRAWN = 6_000;

/**
 * The id of a field's input. Values come back in one flat object with data of our own: the kind in front tells how to
 * read a value, and keeps names of fields apart from ours.
 */
export function fieldId({ kind, name }: { readonly kind: FieldKind; readonly name: string }): string {
  return `${kind}.${name}`;
}

/** Reads a value under an id made by fieldId; null for another id. */
export function readField(id: string, value: unknown): Parameters<typeof readFields>[0][number] | null {
  const [, word = '', name = ''] = /^([a-z-]+)\.(.+)$/s.exec(id) ?? [];
  const kind = readFieldKind(word);
  return kind === null ? null : { kind, name, value: kind === 'several' ? readSeveral(value) : value };
}

/** Draws a field with its error and its help below it. */
export function renderField(field: DialogField, error?: string): CardElement[] {
  return [
    { id: fieldId(field), label: field.label, ...requirement(field), ...renderInput(field) },
    ...(error === undefined ? [] : [errorText(error)]),
    ...(field.help === undefined ? [] : [help(field.help)]),
  ];
}

/** Draws an error; the sign is for people who cannot see the colour. */
export function errorText(sentence: string): CardElement {
  return { ...drawText(`⚠ ${sentence}`, { size: 'Small', weight: 'Bolder', color: 'Attention' }), spacing: 'Small' };
}

function help(text: string): CardElement {
  return { ...drawNote(text), spacing: 'Small' };
}

function requirement(field: DialogField): Pick<Input, 'isRequired' | 'errorMessage'> {
  if (field.kind === 'yes-no' || field.missing === null) return {};
  // A chosen option cannot be taken back, so that a star for "required" would only alarm people.
  if (field.kind === 'choice' && field.initial !== null) return {};
  return { isRequired: true, errorMessage: escapeMarkdown(field.missing) };
}

type Holder = Input extends infer Each ? (Each extends Input ? Omit<Each, 'id' | 'label'> : never) : never;

function renderInput(field: DialogField): Holder {
  switch (field.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        isMultiline: field.lines === 'several',
        maxLength: field.maxLength,
        ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
        ...initially(field.initial === null ? null : beginningOf(field.initial)),
      };
    case 'date':
      return { type: 'Input.Date', ...initially(field.initial) };
    case 'time':
      return { type: 'Input.Time', ...initially(field.initial) };
    case 'choice':
      return choiceSet(field);
    case 'several':
      return multiChoiceSet(field);
    case 'yes-no':
      return {
        type: 'Input.Toggle',
        title: escapeMarkdown(field.statement),
        wrap: true,
        valueOn: 'yes',
        valueOff: 'no',
        value: field.initial,
      };
  }
}

type ChoiceSet = Extract<Holder, { type: 'Input.ChoiceSet' }>;

/** Titles of visible options are Markdown, those in a list are not. */
function choiceSet({ options, initial }: Extract<DialogField, { kind: 'choice' }>): ChoiceSet {
  const inSight = options.length <= MAX_IN_SIGHT;
  return {
    type: 'Input.ChoiceSet',
    style: inSight ? 'expanded' : 'compact',
    wrap: true,
    choices: options.map(({ label, value }) => ({
      title: inSight ? escapeMarkdown(label) : withoutBidiControls(label),
      value,
    })),
    ...initially(initial),
  };
}

/** Draws check boxes, however many, because Teams has no list for them. */
function multiChoiceSet({ options, initial }: Extract<DialogField, { kind: 'several' }>): ChoiceSet {
  return {
    type: 'Input.ChoiceSet',
    style: options.length <= MAX_IN_SIGHT ? 'expanded' : 'compact',
    wrap: true,
    isMultiSelect: true,
    choices: options.map(({ label, value }) => ({ title: escapeMarkdown(label), value: encodeURIComponent(value) })),
    ...initially(initial.map(encodeURIComponent).join(',') || null),
  };
}

function beginningOf(text: string): string {
  // Removes a lone surrogate at the cut.
  return text.length <= MAX_DRAWN ? text : text.slice(0, MAX_DRAWN).replace(/[\uD800-\uDBFF]$/, '');
}

function initially(value: string | null): { readonly value?: string } {
  return value === null || value === '' ? {} : { value };
}

/** Reads several choices, which Teams separates by commas; values are therefore encoded without any. */
function readSeveral(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value;
  try {
    return value.split(',').map(decodeURIComponent);
  } catch {
    // Not a value of ours; it is refused like any other unreadable value.
    return false;
  }
}
