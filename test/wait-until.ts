import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds; throws when it does not in time. The time is for what is broken, so it is long: what
 * works may take as long as a busy machine needs.
 * @param withinMs milliseconds
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, withinMs = 300_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await sleep(20);
  }
}
