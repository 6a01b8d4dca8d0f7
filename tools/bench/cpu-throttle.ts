import { setTimeout as sleep } from 'node:timers/promises';

/** The length of a period in milliseconds, shorter than anything that is waited for during a measurement. */
export const PERIOD_MS = 40;

/**
 * Lets each process run for a share of the time only, in turn, as if it had that share of a core. On a machine with few
 * cores more workers would otherwise take processor time from the servers that they use, and so achieve no more.
 * @param share between 0 and 1; when the shares add up to more than 1, processes run at the same time
 * @returns a function that ends the throttling, and resolves when the processes run freely again
 */
export function throttleCpu(pids: readonly number[], share: number): () => Promise<void> {
  let throttling = true;
  async function throttle(pid: number, index: number): Promise<void> {
    await sleep((PERIOD_MS / pids.length) * index);
    while (throttling) {
      process.kill(pid, 'SIGSTOP');
      await sleep(PERIOD_MS * (1 - share));
      process.kill(pid, 'SIGCONT');
      await sleep(PERIOD_MS * share);
    }
  }
  // When a process has ended, its own caller reports that.
  const throttles = Promise.allSettled(pids.map(throttle));
  return async () => {
    throttling = false;
    await throttles;
  };
}
