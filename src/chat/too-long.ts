import { commonTexts } from '../text/common-texts.ts';
import type { FieldErrors } from './event.ts';
import type { Dialog, FieldValues } from './view.ts';

/**
 * What is said beside each text that is longer than its field takes. A client need not hold people to that: to Adaptive Cards a
 * limit is a hint, and what counts as one character, such as an emoji, differs from client to client.
 */
export function tooLongIn({ fields }: Dialog, values: FieldValues, language: string): FieldErrors {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = values[field.name];
      const isTooLong = field.kind === 'text' && typeof value === 'string' && [...value].length > field.maxLength;
      return isTooLong ? [[field.name, commonTexts(language).tooLong(field.maxLength)]] : [];
    }),
  );
}

/** Whether anything is to be said beside a field. */
export function hasErrors(errors: FieldErrors): boolean {
  return Object.keys(errors).length > 0;
}
