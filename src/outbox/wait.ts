import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or less when `signal` is aborted; never throws. @param ms milliseconds */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Aborted: the caller looks at the signal.
  }
}
