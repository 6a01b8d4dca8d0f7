/**
 * The fingerprint of a campaign's key, short enough for people. The page and the server calculate it with the same
 * code, so that nothing here may need either. A server that sends out two keys chooses both, so that it must be unable
 * to find a collision, not only a second preimage. Among 30 digits (99.7 bits) a collision is found after some 2^50
 * tries. Each try costs 2^19 compressions of SHA-256: 2^69 in total, about a thousand years on one graphics card, and
 * 2^118 for a number that was published already. The page itself compares whole fingerprints, and also shows them.
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
