/** The states of a notification, with the same words as in the database. */
export const NOTIFICATION_STATES = ['queued', 'sending', 'sent', 'failed', 'expired'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** The part of a notification that changes while it is delivered. Times are those of the product's clock. */
export interface DeliveryProgress {
  readonly state: NotificationState;
  /** The earliest moment of the next attempt. */
  readonly notBefore: Date;
  /** It is not sent from this moment on. */
  readonly notAfter: Date;
  /** How often it was claimed. It only grows, so that it tells apart the outcomes of different attempts. */
  readonly attempts: number;
  readonly attemptedAt: Date | null;
  readonly sentAt: Date | null;
  /** The platform's reference; set if and only if it was sent. */
  readonly reference: string | null;
  /** The error code of the last failure. */
  readonly reason: string | null;
  /** How often it was sent again although the attempt before may have arrived. */
  readonly inDoubt: number;
}

/** How often a message may be sent again although it may have arrived; after that an operator must look at it. */
const MAX_DOUBTS = 5;

export type DeliveryEvent =
  /** A worker claims it, to send it now. */
  | { readonly kind: 'claimed'; readonly at: Date }
  /** The platform accepted it, or it was found there. */
  | { readonly kind: 'accepted'; readonly at: Date; readonly reference: string }
  /** It was certainly not sent, and may be tried again. */
  | { readonly kind: 'postponed'; readonly until: Date; readonly reason: string }
  /** It is unknown whether the platform has it. */
  | { readonly kind: 'lost-sight'; readonly reason: string }
  /** The platform was asked after its longest delay, and does not have it. */
  | { readonly kind: 'not-found' }
  /** The platform cannot be asked; it may be sent again from `until` on. */
  | { readonly kind: 'cannot-tell'; readonly until: Date }
  /** It was refused for good: trying again would not help. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It was claimed but not tried; it may be claimed again from `until` on (null: at once). */
  | { readonly kind: 'handed-back'; readonly until: Date | null }
  /** It was claimed, and there is nothing left to say, or it is too late. */
  | { readonly kind: 'lapsed'; readonly reason: string }
  /** It was not claimed in time. */
  | { readonly kind: 'ran-out'; readonly at: Date }
  /** The operator asked to try it again. */
  | { readonly kind: 'retried'; readonly at: Date }
  /** The operator discarded it. */
  | { readonly kind: 'discarded' };

/**
 * Applies an event to a notification. An event that does not fit the state changes nothing (the same object is
 * returned): it is late news about an attempt that was settled otherwise. `sent` is final, and a notification with an
 * unknown outcome stays `sending` until the platform says what became of it.
 */
export function advance(progress: DeliveryProgress, event: DeliveryEvent): DeliveryProgress {
  // When the platform says that it has the message, that counts in any state.
  if (event.kind === 'accepted') return accept(progress, event.at, event.reference);
  if (progress.state === 'queued') return advanceQueued(progress, event);
  if (progress.state === 'sending') return advanceSending(progress, event);
  if (progress.state === 'failed') return advanceFailed(progress, event);
  return progress;
}

function accept(progress: DeliveryProgress, at: Date, reference: string): DeliveryProgress {
  if (progress.state === 'sent') return progress;
  return { ...progress, state: 'sent', sentAt: at, reference, reason: null };
}

function advanceQueued(progress: DeliveryProgress, event: DeliveryEvent): DeliveryProgress {
  switch (event.kind) {
    case 'claimed': {
      if (event.at >= progress.notAfter || event.at < progress.notBefore) return progress;
      return { ...progress, state: 'sending', attempts: progress.attempts + 1, attemptedAt: event.at };
    }
    case 'ran-out':
      if (event.at < progress.notAfter) return progress;
      return { ...progress, state: 'expired', reason: progress.reason ?? 'not_after' };
    default:
      return progress;
  }
}

function advanceSending(progress: DeliveryProgress, event: DeliveryEvent): DeliveryProgress {
  switch (event.kind) {
    case 'postponed':
      return { ...progress, state: 'queued', attemptedAt: null, notBefore: event.until, reason: event.reason };
    case 'lost-sight':
      return { ...progress, reason: event.reason };
    case 'not-found':
      return { ...progress, state: 'queued', attemptedAt: null };
    case 'cannot-tell':
      if (progress.inDoubt >= MAX_DOUBTS)
        return { ...progress, state: 'failed', attemptedAt: null, reason: 'in_doubt' };
      return {
        ...progress,
        state: 'queued',
        attemptedAt: null,
        notBefore: event.until,
        inDoubt: progress.inDoubt + 1,
      };
    case 'handed-back':
      return {
        ...progress,
        state: 'queued',
        attemptedAt: null,
        notBefore: event.until ?? progress.notBefore,
      };
    case 'refused':
      return { ...progress, state: 'failed', attemptedAt: null, reason: event.reason };
    case 'lapsed':
      return { ...progress, state: 'expired', attemptedAt: null, reason: event.reason };
    default:
      return progress;
  }
}

function advanceFailed(progress: DeliveryProgress, event: DeliveryEvent): DeliveryProgress {
  if (event.kind === 'retried' && event.at < progress.notAfter) {
    return { ...progress, state: 'queued', notBefore: event.at };
  }
  if (event.kind === 'discarded') return { ...progress, state: 'expired', reason: 'discarded' };
  return progress;
}
