import { z } from 'zod';
import { asTyped } from '../text/as-typed.ts';
import { actionName, carriedText } from './incoming-text.ts';
import type { FieldKind, FieldValues } from './view.ts';

const SEEN = /[^\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** A field as a platform delivered it, before any check. */
interface RawField {
  readonly kind: FieldKind;
  readonly name: string;
  readonly value: unknown;
}

const MAX_CHOICES = 100;
/**
 * The limit in UTF-16 code units. Fields hold at most 3,000 characters, but clients may send more: somebody who pastes
 * a whole letter is then told beside the field that it is too long, and not that nothing arrived.
 */
const MAX_TYPED = 40_000;

const typedText = z.string().max(MAX_TYPED).transform(asTyped);

const VALUES: Readonly<Record<FieldKind, z.ZodType<FieldValues[string]>>> = {
  text: typedText,
  date: z.iso.date(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  choice: carriedText,
  several: z.array(carriedText).max(MAX_CHOICES),
  'yes-no': z.enum(['yes', 'no']),
};

/** The kind of field with this name, or null. */
export function readFieldKind(word: string): FieldKind | null {
  return isFieldKind(word) ? word : null;
}

/** Reads the fields of a submitted dialog; null when a field has a value that its kind cannot have. */
export function readFields(fields: readonly RawField[]): FieldValues | null {
  const read: [string, FieldValues[string]][] = [];
  for (const { kind, name, value } of fields) {
    if (isEmpty(value)) continue;
    const parsed = VALUES[kind].safeParse(value);
    if (!parsed.success || !actionName.safeParse(name).success) return null;
    // A text of only spaces or invisible characters counts as empty.
    const says = kind !== 'text' || isSeen(String(parsed.data));
    if (says && !isEmpty(parsed.data)) read.push([name, parsed.data]);
  }
  return Object.fromEntries(read);
}

function isFieldKind(word: string): word is FieldKind {
  return Object.hasOwn(VALUES, word);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * Whether a text has a visible character; spaces, bidirectional control characters and characters without width are
 * not.
 */
function isSeen(text: string): boolean {
  return SEEN.test(text);
}
