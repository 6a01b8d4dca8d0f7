import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { PolsslagError } from '../errors.ts';

/** A key of 32 bytes. Its `id` (letters, digits, - and _) is stored with every text that it seals. */
export interface SealKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Seals and opens texts for code that must not see the keys. */
interface Secrets {
  seal(text: string): string;
  /** @throws PolsslagError BAD_CONFIGURATION when it cannot be opened */
  unseal(sealed: string): string;
  /** Null when it cannot be opened, so that one text with a lost key does not keep others back. */
  unsealed(sealed: string): string | null;
  /**
   * A keyed hash, to recognise a text without storing it: the same text always gives the same mark. A plain hash would
   * not do, because anybody could try the few possible texts, such as the members of a workspace.
   */
  mark(text: string): string;
  /**
   * The marks made with each key. While processes are given a new key one after the other, any two of them have a mark
   * in common.
   */
  marks(text: string): readonly string[];
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_PATTERN = /^v1\.([\w-]+)\.([\w-]+)\.([\w-]+)\.([\w-]*)$/;

/**
 * Seals a text with the newest key: AES-256-GCM, as `v1.<key id>.<iv>.<tag>.<ciphertext>`, the last three base64url.
 * The version and the key id are authenticated too.
 * @param keys newest first
 * @throws PolsslagError BAD_CONFIGURATION when there is no key
 */
export function seal(text: string, keys: readonly SealKey[]): string {
  const newest = newestKey(keys);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', newest.key, iv).setAAD(header(newest.id));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, newest.id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Opens a sealed text with the key that sealed it.
 * @throws PolsslagError BAD_CONFIGURATION when that key is not among these, or when the text was altered or not sealed
 *   by `seal`
 */
export function unseal(sealed: string, keys: readonly SealKey[]): string {
  const { keyId, iv, tag, ciphertext } = splitSealed(sealed);
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `A stored secret was sealed with key "${keyId}", which is not configured: configure that key again, after the newer ones.`,
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(header(keyId)).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `A stored secret cannot be opened with key "${keyId}": it was sealed with a different key, or the secret was changed.`,
      { cause },
    );
  }
}

/** @param keys newest first */
export function secretsWith(keys: readonly SealKey[]): Secrets {
  return {
    seal: (text) => seal(text, keys),
    unseal: (sealed) => unseal(sealed, keys),
    unsealed: (sealed) => {
      try {
        return unseal(sealed, keys);
      } catch (error) {
        if (error instanceof PolsslagError) return null;
        throw error;
      }
    },
    mark: (text) => markBy(oldestKey(keys), text),
    marks: (text) => keys.map((key) => markBy(key, text)),
  };
}

function markBy({ key }: SealKey, text: string): string {
  return createHmac('sha256', key).update(`mark:${text}`).digest('hex');
}

/**
 * Whether rotation can leave this sealed text as it is.
 * @throws PolsslagError BAD_CONFIGURATION when it is not a sealed text
 */
export function isSealedWithNewest(sealed: string, keys: readonly SealKey[]): boolean {
  return splitSealed(sealed).keyId === newestKey(keys).id;
}

function newestKey(keys: readonly SealKey[]): SealKey {
  return required(keys[0]);
}

/** The oldest key is the same in all processes, also while they are given a newer one in turn. */
function oldestKey(keys: readonly SealKey[]): SealKey {
  return required(keys.at(-1));
}

function required(key: SealKey | undefined): SealKey {
  if (!key) throw new PolsslagError('BAD_CONFIGURATION', 'There is no key to seal secrets with: configure one.');
  return key;
}

function header(keyId: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}`);
}

function splitSealed(sealed: string): { keyId: string; iv: Buffer; tag: Buffer; ciphertext: Buffer } {
  const [, keyId, iv, tag, ciphertext] = SEALED_PATTERN.exec(sealed) ?? [];
  if (keyId === undefined || iv === undefined || tag === undefined || ciphertext === undefined) {
    throw new PolsslagError('BAD_CONFIGURATION', 'A stored secret is not in the sealed form that Polsslag writes.');
  }
  const bytes = (part: string) => Buffer.from(part, 'base64url');
  return { keyId, iv: bytes(iv), tag: bytes(tag), ciphertext: bytes(ciphertext) };
}
