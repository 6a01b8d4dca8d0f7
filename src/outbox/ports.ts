import type { PlatformName } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Composers } from './compose.ts';
import type { LaneOptions, LaneStore } from './lane.ts';
import type { Limiter } from './limiter.ts';
import type { NotificationStore } from './notification.ts';

/** An event of delivery for metrics and logs: codes and ids only. */
export type DeliveryNews =
  | {
      readonly kind: 'attempt';
      readonly lane: string;
      readonly platform: PlatformName;
      readonly outcome: 'sent' | 'postponed' | 'lost-sight' | 'failed' | 'expired';
      /** The platform's error code; null when sent. */
      readonly reason: string | null;
      /** The time from the first moment at which it could be sent to now, in milliseconds. */
      readonly lagMs: number;
    }
  | { readonly kind: 'read-back'; readonly lane: string; readonly found: 'found' | 'not-found' | 'cannot-tell' }
  /** Messages that were not sent in time. */
  | { readonly kind: 'ran-out'; readonly count: number }
  | { readonly kind: 'slow-down'; readonly lane: string; readonly ms: number }
  | { readonly kind: 'reconnect'; readonly lane: string; readonly reason: string | null }
  /** The workspace refuses the bot; after several refusals in a row the lane rests. */
  | { readonly kind: 'barred'; readonly lane: string; readonly reason: string }
  /** An error of our own; the work is tried again. */
  | {
      readonly kind: 'trouble';
      readonly lane: string;
      readonly during: 'record' | 'read-back' | 'compose' | 'send';
      readonly cause: unknown;
    };

/** What delivery needs from other modules. */
export interface DeliveryPorts {
  readonly notifications: NotificationStore;
  readonly lanes: LaneStore;
  /** The configured platforms; lanes of others are left alone. */
  readonly platforms: Readonly<Partial<Record<PlatformName, ChatPlatform>>>;
  readonly composers: Composers;
  readonly options: Readonly<Record<PlatformName, LaneOptions>>;
  readonly clock: () => Date;
  /** Random number generator, uniform in [0, 1). */
  readonly random: () => number;
  /** Identifies this process among all workers. */
  readonly owner: string;
  /** The limiter of a lane, the same one on every call of this process. */
  readonly limiterOf: (lane: string) => Limiter;
  readonly tell: (news: DeliveryNews) => void;
  readonly timing: DeliveryTiming;
}

interface DeliveryTiming {
  /** The duration of a lease, in milliseconds: after a crash the lane stands still for this long. */
  readonly leaseMs: number;
  /** How long a worker drains a lane before others get their turn, in milliseconds. */
  readonly sliceMs: number;
  /**
   * After passing a lane on, a worker asks the queue for no job for this long, in milliseconds, for each lane that it
   * drains (two at most): the queue gives a job to the worker that asks next.
   */
  readonly restMs: number;
}

export const DELIVERY_TIMING: DeliveryTiming = { leaseMs: 5_000, sliceMs: 15_000, restMs: 40 };
