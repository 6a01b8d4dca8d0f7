import { type ChatPlatform, DeliveryError, KEPT_BACK } from '../chat/platform.ts';
import { backoffMs, barredMs } from './backoff.ts';
import type { Composed } from './compose.ts';
import type { ClaimedNotification } from './notification.ts';
import type { DeliveryEvent } from './notification-state.ts';

/** What an attempt tells about its notification, and about the lane it was sent through. */
interface Attempt {
  readonly event: DeliveryEvent;
  readonly unreachable: boolean;
  readonly lane: LaneNews;
}

export type LaneNews =
  | { readonly kind: 'works' }
  /** The platform asked us to wait this long, in milliseconds. */
  | { readonly kind: 'slow-down'; readonly ms: number }
  | { readonly kind: 'fails' }
  /** The workspace refuses the bot. */
  | { readonly kind: 'barred'; readonly reason: string }
  | { readonly kind: 'reconnect' }
  /** The platform was not contacted. */
  | { readonly kind: 'none' };

interface AttemptPorts {
  readonly platform: Pick<ChatPlatform, 'send'>;
  readonly clock: () => Date;
  /** Random number generator, uniform in [0, 1). */
  readonly random: () => number;
  /** Whether this process still holds the lease of the lane. */
  readonly mayGo: () => boolean;
}

/** Sends one composed notification, once. It never throws: an error becomes a result for the notification. */
export async function attemptSend(
  notification: ClaimedNotification,
  composed: Composed,
  ports: AttemptPorts,
): Promise<Attempt> {
  const { progress, to, key } = notification;
  const now = ports.clock();
  if (now >= progress.notAfter) return untried({ kind: 'lapsed', reason: progress.reason ?? 'not_after' });
  if (composed.kind === 'nothing') return untried({ kind: composed.event, reason: composed.reason });
  if (!to) return untried({ kind: 'refused', reason: 'unreachable' });
  if (composed.kind !== 'view') {
    const reason = composed.kind === 'unknown' ? 'unknown_kind' : 'compose_failed';
    return untried({ kind: 'postponed', until: nextAttemptAt(notification, ports, null), reason });
  }
  try {
    const { reference } = await ports.platform.send({ key, to, view: composed.view, mayGo: ports.mayGo });
    return {
      event: { kind: 'accepted', at: ports.clock(), reference },
      unreachable: false,
      lane: { kind: 'works' },
    };
  } catch (error) {
    return judgeError(notification, error, ports);
  }
}

function judgeError(notification: ClaimedNotification, error: unknown, ports: AttemptPorts): Attempt {
  // Any other error does not tell whether the platform got the message.
  if (!(error instanceof DeliveryError)) return lostSight('unexpected');
  const reason = error.message;
  // The next holder of the lane may have found that it never arrived, and may send it.
  if (reason === KEPT_BACK) return untried({ kind: 'handed-back', until: null });
  switch (error.fault) {
    case 'retry': {
      if (error.inDoubt) return lostSight(reason);
      const until = nextAttemptAt(notification, ports, error.retryAfterMs);
      const lane: LaneNews =
        error.retryAfterMs === null ? { kind: 'fails' } : { kind: 'slow-down', ms: error.retryAfterMs };
      return { event: { kind: 'postponed', until, reason }, unreachable: false, lane };
    }
    case 'unreachable':
      return { event: { kind: 'refused', reason }, unreachable: true, lane: { kind: 'works' } };
    case 'rejected':
      return { event: { kind: 'refused', reason }, unreachable: false, lane: { kind: 'works' } };
    case 'barred': {
      const wait = Math.max(error.retryAfterMs ?? 0, barredMs(notification.progress.attempts, ports.random()));
      const until = new Date(ports.clock().getTime() + wait);
      return { event: { kind: 'postponed', until, reason }, unreachable: false, lane: { kind: 'barred', reason } };
    }
    case 'reconnect':
      return {
        event: { kind: 'postponed', until: notification.progress.notBefore, reason },
        unreachable: false,
        lane: { kind: 'reconnect' },
      };
  }
}

function lostSight(reason: string): Attempt {
  return { event: { kind: 'lost-sight', reason }, unreachable: false, lane: { kind: 'fails' } };
}

function untried(event: DeliveryEvent): Attempt {
  return { event, unreachable: false, lane: { kind: 'none' } };
}

function nextAttemptAt(notification: ClaimedNotification, ports: AttemptPorts, retryAfterMs: number | null): Date {
  const wait = retryAfterMs ?? backoffMs(notification.progress.attempts, ports.random());
  return new Date(ports.clock().getTime() + wait);
}
