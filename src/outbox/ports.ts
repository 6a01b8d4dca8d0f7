import type { PlatformName } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Composers } from './compose.ts';
import type { LaneOptions, LaneStore } from './lane.ts';
import type { Limiter } from './limiter.ts';
import type { NotificationStore } from './notification.ts';

/** Something that happened while delivering, for metrics and logs: codes only. */
export type DeliveryNews =
  | {
      readonly kind: 'attempt';
      readonly lane: string;
      readonly platform: PlatformName;
      readonly outcome: 'sent' | 'postponed' | 'lost-sight' | 'failed' | 'expired';
      /** The platform's error code; null when sent. */
      readonly reason: string | null;
      /** From the moment that it might be sent to now, in milliseconds. */
      readonly lagMs: number;
    }
  | { readonly kind: 'read-back'; readonly lane: string; readonly found: 'found' | 'not-found' | 'cannot-tell' }
  /** Nobody sent them in time. */
  | { readonly kind: 'ran-out'; readonly count: number }
  | { readonly kind: 'slow-down'; readonly lane: string; readonly ms: number }
  | { readonly kind: 'reconnect'; readonly lane: string; readonly reason: string | null }
  /** The workspace does not let us in; the lane rests when it has said so some times in a row. */
  | { readonly kind: 'barred'; readonly lane: string; readonly reason: string }
  /** Something of our own went wrong; it is tried again. */
  | {
      readonly kind: 'trouble';
      readonly lane: string;
      readonly during: 'record' | 'read-back' | 'compose' | 'send';
      readonly cause: unknown;
    };

/** What delivering needs from the outside. */
export interface DeliveryPorts {
  readonly notifications: NotificationStore;
  readonly lanes: LaneStore;
  /** The platforms that are configured; a lane of another one is left alone. */
  readonly platforms: Readonly<Partial<Record<PlatformName, ChatPlatform>>>;
  readonly composers: Composers;
  readonly options: Readonly<Record<PlatformName, LaneOptions>>;
  readonly clock: () => Date;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Names this process among all workers. */
  readonly owner: string;
  /** The limiter of a lane, the same one on every call of this process. */
  readonly limiterOf: (lane: string) => Limiter;
  readonly tell: (news: DeliveryNews) => void;
  readonly timing: DeliveryTiming;
}

interface DeliveryTiming {
  /** How long a lane is held without a renewal, in milliseconds: after a crash it stands still for this long. */
  readonly leaseMs: number;
  /** How long a worker drains one lane before others get their turn, in milliseconds. */
  readonly sliceMs: number;
  /**
   * So long for each lane that it drains, two at most, a worker asks the queue for nothing after it passed one on, in
   * milliseconds: the queue gives a job to whoever asks next.
   */
  readonly restMs: number;
}

export const DELIVERY_TIMING: DeliveryTiming = { leaseMs: 5_000, sliceMs: 15_000, restMs: 40 };
