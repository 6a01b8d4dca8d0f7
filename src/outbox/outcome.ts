import type { ClaimedNotification, Outcome } from './notification.ts';
import { advance, type DeliveryEvent } from './notification-state.ts';

/** How long a claimed notification may wait to be sent before it is handed back, in milliseconds. */
export const MAX_HELD_MS = 3_000;

/**
 * Makes the outcome of an event for a claimed notification.
 * @param unreachable whether the platform says that the person is gone
 * @param elsewhere as in Outcome
 */
export function outcomeOf(
  notification: ClaimedNotification,
  event: DeliveryEvent,
  unreachable: boolean,
  elsewhere = false,
): Outcome {
  const { id, progress, givenUp } = notification;
  const reachedAgain = event.kind === 'accepted' && givenUp;
  return { id, attempt: progress.attempts, progress: advance(progress, event), unreachable, reachedAgain, elsewhere };
}
