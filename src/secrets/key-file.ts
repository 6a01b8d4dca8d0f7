import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeDataFolder } from '../data-folder.ts';
import { PolsslagError, whyUnreadable } from '../errors.ts';
import type { SealKey } from './seal.ts';

const KEY_BYTES = 32;

/**
 * The key for a machine without a configured one (never in production). It is made once and kept in the data folder,
 * readable by its owner only.
 * @throws PolsslagError BAD_CONFIGURATION when the file holds something else
 */
export function readOrMakeKeyFile(dataDir: string): SealKey {
  const file = path.join(dataDir, 'seal-key');
  if (!existsSync(file)) makeKeyFile(dataDir, file);
  return readSealKey(file);
}

/**
 * The key of the data folder, or null when there is none yet.
 * @throws PolsslagError BAD_CONFIGURATION when the file holds something else
 */
export function readKeyFile(dataDir: string): SealKey | null {
  const file = path.join(dataDir, 'seal-key');
  return existsSync(file) ? readSealKey(file) : null;
}

function readSealKey(file: string): SealKey {
  const key = Buffer.from(readText(file), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `The file ${file} holds no key of ${KEY_BYTES} bytes: restore it, or configure POLSSLAG_KEYS.`,
    );
  }
  return { id: 'local', key };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const advice = 'make it readable for this user, or configure POLSSLAG_KEYS';
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `The key file ${file} cannot be read: ${whyUnreadable(cause)}; ${advice}.`,
      {
        cause,
      },
    );
  }
}

/**
 * Writes the key to another file first and links it into place, so that a second process never reads half a key and the
 * first key made stays.
 */
function makeKeyFile(dataDir: string, file: string): void {
  makeDataFolder(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}
