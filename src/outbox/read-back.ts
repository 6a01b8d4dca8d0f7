import { type ChatPlatform, DeliveryError } from '../chat/platform.ts';
import { backoffMs, barredMs } from './backoff.ts';
import type { LaneDrain } from './lane-drain.ts';
import type { KeptLease } from './lane-lease.ts';
import type { ClaimedNotification } from './notification.ts';
import type { DeliveryEvent } from './notification-state.ts';
import { LONGEST_WAIT_MS, outcomeOf } from './outcome.ts';
import type { DeliveryPorts } from './ports.ts';
import { wait } from './wait.ts';

/** So many are looked up before the list is read again. */
const BATCH = 20;
/** How far the platform's clock may be behind ours, in milliseconds; looking too far back does no harm. */
const CLOCK_MARGIN_MS = 60_000;

/** After a failed read-back that named no time, in milliseconds. */
const RETRY_MS = 5_000;

/**
 * Settles the attempts of a lane that were lost sight of (a crash, a cut connection): asks the platform for each,
 * no more often than its read-back allows, and before anything is sent again. It goes on beside the sends, and
 * leaves the rest for later when the next question may not be asked soon.
 */
export async function readBack(
  drain: LaneDrain,
  kept: KeptLease,
  platform: ChatPlatform,
  ports: DeliveryPorts,
): Promise<void> {
  try {
    while (await mayAsk(drain, kept)) {
      // A claimed notification may have waited for its turn before its attempt really began.
      const settledBefore = new Date(ports.clock().getTime() - drain.options.settleMs - LONGEST_WAIT_MS);
      const found = await ports.notifications.lostSight(drain.lane, settledBefore, [...drain.inFlight], BATCH);
      if (found.length === 0) return;
      for (const notification of found) {
        if (!(await mayAsk(drain, kept))) return;
        await settle(notification, drain, platform, ports);
      }
      await drain.recorder.flush();
    }
  } catch (error) {
    drain.finish('stopped');
    throw error;
  }
}

async function mayAsk(drain: LaneDrain, kept: KeptLease): Promise<boolean> {
  while (!drain.end() && kept.valid()) {
    const waitMs = drain.readBackInMs();
    if (waitMs === 0) return true;
    if (waitMs > LONGEST_WAIT_MS) return false;
    await wait(waitMs, drain.ending);
  }
  return false;
}

async function settle(
  notification: ClaimedNotification,
  drain: LaneDrain,
  platform: ChatPlatform,
  ports: DeliveryPorts,
): Promise<void> {
  const { to, progress, key } = notification;
  drain.readBackAgainIn(drain.options.readBackMs);
  try {
    const event = to ? await ask(platform, to, key, progress, ports) : gone();
    if (event.kind === 'not-found' || event.kind === 'cannot-tell') {
      ports.tell({ kind: 'read-back', lane: drain.lane, found: event.kind });
    }
    if (event.kind === 'accepted') ports.tell({ kind: 'read-back', lane: drain.lane, found: 'found' });
    await drain.recorder.add(outcomeOf(notification, event, false));
  } catch (error) {
    await giveUpFor(notification, error, drain, ports);
  }
}

async function ask(
  platform: ChatPlatform,
  to: NonNullable<ClaimedNotification['to']>,
  key: string,
  { attemptedAt, attempts }: ClaimedNotification['progress'],
  ports: DeliveryPorts,
): Promise<DeliveryEvent> {
  const now = ports.clock();
  const since = new Date((attemptedAt ?? now).getTime() - CLOCK_MARGIN_MS);
  const answer = await platform.findSent(to, key, since);
  if (answer === 'not-found') return { kind: answer };
  if (answer === 'cannot-tell') {
    return { kind: answer, until: new Date(now.getTime() + backoffMs(attempts, ports.random())) };
  }
  return { kind: 'accepted', at: ports.clock(), reference: answer.reference };
}

function gone(): DeliveryEvent {
  return { kind: 'refused', reason: 'read_back_unreachable' };
}

async function giveUpFor(
  notification: ClaimedNotification,
  error: unknown,
  drain: LaneDrain,
  ports: DeliveryPorts,
): Promise<void> {
  const fault = error instanceof DeliveryError ? error.fault : 'retry';
  if (fault === 'reconnect') {
    drain.finish('reconnect');
    return ports.tell({ kind: 'reconnect', lane: drain.lane, reason: null });
  }
  if (error instanceof DeliveryError && fault !== 'retry' && fault !== 'barred') {
    // It cannot be known any more, and a double is worse than a dead letter that the operator can look at.
    const event = { kind: 'refused', reason: `read_back_${error.message}` } as const;
    return drain.recorder.add(outcomeOf(notification, event, fault === 'unreachable'));
  }
  ports.tell({ kind: 'trouble', lane: drain.lane, during: 'read-back', cause: error });
  const asked = error instanceof DeliveryError ? error.retryAfterMs : null;
  drain.readBackAgainIn(asked ?? (fault === 'barred' ? barredMs(1, ports.random()) : RETRY_MS));
}
