import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { KEY_BITS } from '../../../src/features/evaluation/wire.ts';

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;
const RAW = constants.RSA_NO_PADDING;
const BYTES = KEY_BITS / 8;

declare global {
  var polsslagPassingKey: KeyPairKeyObjectResult | undefined;
}

/**
 * A key that belongs to nobody. Signing with it and undoing that at once leaves the message in the encoding of a
 * signature for any key. Test files in one process share it, because generating it takes as long as a hundred
 * signatures.
 */
globalThis.polsslagPassingKey ??= generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
const { privateKey: passing, publicKey: passed } = globalThis.polsslagPassingKey;

/**
 * Blinds a message like the page's library, but with OpenSSL, in milliseconds instead of a tenth of a second. The tests
 * that exchange a single ticket use the library itself.
 * @param spki the campaign's public key
 */
export function blindWithOpenSsl(spki: Buffer, message: Buffer) {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const modulus = numberOf(Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url'));
  const factor = numberOf(Buffer.concat([Buffer.alloc(1), randomBytes(BYTES - 1)]));
  const encoded = publicDecrypt({ key: passed, padding: RAW }, sign('sha384', message, { key: passing, ...PSS }));
  const hidden = publicEncrypt({ key, padding: RAW }, bytesOf(factor));
  return {
    blinded: bytesOf((numberOf(encoded) * numberOf(hidden)) % modulus),
    /** @throws Error when it is not a signature by that key */
    finish: (signed: Buffer): Buffer => {
      const signature = bytesOf((numberOf(signed) * inverse(factor, modulus)) % modulus);
      if (!verify('sha384', message, { key, ...PSS }, signature)) throw new Error('this is no signature of the key');
      return signature;
    },
  };
}

function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, number];
  let [sum, step] = [0n, 1n];
  while (next > 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [sum, step] = [step, sum - times * step];
  }
  return sum < 0n ? sum + modulus : sum;
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * BYTES, '0'), 'hex');
}
