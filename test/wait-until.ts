import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds. The time limit is only for broken code, so it is long: working code may take as long
 * as a busy machine needs.
 * @param withinMs milliseconds
 * @throws Error when the condition does not hold in time
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, withinMs = 300_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still waiting after ${withinMs} ms for: ${condition}`);
    await sleep(20);
  }
}
