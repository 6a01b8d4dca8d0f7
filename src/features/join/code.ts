import { randomInt } from 'node:crypto';

/** No letter in it is taken for another, or for a figure. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 12;
const GROUPS = /.{4}/g;

/** A new code, as people read it: 'KRWT-7H3M-PQ9X'. One in 5·10¹⁷ is no use to guess. */
export function makeCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return letters.join('').match(GROUPS)?.join('-') ?? '';
}

/** What a code is known by, however it was typed: 'krwt 7h3m pq9x' is the same. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
