import pTimeout from 'p-timeout';
import { PolsslagError } from '../errors.ts';

/**
 * Gives up waiting, not the work itself: BullMQ waits for a server that is away for as long as it takes.
 * @throws PolsslagError UNAVAILABLE when the time is over
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const message = new PolsslagError(
    'UNAVAILABLE',
    'The queue does not answer: see that its server runs, and that its address is right.',
  );
  return pTimeout(work, { milliseconds, message });
}
