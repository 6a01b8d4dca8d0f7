import { type RawField, readFieldKind } from '../../chat/field-values.ts';
import type { DialogField, FieldKind } from '../../chat/view.ts';
import type { CardPart } from './card.ts';
import { escapeMarkdown } from './markdown.ts';

/** More options than this are a list to pick from. */
const MOST_IN_SIGHT = 7;

/**
 * The id of a field's input. What is filled in comes back flat, beside data of our own: the kind in front tells how to
 * read it, and keeps the names of fields apart from ours.
 */
export function fieldId({ kind, name }: { readonly kind: FieldKind; readonly name: string }): string {
  return `${kind}.${name}`;
}

/** What came back under an id that fieldId wrote; null for another id. */
export function readField(id: string, value: unknown): RawField | null {
  const [, word = '', name = ''] = /^([a-z-]+)\.(.+)$/s.exec(id) ?? [];
  const kind = readFieldKind(word);
  return kind === null ? null : { kind, name, value: kind === 'several' ? readSeveral(value) : value };
}

/** A field with what is not right about it and its help below it. */
export function renderField(field: DialogField, error?: string): CardPart[] {
  const input = { id: fieldId(field), label: field.label, ...requirement(field), ...renderInput(field) };
  return [
    input,
    ...(error === undefined ? [] : [errorText(error)]),
    ...(field.help === undefined ? [] : [help(field.help)]),
  ];
}

/** What is not right about what was filled in: colour alone says nothing to who cannot see it. */
export function errorText(sentence: string): CardPart {
  const text = `⚠ ${escapeMarkdown(sentence)}`;
  return { type: 'TextBlock', text, wrap: true, size: 'Small', weight: 'Bolder', color: 'Attention', spacing: 'Small' };
}

function help(text: string): CardPart {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, size: 'Small', isSubtle: true, spacing: 'Small' };
}

function requirement(field: DialogField): { readonly [property: string]: unknown } {
  if (field.kind === 'yes-no' || field.missing === null) return {};
  // One of several options that has been chosen cannot be taken back: a star would only frighten.
  if (field.kind === 'choice' && field.initial !== null) return {};
  return { isRequired: true, errorMessage: field.missing };
}

function renderInput(field: DialogField): CardPart {
  switch (field.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        isMultiline: field.lines === 'several',
        maxLength: field.maxLength,
        ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
        ...initially(field.initial),
      };
    case 'date':
      return { type: 'Input.Date', ...initially(field.initial) };
    case 'time':
      return { type: 'Input.Time', ...initially(field.initial) };
    case 'choice':
      return { ...choiceSet(field, (value) => value), ...initially(field.initial) };
    case 'several':
      return {
        ...choiceSet(field, encodeURIComponent),
        isMultiSelect: true,
        ...initially(field.initial.map(encodeURIComponent).join(',') || null),
      };
    case 'yes-no':
      return {
        type: 'Input.Toggle',
        title: field.statement,
        wrap: true,
        valueOn: 'yes',
        valueOff: 'no',
        value: field.initial,
      };
  }
}

function choiceSet(
  { options }: Extract<DialogField, { kind: 'choice' | 'several' }>,
  write: (value: string) => string,
): CardPart {
  return {
    type: 'Input.ChoiceSet',
    style: options.length <= MOST_IN_SIGHT ? 'expanded' : 'compact',
    wrap: true,
    choices: options.map(({ label, value }) => ({ title: label, value: write(value) })),
  };
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
