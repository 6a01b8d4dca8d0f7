import { setTimeout as sleep } from 'node:timers/promises';
import type { NotificationStore, Outcome } from './notification.ts';

/** Writes outcomes down, in batches, and never lets one go: while the database is away it tries again. */
export interface Recorder {
  /** Resolves when the next send may begin: at once, or once this outcome is written where each is written by itself. */
  add(outcome: Outcome): Promise<void>;
  /** Resolves when everything is written. */
  flush(): Promise<void>;
}

const LINGER_MS = 20;
const RETRY_MS = 250;
/** So many batches may wait before sending must wait for writing. */
const BACKLOG = 4;

/** @param size outcomes a batch; 1 writes each by itself before `add` resolves */
export function createRecorder(
  store: Pick<NotificationStore, 'record'>,
  size: number,
  clock: () => Date,
  onFailure: (error: unknown) => void,
): Recorder {
  let waiting: Outcome[] = [];
  let writing: Promise<void> | null = null;

  async function write(batch: readonly Outcome[]): Promise<void> {
    for (;;) {
      try {
        return await store.record(batch, clock());
      } catch (error) {
        onFailure(error);
        await sleep(RETRY_MS);
      }
    }
  }

  async function drain(): Promise<void> {
    if (size > 1 && waiting.length < size) await sleep(LINGER_MS);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, size);
      waiting = waiting.slice(size);
      await write(batch);
    }
    writing = null;
  }

  function start(): Promise<void> {
    writing ??= drain();
    return writing;
  }

  return {
    async add(outcome) {
      if (size === 1) return write([outcome]);
      waiting.push(outcome);
      const written = start();
      if (waiting.length >= size * BACKLOG) await written;
    },
    async flush() {
      while (writing || waiting.length > 0) await start();
    },
  };
}
