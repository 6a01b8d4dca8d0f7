import { setTimeout as sleep } from 'node:timers/promises';
import { PolsslagError } from './errors.ts';

const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Does work that needs another server, and tries again while that is unavailable: six times in about fifteen seconds.
 * @param say gets one line for each failure
 * @throws the last PolsslagError; any error but UNAVAILABLE at once, because waiting does not help against it
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
