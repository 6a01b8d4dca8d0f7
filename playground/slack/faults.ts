/** A fault that a test plans for the next calls of one method. */
export interface PlannedFault {
  /** 429 is sent with Retry-After, 500 without a Slack answer; the call is not accepted. */
  readonly status?: 429 | 500;
  /** Slack's error code in an answer with `ok: false`; the call is not accepted. */
  readonly error?: string;
  /** Seconds for status 429; 1 unless given. */
  readonly retryAfterS?: number;
  /** Milliseconds before the call is handled; it is accepted even if the caller has hung up by then. */
  readonly delayMs?: number;
  /** The call is handled after this promise is settled, as with `delayMs`. */
  readonly until?: Promise<unknown>;
  /** The call is accepted at once and answered only after this number of milliseconds. */
  readonly answerDelayMs?: number;
  /** The call is accepted, and the connection is cut without an answer. */
  readonly dropAfterAccept?: boolean;
  /** The number of calls that it affects. */
  readonly times: number;
}

/** The planned faults: a queue for each method, in the order of planning. */
export function createFaults() {
  const queues = new Map<string, { fault: PlannedFault; left: number }[]>();
  return {
    add(method: string, fault: PlannedFault): void {
      queues.set(method, [...(queues.get(method) ?? []), { fault, left: fault.times }]);
    },
    /** The fault for this call, or null. */
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
