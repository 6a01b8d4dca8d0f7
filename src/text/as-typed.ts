/**
 * A text that somebody typed, without spaces around it. Line breaks and tabs stay, as plain ones; other control characters
 * and half characters come along with what is pasted, and are left out: PostgreSQL takes neither.
 */
export function asTyped(text: string): string {
  return text
    .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
    .trim();
}
