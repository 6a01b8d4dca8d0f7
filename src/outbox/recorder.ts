import { setTimeout as sleep } from 'node:timers/promises';
import type { NotificationStore, Outcome } from './notification.ts';

/** Writes outcomes down, in batches, and never lets one go: while the database is away it tries again. */
interface Recorder {
  /** Resolves when the next send may begin: at once, or once this outcome is written where each is written by itself. */
  add(outcome: Outcome): Promise<void>;
  /** Resolves when everything that was added before is written. */
  flush(): Promise<void>;
}

/**
 * How long a batch waits for more, in milliseconds: a statement and a commit for a few messages cost more than sending
 * them. What a kill leaves unwritten grows by it, but not much beside what is claimed by then.
 */
const LINGER_MS = 200;
const RETRY_MS = 250;
/** So many batches may wait before sending must wait for writing. */
const MAX_BATCHES = 4;

/** @param size outcomes a batch; 1 writes each by itself before `add` resolves */
export function createRecorder(
  store: Pick<NotificationStore, 'record'>,
  size: number,
  clock: () => Date,
  onFailure: (error: unknown) => void,
): Recorder {
  let waiting: Outcome[] = [];
  let writing: Promise<void> | null = null;
  let hurry = () => {};
  // Counted from the beginning; nothing lingers of what somebody waits for.
  let added = 0;
  let written = 0;
  let wanted = 0;

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

  const linger = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LINGER_MS);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function writeBatch(): Promise<void> {
    if (waiting.length < size && written >= wanted) await linger();
    const batch = waiting.slice(0, size);
    waiting = waiting.slice(size);
    await write(batch);
    written += batch.length;
    writing = waiting.length > 0 ? writeBatch() : null;
  }

  async function writeUpTo(count: number): Promise<void> {
    wanted = Math.max(wanted, count);
    hurry();
    while (written < count) {
      writing ??= writeBatch();
      await writing;
    }
  }

  return {
    async add(outcome) {
      if (size === 1) return write([outcome]);
      waiting.push(outcome);
      added += 1;
      writing ??= writeBatch();
      if (waiting.length >= size) hurry();
      if (waiting.length >= size * MAX_BATCHES) await writeUpTo(added);
    },
    flush: () => writeUpTo(added),
  };
}
