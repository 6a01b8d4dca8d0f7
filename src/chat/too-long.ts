import { commonTexts } from '../text/common-texts.ts';
import type { FieldErrors } from './event.ts';
import type { Dialog, FieldValues } from './view.ts';

/**
 * The error beside each text that is longer than its field allows. Clients need not enforce the limit: to Adaptive
 * Cards it is a hint, and what counts as one character, such as an emoji, differs from client to client.
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

/** Whether there is an error beside any field. */
export function hasErrors(errors: FieldErrors): boolean {
  return Object.keys(errors).length > 0;
}
