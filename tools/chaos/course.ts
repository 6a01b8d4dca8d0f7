import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; throws when the course is over. @param ms milliseconds */
export type WaitFor = (ms: number) => Promise<void>;

/** A stretch of time, and what goes on in it side by side. */
export interface Course {
  readonly signal: AbortSignal;
  readonly pause: WaitFor;
  /** Goes on until the course is over; when it fails, the course is over. */
  beside(work: (pause: WaitFor) => Promise<void>): void;
  /** What really went wrong, where something failed because the course was over. */
  causeOf(error: unknown): unknown;
  /** Ends the course, and waits for everything that went on in it. */
  end(): Promise<void>;
}

/** @param outer what this course is a part of: it ends with it */
export function createCourse(outer: AbortSignal): Course {
  const over = new AbortController();
  const signal = AbortSignal.any([outer, over.signal]);
  // Any number of pauses listen to it.
  setMaxListeners(0, signal);
  const works: Promise<void>[] = [];
  const pause: WaitFor = async (ms) => {
    await sleep(ms, undefined, { signal });
  };
  return {
    signal,
    pause,
    beside(work) {
      const guarded = work(pause).catch((error: unknown) => {
        if (!signal.aborted) over.abort(error);
      });
      works.push(guarded);
    },
    causeOf: (error) => (signal.aborted ? signal.reason : error),
    async end() {
      over.abort();
      await Promise.all(works);
    },
  };
}
