/**
 * A text that somebody typed, trimmed. Line breaks and tabs stay, as plain ones. Other control characters and lone
 * surrogates, which come along with pasted text, are removed, because PostgreSQL does not accept them.
 */
export function asTyped(text: string): string {
  return text
    .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
    .trim();
}
