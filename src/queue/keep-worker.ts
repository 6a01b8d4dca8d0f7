import { setTimeout as sleep } from 'node:timers/promises';

/** What is kept of a worker of BullMQ. */
interface StartingWorker {
  /** Rejects when it did not get ready, and never will. */
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

const AGAIN_AFTER_MS = 1_000;

/**
 * Starts a worker, and another one in its place when it could not get ready: BullMQ on PostgreSQL remembers that its
 * server was away at the start, and such a worker would never take a job.
 * @param again milliseconds before the next one is started
 */
export function keepWorker<Kept extends StartingWorker>(
  start: () => Kept,
  onError: (error: Error) => void,
  again: number = AGAIN_AFTER_MS,
): {
  /** Null while none is started. */
  current(): Kept | null;
  close(): Promise<void>;
} {
  const closing = new AbortController();
  let current: Kept | null = start();

  async function watch(): Promise<void> {
    while (current && !(await isReady(current)) && !closing.signal.aborted) {
      current.close().catch(onError);
      current = null;
      await sleep(again, undefined, { signal: closing.signal }).catch(() => undefined);
      if (!closing.signal.aborted) current = start();
    }
  }

  const watching = watch();
  return {
    current: () => current,
    async close() {
      closing.abort();
      await current?.close();
      await watching;
    },
  };
}

async function isReady(worker: StartingWorker): Promise<boolean> {
  try {
    await worker.waitUntilReady();
    return true;
  } catch {
    return false;
  }
}
