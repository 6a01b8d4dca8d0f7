import { DeliveryError } from '../chat/platform.ts';
import { barredMs, doubtMs } from './backoff.ts';
import type { LaneSession } from './lane-session.ts';
import type { ClaimedNotification } from './notification.ts';
import type { DeliveryEvent } from './notification-state.ts';
import { MAX_HELD_MS, outcomeOf } from './outcome.ts';

/** How many are looked up before the list is read again. */
const BATCH = 20;
/** How far the platform's clock may be behind ours, in milliseconds; looking too far back does no harm. */
const CLOCK_MARGIN_MS = 60_000;
/** The wait after a failed read-back when the platform named no time, in milliseconds. */
const RETRY_MS = 5_000;

/**
 * Finds out what became of attempts with an unknown outcome (a crash, a lost connection). It asks the platform about
 * each, no more often than its read-back allows, and before anything is sent again. It runs beside the sends, and
 * leaves the rest for later when the next question is not allowed soon.
 */
export async function reconcile(session: LaneSession): Promise<void> {
  const { lane, options, ports, inFlight, recorder } = session;
  while (await mayAsk(session)) {
    // The attempt may have begun later than its claim, because a claimed notification may wait for its turn.
    const settledBefore = new Date(ports.clock().getTime() - options.settleMs - MAX_HELD_MS);
    const found = await ports.notifications.lostSight(lane, settledBefore, [...inFlight], BATCH);
    if (found.length === 0) return;
    for (const notification of found) {
      if (!(await mayAsk(session))) return;
      await settle(session, notification);
    }
    await recorder.flush();
  }
}

async function mayAsk(session: LaneSession): Promise<boolean> {
  while (!session.end() && session.holdsLease()) {
    const waitMs = session.readBackInMs();
    if (waitMs === 0) return true;
    if (waitMs > MAX_HELD_MS) return false;
    await session.wait(waitMs);
  }
  return false;
}

async function settle(session: LaneSession, notification: ClaimedNotification): Promise<void> {
  const { lane, emit } = session;
  session.readBackAgainIn(session.options.readBackMs);
  try {
    const event = await askPlatform(session, notification);
    if (event.kind === 'not-found' || event.kind === 'cannot-tell')
      emit({ kind: 'read-back', lane, found: event.kind });
    if (event.kind === 'accepted') emit({ kind: 'read-back', lane, found: 'found' });
    await session.recorder.add(outcomeOf(notification, event, false));
  } catch (error) {
    await giveUpFor(session, notification, error);
  }
}

async function askPlatform(
  { platform, ports }: LaneSession,
  { to, key, progress: { attemptedAt, attempts, inDoubt } }: ClaimedNotification,
): Promise<DeliveryEvent> {
  if (!to) return { kind: 'refused', reason: 'read_back_unreachable' };
  const now = ports.clock();
  const since = new Date((attemptedAt ?? now).getTime() - CLOCK_MARGIN_MS);
  const answer = await platform.findSent(to, key, since);
  if (answer === 'not-found') return { kind: answer };
  if (answer === 'cannot-tell') {
    return { kind: answer, until: new Date(now.getTime() + doubtMs(attempts, inDoubt, ports.random())) };
  }
  return { kind: 'accepted', at: ports.clock(), reference: answer.reference };
}

async function giveUpFor(session: LaneSession, notification: ClaimedNotification, error: unknown): Promise<void> {
  const { lane, emit } = session;
  const fault = error instanceof DeliveryError ? error.fault : 'retry';
  if (fault === 'reconnect') {
    session.finish('reconnect');
    return emit({ kind: 'reconnect', lane, reason: null });
  }
  if (error instanceof DeliveryError && fault !== 'retry' && fault !== 'barred') {
    // The outcome can no longer be found out, and sending twice is worse than a dead letter that the operator can look
    // at.
    const event = { kind: 'refused', reason: `read_back_${error.message}` } as const;
    return session.recorder.add(outcomeOf(notification, event, fault === 'unreachable'));
  }
  emit({ kind: 'trouble', lane, during: 'read-back', cause: error });
  const asked = error instanceof DeliveryError ? error.retryAfterMs : null;
  session.readBackAgainIn(asked ?? (fault === 'barred' ? barredMs(1, session.ports.random()) : RETRY_MS));
}
