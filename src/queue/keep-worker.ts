import { setTimeout as sleep } from 'node:timers/promises';

/** The part of a BullMQ worker that is used here. */
interface StartingWorker {
  /** Rejects when it failed to get ready; it never will then. */
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

const AGAIN_AFTER_MS = 1_000;

/**
 * Starts a worker, and replaces it when it fails to get ready: a BullMQ worker on PostgreSQL whose server was away at
 * the start never takes a job.
 * @param again how long to wait before starting the next one, in milliseconds
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
