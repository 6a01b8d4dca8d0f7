import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fingerprinted, KEY_BITS } from './wire.ts';

/**
 * The signer's part of RFC 9474. OpenSSL does it rather than the library that the page uses, because a blind signature
 * is RSA's bare private operation, which OpenSSL does a hundred times as fast and in constant time.
 */

interface CampaignKey {
  /** SPKI, DER. */
  readonly publicKey: Buffer;
  /** A JWK as JSON, because OpenSSL reads it in a hundredth of the time that PKCS #8 takes. */
  readonly privateKey: string;
}

const privateJwk = z.looseObject({ kty: z.literal('RSA') });
const NO_PADDING = constants.RSA_NO_PADDING;
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;

/** Makes a key pair off the main thread, because it takes a second or two. */
export async function makeCampaignKey(): Promise<CampaignKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: KEY_BITS });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: JSON.stringify(privateKey.export({ format: 'jwk' })),
  };
}

/** Reads a private key. @param text as makeCampaignKey returned it */
export function readPrivateKey(text: string): KeyObject {
  return createPrivateKey({ key: privateJwk.parse(JSON.parse(text)), format: 'jwk' });
}

/**
 * The fingerprint behind the # of every invitation, by which the page checks the key; people compare its check number.
 * It covers the campaign's id too: the id stands in the address that an evaluation is sent to, and an id made for one
 * person would identify them as well as a key made for them.
 */
export function fingerprintOf(campaign: string, publicKey: Uint8Array): string {
  return createHash('sha256')
    .update(fingerprinted(campaign, Buffer.from(publicKey).toString('base64url')))
    .digest('base64url');
}

/**
 * BlindSign of RFC 9474.
 * @returns null when the blinded message is not below the modulus, or has another length
 * @throws Error when the signature is wrong: it must not leave the server, because it could reveal the key
 */
export function signBlinded(privateKey: KeyObject, blinded: Buffer): Buffer | null {
  const signature = privateOperation(privateKey, blinded);
  if (signature === null) return null;
  const again = publicEncrypt({ key: createPublicKey(privateKey), padding: NO_PADDING }, signature);
  if (!again.equals(blinded)) throw new Error('signing failure');
  return signature;
}

function privateOperation(key: KeyObject, blinded: Buffer): Buffer | null {
  // OpenSSL would sign a shorter message too, as a number that may not be the one that was meant.
  if (blinded.length * 8 !== key.asymmetricKeyDetails?.modulusLength) return null;
  try {
    return privateDecrypt({ key, padding: NO_PADDING }, blinded);
  } catch {
    return null;
  }
}

/** Whether the holder of the private key signed this message, blindly or not. Checked off the main thread. */
export function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return promisify<boolean>((done) => verify('sha384', message, { key, ...PSS }, signature, done))();
}
