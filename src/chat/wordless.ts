const PICTURE = /\p{Extended_Pictographic}/u;
const READ = /[\p{L}\p{N}]/u;

/** Of a message with nothing in it to read, though something was sent: `...` and `?` ask for something, a thumb and a photo do not. */
export function wordless(text: string): { readonly isWordless?: true } {
  const isEmpty = text.trim() === '';
  return isEmpty || (PICTURE.test(text) && !READ.test(text)) ? { isWordless: true } : {};
}
