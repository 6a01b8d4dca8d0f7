/*
 * The fingerprint of a campaign's key, short enough for people: the page and the server make it alike, so nothing here may
 * need either.
 *
 * Whoever sends out two keys chooses both, so that it is a collision that must be out of reach, and not a second preimage
 * alone: of 30 digits (99.7 bits) one is met after some 2^50 tries. Each try is made to cost 2^19 compressions of SHA-256:
 * 2^69 in all, about a thousand years on one graphics card, and 2^118 for a number that was given out already. The page
 * itself compares whole fingerprints, and shows them to whoever wants to compare those.
 */
const [GROUPS, DIGITS] = [6, 5];
const MODULUS = 10n ** BigInt(GROUPS * DIGITS);
const ROUNDS = 2 ** 18;
const SALT = 'polsslag/evaluation/check-number';

/**
 * '48213 90577 10264 88391 55027 61834'
 * @param fingerprint base64url
 */
export async function checkNumberOf(fingerprint: string): Promise<string> {
  const [secret, salt] = [fingerprint, SALT].map((text) => new TextEncoder().encode(text));
  const key = await crypto.subtle.importKey('raw', secret ?? new Uint8Array(), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt ?? new Uint8Array(), iterations: ROUNDS };
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % MODULUS;
  const digits = number.toString().padStart(GROUPS * DIGITS, '0');
  return Array.from({ length: GROUPS }, (_, group) => digits.slice(group * DIGITS, (group + 1) * DIGITS)).join(' ');
}
