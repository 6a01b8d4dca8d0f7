export type FaultOperation = 'send' | 'update' | 'delete' | 'createConversation' | 'token';

/** What goes wrong with the next `times` requests of an operation. */
export interface PlannedFault {
  /**
   * Answered instead of doing it, or after it with `dropAfterAccept`. Without a status the request is served, late or
   * without an answer.
   */
  readonly status?: 403 | 404 | 429 | 500 | 502 | 503;
  /** The Connector's error code with a status; 'ServiceError' unless given. */
  readonly code?: string;
  readonly retryAfterS?: number;
  /** Waits this long before serving (or refusing); it goes on when the caller has hung up meanwhile. */
  readonly delayMs?: number;
  /** Waits until this is settled, as with `delayMs`. */
  readonly until?: Promise<unknown>;
  /** Accepts the request, then cuts the connection, or answers the status, as a gateway does that lost the real answer. */
  readonly dropAfterAccept?: boolean;
  /** Only for requests about this tenant. */
  readonly tenant?: string;
  readonly times: number;
}

export interface PlannedFaults {
  fail(operation: FaultOperation, fault: PlannedFault): void;
  /** The fault that hits this request, or null; each hit uses one of its times. */
  take(operation: FaultOperation, tenant: string | null): PlannedFault | null;
  clear(): void;
}

/** The first fault that was planned for a request and is not used up strikes it. */
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
