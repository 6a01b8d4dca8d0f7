import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlindRSA, getSuiteByName } from '@cloudflare/blindrsa-ts';
import { expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { fingerprintOf, isSigned, makeCampaignKey, signBlinded } from '../../../src/features/evaluation/key.ts';
import { KEY_BITS, SIGNATURE_VARIANT } from '../../../src/features/evaluation/wire.ts';

const hex = z.string().transform((text) => Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex'));
const vectorSchema = z.object({
  name: z.literal(SIGNATURE_VARIANT),
  p: hex,
  q: hex,
  n: hex,
  e: hex,
  d: hex,
  msg: hex,
  msg_prefix: hex,
  input_msg: hex,
  salt: hex,
  inv: hex,
  blinded_msg: hex,
  blind_sig: hex,
  sig: hex,
});

// The appendix of the RFC, by way of the library's own tests (github.com/cloudflare/blindrsa-ts, test/testdata).
const vector = vectorSchema.parse(JSON.parse(readFileSync(new URL('rfc9474.json', import.meta.url), 'utf8')));

test("signs, verifies and refuses as RFC 9474's test vector says", async () => {
  const { publicKey, privateKey } = keysOf(vector);
  expect(signBlinded(privateKey, vector.blinded_msg)).toEqual(vector.blind_sig);
  expect(await isSigned(publicKey, vector.input_msg, vector.sig)).toBe(true);
  expect(await isSigned(publicKey, randomBytes(64), vector.sig)).toBe(false);
  expect(await isSigned(publicKey, vector.input_msg, vector.blind_sig)).toBe(false);
  // Not below the modulus, and of another length.
  expect(signBlinded(privateKey, Buffer.alloc(vector.n.length, 0xff))).toBeNull();
  expect(signBlinded(privateKey, vector.blinded_msg.subarray(1))).toBeNull();
});

test("the library that the page uses prepares, blinds and finishes as the RFC's test vector says", async () => {
  const { publicKey } = keysOf(vector);
  const key = await crypto.subtle.importKey('spki', publicKey, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
  const suite = getSuiteByName(BlindRSA, SIGNATURE_VARIANT);
  expect(suite.toString()).toBe(SIGNATURE_VARIANT);
  const chosen = [vector.msg_prefix, vector.salt, inverse(vector.inv, vector.n)];
  const random = jest.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const next = chosen.shift();
    if (!next || !(array instanceof Uint8Array)) throw new Error('more was drawn than the vector tells');
    array.set(next);
    return array;
  });
  try {
    const message = suite.prepare(vector.msg);
    expect(Buffer.from(message)).toEqual(vector.input_msg);
    const { blindedMsg, inv } = await suite.blind(key, message);
    expect(Buffer.from(blindedMsg)).toEqual(vector.blinded_msg);
    expect(Buffer.from(await suite.finalize(key, message, vector.blind_sig, inv))).toEqual(vector.sig);
  } finally {
    random.mockRestore();
  }
});

test('a key of a campaign is what the page expects, and each is another', async () => {
  const [one, other] = await Promise.all([makeCampaignKey(), makeCampaignKey()]);
  const { asymmetricKeyDetails: details } = createPublicKey({ key: one.publicKey, format: 'der', type: 'spki' });
  expect(details).toEqual({ modulusLength: KEY_BITS, publicExponent: 65_537n });
  expect(fingerprintOf('a', one.publicKey)).toMatch(/^[\w-]{43}$/);
  expect(fingerprintOf('a', one.publicKey)).not.toBe(fingerprintOf('a', other.publicKey));
  expect(fingerprintOf('a', one.publicKey)).not.toBe(fingerprintOf('b', one.publicKey));
});

function keysOf({ n, e, d, p, q }: z.output<typeof vectorSchema>) {
  const [dp, dq] = [p, q].map((prime) => toBytes(toNumber(d) % (toNumber(prime) - 1n), prime.length));
  const qi = inverse(q, p);
  const parts = { n, e, d, p, q, dp: dp ?? p, dq: dq ?? q, qi };
  const named = Object.entries(parts).map(([name, value]) => [name, value.toString('base64url')]);
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(named) }, format: 'jwk' });
  return { privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }) };
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

/** By Euclid's algorithm. */
function inverse(value: Buffer, modulus: Buffer): Buffer {
  const size = toNumber(modulus);
  let [left, right, of, next] = [toNumber(value) % size, size, 1n, 0n];
  while (right !== 0n) {
    const times = left / right;
    [left, right, of, next] = [right, left - times * right, next, of - times * next];
  }
  return toBytes(((of % size) + size) % size, modulus.length);
}
