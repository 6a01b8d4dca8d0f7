import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; throws when the group has ended. @param ms milliseconds */
export type WaitFor = (ms: number) => Promise<void>;

/** Tasks that run at the same time and end together: the first that fails ends all of them. */
export interface TaskGroup {
  readonly signal: AbortSignal;
  readonly pause: WaitFor;
  /** Starts a task, which goes on until the group ends; when it fails, the group ends. */
  spawn(work: (pause: WaitFor) => Promise<void>): void;
  /** What really went wrong, where something failed because the group had ended. */
  causeOf(error: unknown): unknown;
  /** Ends the group, and waits for all of its tasks. */
  end(): Promise<void>;
}

/** @param outer ends the group, too */
export function createTaskGroup(outer: AbortSignal): TaskGroup {
  const ending = new AbortController();
  const signal = AbortSignal.any([outer, ending.signal]);
  // Any number of pauses listen to it.
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
