import { accessSync, constants, mkdirSync } from 'node:fs';
import { PolsslagError } from './errors.ts';

/**
 * Makes the data folder when it is missing.
 * @throws PolsslagError UNAVAILABLE when this user may not write there, as when somebody else made it
 */
export function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const advice = 'choose another with --data-dir or POLSSLAG_DATA_DIR, or make it yours';
    throw new PolsslagError('UNAVAILABLE', `This user cannot write to the folder ${dataDir}: ${advice}.`, { cause });
  }
}
