import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PolsslagError, systemErrorCode, whyUnwritable } from '../errors.ts';
import { isAlive } from './embedded-owner.ts';

/**
 * The maker of a lock writes into it at once. One that stays empty for longer than this, in milliseconds, was left by a
 * process that could not write.
 */
const WRITTEN_WITHIN_MS = 5_000;
/** Errors after which the file may have been created but not written, as on a full disk. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Runs work while no other process does; the lock of a process that died is taken over.
 * @param make makes the file, and fails with EEXIST when there is one
 * @throws PolsslagError UNAVAILABLE at once when the file cannot be made, and after a minute when another process keeps
 *   it
 */
export async function withLock<T>(file: string, work: () => Promise<T>, make = makeLock): Promise<T> {
  for (let tries = 0; !takeLock(file, make); tries += 1) {
    if (tries > 1_200)
      throw new PolsslagError('UNAVAILABLE', `Another process holds ${file}: wait for it, or remove the file.`);
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function makeLock(file: string): void {
  writeFileSync(file, String(process.pid), { flag: 'wx' });
}

function takeLock(file: string, make: (file: string) => void): boolean {
  try {
    make(file);
    return true;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code !== 'EEXIST') {
      if (NO_ROOM.has(code)) rmSync(file, { force: true });
      const why = whyUnwritable(error);
      throw new PolsslagError('UNAVAILABLE', `The folder ${path.dirname(file)} cannot be written: ${why}.`, {
        cause: error,
      });
    }
    if (isLeft(file)) rmSync(file, { force: true });
    return false;
  }
}

/** Whether nobody holds this lock any more. */
function isLeft(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false });
  if (!made) return false;
  if (made.size === 0) return Date.now() - made.mtimeMs > WRITTEN_WITHIN_MS;
  const holder = Number(readFileSync(file, 'utf8'));
  return holder > 0 && !isAlive(holder);
}
