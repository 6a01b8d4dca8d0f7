import { setTimeout as sleep } from 'node:timers/promises';
import { PolsslagError } from './errors.ts';

const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Tries something that another server must be up for, six times in about fifteen seconds.
 * @param say hears one line a failure
 * @throws the last PolsslagError; anything but UNAVAILABLE at once, for waiting does not mend it
 */
export async function retryWhileUnavailable<T>(work: () => Promise<T>, say: (line: string) => void): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PolsslagError) || error.code !== 'UNAVAILABLE') throw error;
      say(`${error.message} Trying again in ${waitMs / 1_000} s.`);
      await sleep(waitMs);
    }
  }
  return work();
}
