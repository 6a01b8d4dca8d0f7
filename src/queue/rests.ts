/** The part of a BullMQ worker that is used here. */
interface PausableWorker {
  /** @param notWaiting whether it resolves while jobs are still under way */
  pause(notWaiting: boolean): Promise<void>;
  resume(): Promise<void>;
}

interface Rests {
  /** Takes no jobs for this long, in milliseconds; an earlier, longer rest stays in force. */
  rest(milliseconds: number): void;
  /** Call it before closing: the worker does not resume any more. */
  end(): void;
}

/**
 * Lets a worker pause, so that others take the next jobs: a queue does not choose which worker gets a job, and the one
 * that is awake takes all of them.
 * @param worker the worker that takes jobs now; null while there is none
 */
export function createRests(worker: () => PausableWorker | null, onError: (error: Error) => void): Rests {
  let timer: NodeJS.Timeout | null = null;
  let until = 0;
  return {
    rest(milliseconds) {
      const end = performance.now() + milliseconds;
      const resting = worker();
      if (!resting || end <= until) return;
      until = end;
      resting.pause(true).catch(onError);
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => void resting.resume().catch(onError), milliseconds);
    },
    end() {
      until = Number.POSITIVE_INFINITY;
      if (timer) clearTimeout(timer);
    },
  };
}
