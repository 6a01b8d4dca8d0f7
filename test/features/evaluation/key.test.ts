import { createPrivateKey, createPublicKey, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlindRSA, getSuiteByName } from '@cloudflare/blindrsa-ts';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { EMPTY_DRAFT } from '../../../src/features/evaluation/browser/kept.ts';
import { obtainCredential } from '../../../src/features/evaluation/browser/obtain.ts';
import type { Server } from '../../../src/features/evaluation/browser/server.ts';
import { checkNumberOf } from '../../../src/features/evaluation/check-number.ts';
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

// The appendix of the RFC, taken from the library's own tests (github.com/cloudflare/blindrsa-ts, test/testdata).
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

test('the key of a campaign is what the page expects, and every campaign has another', async () => {
  const [one, other] = await Promise.all([makeCampaignKey(), makeCampaignKey()]);
  const { asymmetricKeyDetails: details } = createPublicKey({ key: one.publicKey, format: 'der', type: 'spki' });
  expect(details).toEqual({ modulusLength: KEY_BITS, publicExponent: 65_537n });
  expect(fingerprintOf('a', one.publicKey)).toMatch(/^[\w-]{43}$/);
  expect(fingerprintOf('a', one.publicKey)).not.toBe(fingerprintOf('a', other.publicKey));
  expect(fingerprintOf('a', one.publicKey)).not.toBe(fingerprintOf('b', one.publicKey));
});

test('a check number is 30 digits of the whole fingerprint, computed slowly', async () => {
  const [one, other] = ['A'.repeat(43), `${'A'.repeat(42)}E`];
  const slowly = pbkdf2Sync(one, 'polsslag/evaluation/check-number', 262_144, 32, 'sha256').toString('hex');
  const digits = (BigInt(`0x${slowly}`) % 10n ** 30n).toString().padStart(30, '0');
  expect(await checkNumberOf(one)).toBe(digits.match(/.{5}/g)?.join(' '));
  expect(await checkNumberOf(one)).toMatch(/^\d{5}( \d{5}){5}$/);
  expect(await checkNumberOf(other)).not.toBe(await checkNumberOf(one));
});

test('the page asks for no signature when any part of the key differs from its invitation', async () => {
  const { publicKey } = await makeCampaignKey();
  const campaign = '6f1c2a34-0d6b-4c0e-9a59-3b3f3c1d0001';
  const told = { fingerprint: fingerprintOf(campaign, publicKey), publicKey: publicKey.toString('base64url') };
  const until = '2026-12-08T10:00:00.000Z';
  let signed = 0;
  const outcome = (given: { campaign?: string; fingerprint?: string; publicKey?: string }) => {
    const { fingerprint, ...key } = { campaign, ...told, ...given };
    const invited = { stage: 'invited', ticket: 'ticket', fingerprint, draft: EMPTY_DRAFT } as const;
    const shelf = { read: () => invited, write: () => undefined, remove: () => undefined, names: () => [] };
    const body = { ...key, fingerprint, issuanceEndsAt: until, closesAt: until };
    const server: Server = {
      campaign: key.campaign,
      key: async () => ({ kind: 'done', body }),
      sign: async () => {
        signed += 1;
        return { kind: 'offline' };
      },
      send: async () => ({ kind: 'offline' }),
    };
    return obtainCredential(shelf, server, 'name');
  };
  const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const changed = (text: string) =>
    fc
      .tuple(fc.nat(text.length - 1), letter)
      .map(([place, other]) => `${text.slice(0, place)}${other}${text.slice(place + 1)}`)
      .filter((each) => each !== text);
  const differing = fc.oneof(
    changed(told.publicKey).map((other) => ({ publicKey: other })),
    changed(told.fingerprint).map((other) => ({ fingerprint: other })),
    fc.uuid({ version: 4 }).map((other) => ({ campaign: other })),
  );
  await fc.assert(
    fc.asyncProperty(differing, async (given) => expect(await outcome(given)).toBe('key-differs')),
    { numRuns: 200 },
  );
  expect(signed).toBe(0);
  expect(await outcome({})).toBe('offline');
  expect(signed).toBe(1);
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
