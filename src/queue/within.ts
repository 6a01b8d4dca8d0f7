import { setTimeout as sleep } from 'node:timers/promises';
import { PolsslagError } from '../errors.ts';

/**
 * Gives up waiting, not the work itself: BullMQ waits for a server that is away for as long as it takes.
 * @param ms milliseconds
 * @throws PolsslagError UNAVAILABLE when the time is over
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const over = sleep(ms, undefined, { signal: done.signal }).then(() => {
    throw new PolsslagError(
      'UNAVAILABLE',
      'The queue does not answer: see that its server runs, and that its address is right.',
    );
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    done.abort();
    // When the work was faster, the aborted wait is nobody's business.
    over.catch(() => undefined);
  }
}
