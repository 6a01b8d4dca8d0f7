import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits a number of milliseconds; rejects when the group has ended. */
export type WaitFor = (ms: number) => Promise<void>;

/** Tasks that run at the same time and end together: the first failure ends all of them. */
export interface TaskGroup {
  readonly signal: AbortSignal;
  readonly pause: WaitFor;
  /** Starts a task, which runs until the group ends. When it fails, the group ends. */
  spawn(work: (pause: WaitFor) => Promise<void>): void;
  /** The original error, when `error` is only a consequence of the end of the group. */
  causeOf(error: unknown): unknown;
  /** Ends the group and waits for all of its tasks. */
  end(): Promise<void>;
}

/** @param outer a signal that also ends the group */
export function createTaskGroup(outer: AbortSignal): TaskGroup {
  const ending = new AbortController();
  const signal = AbortSignal.any([outer, ending.signal]);
  // Any number of pauses listen to this signal.
  setMaxListeners(0, signal);
  const tasks: Promise<void>[] = [];
  const pause: WaitFor = async (ms) => {
    await sleep(ms, undefined, { signal });
  };
  return {
    signal,
    pause,
    spawn(work) {
      const guarded = work(pause).catch((error: unknown) => {
        if (!signal.aborted) ending.abort(error);
      });
      tasks.push(guarded);
    },
    causeOf: (error) => (signal.aborted ? signal.reason : error),
    async end() {
      ending.abort();
      await Promise.all(tasks);
    },
  };
}
