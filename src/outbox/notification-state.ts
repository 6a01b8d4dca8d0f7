/** The states of a notification; the same words stand in the database. */
export const NOTIFICATION_STATES = ['queued', 'sending', 'sent', 'failed', 'expired'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** The part of a notification that changes while it is delivered. Times are the product's clock. */
export interface DeliveryProgress {
  readonly state: NotificationState;
  /** The first moment of the next attempt. */
  readonly notBefore: Date;
  /** From this moment on it is not sent any more. */
  readonly notAfter: Date;
  /** How often it was claimed. It only grows: it tells the news of this attempt from that of an older one. */
  readonly attempts: number;
  readonly attemptedAt: Date | null;
  readonly sentAt: Date | null;
  /** The platform's reference; set when and only when it was sent. */
  readonly reference: string | null;
  /** The code of the last failure. */
  readonly reason: string | null;
  /** How often it was sent again without knowing whether the attempt before had arrived. */
  readonly inDoubt: number;
}

/** So often a message may be sent again without knowing whether it had arrived; then somebody must look at it. */
const MAX_DOUBTS = 5;

export type DeliveryEvent =
  /** A worker takes it, to send it now. */
  | { readonly kind: 'claimed'; readonly at: Date }
  /** The platform has it: it said so, or it was found there. */
  | { readonly kind: 'accepted'; readonly at: Date; readonly reference: string }
  /** It was surely not sent, and may be tried again. */
  | { readonly kind: 'postponed'; readonly until: Date; readonly reason: string }
  /** The platform may have it all the same. */
  | { readonly kind: 'lost-sight'; readonly reason: string }
  /** The platform was asked, late enough to know, and does not have it. */
  | { readonly kind: 'not-found' }
  /** The platform cannot be asked; sent again from `until` on. */
  | { readonly kind: 'cannot-tell'; readonly until: Date }
  /** Trying again changes nothing. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It was claimed, and nothing was tried; it may be claimed again from `until` on (null: at once). */
  | { readonly kind: 'handed-back'; readonly until: Date | null }
  /** It was claimed, and there is nothing to say any more, or it is too late. */
  | { readonly kind: 'lapsed'; readonly reason: string }
  /** Nobody took it in time. */
  | { readonly kind: 'ran-out'; readonly at: Date }
  /** The operator wants it tried again. */
  | { readonly kind: 'retried'; readonly at: Date }
  /** The operator does not want it any more. */
  | { readonly kind: 'discarded' };

/**
 * One step of a notification. An event that does not fit the state leaves it as it is (the same object): late news
 * about an attempt that others have settled. `sent` is final, and an attempt that was lost sight of leaves `sending`
 * only by what the platform says about it.
 */
export function advance(progress: DeliveryProgress, event: DeliveryEvent): DeliveryProgress {
  // The platform's word that it has the message counts in any state: it is the truth.
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
