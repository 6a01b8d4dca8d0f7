import { readFieldKind, type readFields } from '../../chat/field-values.ts';
import type { DialogField, FieldKind } from '../../chat/view.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import type { CardElement, Input } from './card.ts';
import { escapeMarkdown } from './escape.ts';
import { drawNote, drawText } from './render-text.ts';

/** More options than this are a list to pick from. */
const MAX_IN_SIGHT = 7;

/**
 * So much of a text is drawn, in code units: as much as any field takes. Of one that is far too long its beginning stays, for Teams
 * refuses a dialog as large as a message may not be, and with it the word that it is too long.
 */
const MAX_DRAWN = 6_000;

/**
 * The id of a field's input. What is filled in comes back flat, beside data of our own: the kind in front tells how to
 * read it, and keeps the names of fields apart from ours.
 */
export function fieldId({ kind, name }: { readonly kind: FieldKind; readonly name: string }): string {
  return `${kind}.${name}`;
}

/** What came back under an id that fieldId wrote; null for another id. */
export function readField(id: string, value: unknown): Parameters<typeof readFields>[0][number] | null {
  const [, word = '', name = ''] = /^([a-z-]+)\.(.+)$/s.exec(id) ?? [];
  const kind = readFieldKind(word);
  return kind === null ? null : { kind, name, value: kind === 'several' ? readSeveral(value) : value };
}

/** A field with what is not right about it and its help below it. */
export function renderField(field: DialogField, error?: string): CardElement[] {
  return [
    { id: fieldId(field), label: field.label, ...requirement(field), ...renderInput(field) },
    ...(error === undefined ? [] : [errorText(error)]),
    ...(field.help === undefined ? [] : [help(field.help)]),
  ];
}

/** What is not right about what was filled in: colour alone says nothing to who cannot see it. */
export function errorText(sentence: string): CardElement {
  return { ...drawText(`⚠ ${sentence}`, { size: 'Small', weight: 'Bolder', color: 'Attention' }), spacing: 'Small' };
}

function help(text: string): CardElement {
  return { ...drawNote(text), spacing: 'Small' };
}

function requirement(field: DialogField): Pick<Input, 'isRequired' | 'errorMessage'> {
  if (field.kind === 'yes-no' || field.missing === null) return {};
  // One of several options that has been chosen cannot be taken back: a star would only frighten.
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

/** Options in sight are Markdown, those of a list to pick from are not. */
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

/** Boxes to tick, however many: Teams has no list for these. */
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
  // A half of a character that takes two is none.
  return text.length <= MAX_DRAWN ? text : text.slice(0, MAX_DRAWN).replace(/[\uD800-\uDBFF]$/, '');
}

function initially(value: string | null): { readonly value?: string } {
  return value === null || value === '' ? {} : { value };
}

/** Teams sends what was chosen with commas in between, so that the values themselves must hold none. */
function readSeveral(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value;
  try {
    return value.split(',').map(decodeURIComponent);
  } catch {
    // No value of ours; what cannot be read is refused with everything else that is none of ours.
    return false;
  }
}
