import { setTimeout as sleep } from 'node:timers/promises';
import type { NotificationStore, Outcome } from './notification.ts';

/** Records outcomes in batches, and never loses one: while the database is away it keeps trying. */
interface Recorder {
  /** Resolves when the next send may begin: at once, or, with batches of 1, once this outcome is recorded. */
  add(outcome: Outcome): Promise<void>;
  /** Resolves when everything that was added before is written. */
  flush(): Promise<void>;
}

/**
 * How long a batch waits for more outcomes, in milliseconds: a statement and its commit for a few messages cost more
 * than sending them. A kill leaves a few more outcomes unrecorded for it, but not many beside what is claimed by then.
 */
const LINGER_MS = 200;
const RETRY_MS = 250;
/** How many batches may wait before sending must wait for recording. */
const MAX_BATCHES = 4;

/** @param size outcomes in a batch; with 1 each is recorded before `add` resolves */
export function createRecorder(
  store: Pick<NotificationStore, 'record'>,
  size: number,
  clock: () => Date,
  onFailure: (error: unknown) => void,
): Recorder {
  let waiting: Outcome[] = [];
  let writing: Promise<void> | null = null;
  let hurry = () => {};
  // Counts since the beginning. A batch with outcomes that somebody waits for does not linger.
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
