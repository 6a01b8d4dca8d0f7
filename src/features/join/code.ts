import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 12;
const GROUPS = /.{4}/g;

/**
 * A new code, as people read it: 'KRWT-7H3M-PQ9X', with at least one digit. There are some 5·10¹⁷ codes, so that
 * guessing is useless.
 */
export function makeCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  if (!letters.some((letter) => /\d/.test(letter))) return makeCode();
  return letters.join('').match(GROUPS)?.join('-') ?? '';
}

/** The canonical form of a code, however it was typed: 'krwt 7h3m pq9x' is the same. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The complete code in a message, wherever it is and however it is divided; '' when there is none. */
export function codeSaid(said: string): string {
  const written = plainCode(WRITTEN_CODE.exec(said.toUpperCase())?.[0] ?? '');
  if (WHOLE_CODE.test(written)) return written;
  const parts = said.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = parts.flatMap((_, from) => codesFrom(parts.slice(from, from + 3)));
  const figures = (code: string) => code.replaceAll(/\D/g, '').length;
  return found.sort((one, other) => figures(other) - figures(one))[0] ?? '';
}

/** A complete code. It has a digit, because without one it may be three words of four letters. */
const WHOLE_CODE = new RegExp(`^(?=.*\\d)[${ALPHABET}]{${CODE_LENGTH}}$`);

/** A code as Polsslag writes it; a word of four letters before it is not one of its groups. */
const WRITTEN_CODE = new RegExp(`(?<![\\p{L}\\p{N}-])[${ALPHABET}]{4}(?:-[${ALPHABET}]{4}){2}(?![\\p{L}\\p{N}-])`, 'u');

/** The possible codes that begin with the first part and do not split a part. */
function codesFrom(parts: readonly string[]): string[] {
  return [1, 2, 3]
    .map((count) => parts.slice(0, count))
    .filter((groups) => groups.every(({ length }) => length % 4 === 0))
    .map((groups) => groups.join(''))
    .filter((code) => WHOLE_CODE.test(code));
}
