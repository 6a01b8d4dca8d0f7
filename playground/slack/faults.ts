/** What a platform in trouble does with the next calls of one method. */
export interface PlannedFault {
  /** 429 is answered with Retry-After, 500 without a Slack answer; nothing is accepted. */
  readonly status?: 429 | 500;
  /** Slack's error code in an answer with `ok: false`; nothing is accepted. */
  readonly error?: string;
  /** Seconds, with status 429; 1 unless given. */
  readonly retryAfterS?: number;
  /** The call is taken up only after this time: it is accepted even when the caller has gone by then. */
  readonly delayMs?: number;
  /** The call is taken up only when this is settled, as with `delayMs`. */
  readonly until?: Promise<unknown>;
  /** The call is accepted at once and answered only after this time. */
  readonly answerDelayMs?: number;
  /** The call is accepted and the connection cut without an answer. */
  readonly dropAfterAccept?: boolean;
  /** How many calls it strikes. */
  readonly times: number;
}

/** Faults in the order in which they were asked for, one queue for each method. */
export function createFaults() {
  const queues = new Map<string, { fault: PlannedFault; left: number }[]>();
  return {
    add(method: string, fault: PlannedFault): void {
      queues.set(method, [...(queues.get(method) ?? []), { fault, left: fault.times }]);
    },
    /** The fault that strikes this call; null when none does. */
    next(method: string): PlannedFault | null {
      const queue = queues.get(method) ?? [];
      const first = queue.find((entry) => entry.left > 0);
      if (!first) return null;
      first.left -= 1;
      return first.fault;
    },
    clear(): void {
      queues.clear();
    },
  };
}
