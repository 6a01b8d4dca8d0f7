import { accessSync, constants, mkdirSync } from 'node:fs';
import { PolsslagError, systemErrorCode } from './errors.ts';

/**
 * Makes the data folder when it is missing.
 * @throws PolsslagError UNAVAILABLE when it is a file, or when this user may not write there, as when somebody else made it
 */
export function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const another = 'choose another with --data-dir or POLSSLAG_DATA_DIR';
    const code = systemErrorCode(cause);
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      const what = code === 'EEXIST' ? 'is a file and no folder' : 'would lie in a file, which is no folder';
      throw new PolsslagError('UNAVAILABLE', `The folder of the data, ${dataDir}, ${what}: ${another}.`, { cause });
    }
    const advice = `${another}, or make it yours`;
    throw new PolsslagError('UNAVAILABLE', `This user cannot write to the folder ${dataDir}: ${advice}.`, { cause });
  }
}
