export type FaultOperation = 'send' | 'update' | 'delete' | 'createConversation' | 'token';

/** A fault that a test plans for the next `times` requests of an operation. */
export interface PlannedFault {
  /**
   * Answered instead of serving the request, or after serving it when `dropAfterAccept` is set. Without a status the
   * request is served late or without an answer.
   */
  readonly status?: 403 | 404 | 429 | 500 | 502 | 503;
  /** The Connector's error code for the status; 'ServiceError' unless given. */
  readonly code?: string;
  readonly retryAfterS?: number;
  /** Milliseconds to wait before serving or refusing; the request is served even if the caller has hung up by then. */
  readonly delayMs?: number;
  /** Waits until this promise is settled, as with `delayMs`. */
  readonly until?: Promise<unknown>;
  /**
   * Serves the request, and then cuts the connection or answers the status, like a gateway that lost the real answer.
   */
  readonly dropAfterAccept?: boolean;
  /** Affects only requests for this tenant. */
  readonly tenant?: string;
  readonly times: number;
}

export interface PlannedFaults {
  fail(operation: FaultOperation, fault: PlannedFault): void;
  /** The fault for this request, or null. Each call uses up one of its times. */
  take(operation: FaultOperation, tenant: string | null): PlannedFault | null;
  clear(): void;
}

/** Makes the store of planned faults. The first matching fault that is not used up applies. */
export function createFaults(): PlannedFaults {
  let planned: { operation: FaultOperation; fault: PlannedFault; left: number }[] = [];
  return {
    fail(operation, fault) {
      planned.push({ operation, fault, left: fault.times });
    },
    take(operation, tenant) {
      const next = planned.find(
        (plan) => plan.operation === operation && (plan.fault.tenant ?? tenant) === tenant && plan.left > 0,
      );
      if (next === undefined) return null;
      next.left -= 1;
      planned = planned.filter((plan) => plan.left > 0);
      return next.fault;
    },
    clear() {
      planned = [];
    },
  };
}
