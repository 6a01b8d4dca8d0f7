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

/*
 * The signer's part of RFC 9474. It is done by OpenSSL rather than by the library that the page uses: a blind signature is
 * RSA's bare private operation, which OpenSSL does a hundred times as fast and in constant time.
 */

interface CampaignKey {
  /** SPKI, DER. */
  readonly publicKey: Buffer;
  /** A JWK as JSON: OpenSSL reads it in a hundredth of the time that PKCS #8 takes. */
  readonly privateKey: string;
}

const privateJwk = z.looseObject({ kty: z.literal('RSA') });
const NO_PADDING = constants.RSA_NO_PADDING;
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;

/** Made off the main thread: it takes a second or two. */
export async function makeCampaignKey(): Promise<CampaignKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: KEY_BITS });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: JSON.stringify(privateKey.export({ format: 'jwk' })),
  };
}

/** @param text as makeCampaignKey gave it */
export function readPrivateKey(text: string): KeyObject {
  return createPrivateKey({ key: privateJwk.parse(JSON.parse(text)), format: 'jwk' });
}

/**
 * What the page goes by, behind every invitation; people compare its check number. Of the campaign's id too: it stands in the address that an
 * evaluation is sent to, and one of somebody's own would tell theirs apart as well as a key of their own.
 */
export function fingerprintOf(campaign: string, publicKey: Uint8Array): string {
  return createHash('sha256')
    .update(fingerprinted(campaign, Buffer.from(publicKey).toString('base64url')))
    .digest('base64url');
}

/**
 * BlindSign of RFC 9474.
 * @returns null when it is no number below the modulus, or not as long
 * @throws Error when the signature is wrong, which could give the key away: it must not leave
 */
export function signBlinded(privateKey: KeyObject, blinded: Buffer): Buffer | null {
  const signature = privateOperation(privateKey, blinded);
  if (signature === null) return null;
  const again = publicEncrypt({ key: createPublicKey(privateKey), padding: NO_PADDING }, signature);
  if (!again.equals(blinded)) throw new Error('signing failure');
  return signature;
}

function privateOperation(key: KeyObject, blinded: Buffer): Buffer | null {
  // OpenSSL would sign what is too short, and the number of it need not be what was meant.
  if (blinded.length * 8 !== key.asymmetricKeyDetails?.modulusLength) return null;
  try {
    return privateDecrypt({ key, padding: NO_PADDING }, blinded);
  } catch {
    return null;
  }
}

/** Whether whoever holds the private key signed this message, blindly or not; checked off the main thread. */
export function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return promisify<boolean>((done) => verify('sha384', message, { key, ...PSS }, signature, done))();
}
