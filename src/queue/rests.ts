/** What is needed of a worker of BullMQ to let it rest. */
interface PausableWorker {
  /** @param notWaiting whether it resolves while jobs are still under way */
  pause(notWaiting: boolean): Promise<void>;
  resume(): Promise<void>;
}

interface Rests {
  /** Takes no job for so long from now, in milliseconds, or until the end of an earlier rest that is longer. */
  rest(milliseconds: number): void;
  /** It is about to close: nothing goes on of itself any more. */
  end(): void;
}

/**
 * Lets a worker leave the next jobs to others for a moment: a queue has no say in who takes a job, and whoever is awake
 * takes all of them.
 * @param worker the one that takes jobs now; null where there is none
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
