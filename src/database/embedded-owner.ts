import { chmodSync, existsSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PolsslagError } from '../errors.ts';
import type { EmbeddedPlace } from './embedded-place.ts';

/** The file in which PostgreSQL records the process that runs on a folder. */
export const PID_FILE = 'postmaster.pid';
/** Permissions that PostgreSQL does not allow on its folder: any for other users, and writing for the group. */
const TOO_OPEN = 0o027;

/**
 * Makes the data folder belong to the user that runs PostgreSQL, and closes it to others. A copy, such as a restored
 * backup, belongs to whoever copied it.
 * @throws PolsslagError UNAVAILABLE when another user's server may be running on it: PostgreSQL itself keeps two
 *   servers off one folder by its owner only
 */
export function makeOwn({ data, user }: EmbeddedPlace): void {
  const { uid, mode } = statSync(data);
  if (user && uid !== user.uid) {
    refuseWhereOneRuns(data);
    giveTo(user, data);
  }
  // Where users have no numeric ids (Windows), permissions work differently.
  const isOurs = user !== null || uid === process.getuid?.();
  if (isOurs && (mode & TOO_OPEN) !== 0) chmodSync(data, 0o700);
}

function refuseWhereOneRuns(data: string): void {
  const file = path.join(data, PID_FILE);
  const pid = existsSync(file) ? pidIn(file) : 0;
  if (!isAlive(pid)) return;
  throw new PolsslagError(
    'UNAVAILABLE',
    `The folder ${data} belongs to another user, whose PostgreSQL may run on it (process ${pid}): end that first, or remove ${file} if that process is something else.`,
  );
}

/**
 * Changes the folder itself last, so that an interrupted run is repeated. Links are not followed, because what they
 * lead to is not part of the copy.
 */
function giveTo(user: { readonly uid: number; readonly gid: number }, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(user, file);
    else lchownSync(file, user.uid, user.gid);
  }
  lchownSync(folder, user.uid, user.gid);
}

/** @returns the id of the process that wrote the file */
export function pidIn(file: string): number {
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
