import { readEmoji } from './emoji.ts';

const PICTURE = /\p{Extended_Pictographic}/u;
const READ = /[\p{L}\p{N}]/u;

/**
 * Marks a message without text, though something was sent. `...` and `?` ask for something; a photo and most emoji do
 * not.
 */
export function wordless(text: string): { readonly isWordless?: true } {
  const isEmpty = text.trim() === '';
  const said = readEmoji(text);
  return isEmpty || (PICTURE.test(said) && !READ.test(said)) ? { isWordless: true } : {};
}
