/**
 * Runs something at once and then every so often, never twice at the same time, by a timer that no clock can hold up.
 * @param run handles its own errors
 */
export function repeatEvery(everyMs: number, run: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  function start(): void {
    running ??= run().finally(() => {
      running = null;
    });
  }
  start();
  const timer = setInterval(start, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
