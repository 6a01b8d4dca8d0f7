import { randomInt } from 'node:crypto';

/** No letter in it is taken for another, or for a figure. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 12;
const GROUPS = /.{4}/g;

/** A new code, as people read it: 'KRWT-7H3M-PQ9X', with a figure in it. One in 5·10¹⁷ is no use to guess. */
export function makeCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  if (!letters.some((letter) => /\d/.test(letter))) return makeCode();
  return letters.join('').match(GROUPS)?.join('-') ?? '';
}

/** What a code is known by, however it was typed: 'krwt 7h3m pq9x' is the same. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A whole code in what was said, wherever it stands and however it is divided; '' when there is none. */
export function codeSaid(said: string): string {
  const written = plainCode(WRITTEN_CODE.exec(said.toUpperCase())?.[0] ?? '');
  if (WHOLE_CODE.test(written)) return written;
  const parts = said.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = parts.flatMap((_, from) => codesFrom(parts.slice(from, from + 3)));
  const figures = (code: string) => code.replaceAll(/\D/g, '').length;
  return found.sort((one, other) => figures(other) - figures(one))[0] ?? '';
}

/** Without a figure it may be three words of four letters. */
const WHOLE_CODE = new RegExp(`^(?=.*\\d)[${ALPHABET}]{${CODE_LENGTH}}$`);

/** As we write it: a word of four letters before it is none of its groups. */
const WRITTEN_CODE = new RegExp(`(?<![\\p{L}\\p{N}-])[${ALPHABET}]{4}(?:-[${ALPHABET}]{4}){2}(?![\\p{L}\\p{N}-])`, 'u');

/** Those that begin with the first part: its groups stay whole. */
function codesFrom(parts: readonly string[]): string[] {
  return [1, 2, 3]
    .map((count) => parts.slice(0, count))
    .filter((groups) => groups.every(({ length }) => length % 4 === 0))
    .map((groups) => groups.join(''))
    .filter((code) => WHOLE_CODE.test(code));
}
