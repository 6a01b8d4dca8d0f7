import type { NotificationState } from './notification-state.ts';

/** How many notifications of a lane are in a state. */
export interface LaneCount {
  readonly lane: string;
  readonly state: NotificationState;
  readonly count: number;
}

/** Who a notification was for, by the operator's own names: a person's key, never a name. */
export type LetterRecipient =
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: string };

/** A notification that was given up, without anything of its content. */
export interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly lane: string;
  /** For the operator's own terminal only: neither the board nor a log shows it. */
  readonly to: LetterRecipient;
  /** The code of what went wrong. */
  readonly reason: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly notAfter: Date;
}

/** What the operator can see of the outbox, and do about what was given up. */
export interface DeadLetterStore {
  /** By lane, then state. */
  counts(): Promise<LaneCount[]>;
  /** Messages sent again without knowing whether they had arrived. */
  inDoubt(): Promise<number>;
  /** Oldest first. @param limit at most this many */
  failed(limit: number): Promise<DeadLetter[]>;
  /**
   * Queues given-up notifications again, and takes their people for reachable; one whose time has passed stays as it is.
   * @param ids null for all
   */
  retry(ids: readonly string[] | null, now: Date): Promise<number>;
  /** Marks given-up notifications as expired: kept, but not in the way. @param ids null for all */
  discard(ids: readonly string[] | null): Promise<number>;
}
