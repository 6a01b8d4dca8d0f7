import { accessSync, constants, statSync } from 'node:fs';
import { PolsslagError, systemErrorCode } from './errors.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Makes the data folder when it is missing.
 * @throws PolsslagError UNAVAILABLE when it is a file, or when this user may not write there, for example because
 *   another user made it
 */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolders(dataDir);
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error('a file'), { code: 'EEXIST' });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new PolsslagError('UNAVAILABLE', describeRefusal(dataDir, systemErrorCode(cause) ?? ''), { cause });
  }
}

const FOLDER_REFUSALS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file and no folder',
  ENOTDIR: 'would lie in a file, which is no folder',
  ENOENT: 'cannot be made: the system makes no folders there',
  ENOSPC: 'cannot be made: the disk is full',
  EROFS: 'cannot be written: its disk is read-only',
  ENAMETOOLONG: 'cannot be made: the name is too long',
};

function describeRefusal(dataDir: string, code: string): string {
  const another = 'choose another with --data-dir or POLSSLAG_DATA_DIR';
  const why = FOLDER_REFUSALS[code];
  return why === undefined
    ? `This user cannot write to the folder ${dataDir}: ${another}, or make it yours.`
    : `The folder of the data, ${dataDir}, ${why}: ${another}.`;
}
