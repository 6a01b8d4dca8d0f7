import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds; throws when it does not in time. @param withinMs milliseconds */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await sleep(20);
  }
}
