import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds: shorter than anything that is waited for while it is measured. */
export const PERIOD_MS = 40;

/**
 * Lets processes run for a share of the time only, in turn, as if each had so much of a core: on a machine with few cores they
 * would otherwise take it from what they talk to, and more of them could do no more.
 * @param share above 0 and below 1; together at most 1, or they run at the same time
 * @returns ends it, and resolves when they run freely again
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
  // Of one that ended whoever asked it for something is told.
  const throttles = Promise.allSettled(pids.map(throttle));
  return async () => {
    throttling = false;
    await throttles;
  };
}
