import { DeliveryError } from '../chat/platform.ts';
import { attemptSend } from './attempt.ts';
import { type LaneSession, openSession } from './lane-session.ts';
import { type ClaimedNotification, type NotificationStore, type Outcome, platformOf } from './notification.ts';
import type { DeliveryEvent } from './notification-state.ts';
import { MAX_HELD_MS, outcomeOf } from './outcome.ts';
import type { DeliveryPorts } from './ports.ts';
import { reconcile } from './reconcile.ts';
import type { Supplied } from './supply.ts';

const TAKE_BACK_TRIES = 5;
/** The first wait between tries, in milliseconds; it doubles each time, and the lane is held meanwhile. */
const TAKE_BACK_WAIT_MS = 250;

/**
 * Sends the due messages of one lane until none is left, the platform wants a rest, the time slice is over or `stop` is
 * aborted. Sends under way are then finished and recorded; messages that are only claimed are handed back.
 * @returns why it ended; null when the lane could not be taken
 * @throws what the stores throw, after everything known was recorded
 */
export async function drainLane(
  lane: string,
  ports: DeliveryPorts,
  stop: AbortSignal,
): Promise<ReturnType<LaneSession['end']>> {
  const session = await openSession(lane, ports, stop);
  if (!session) return null;
  try {
    await ports.notifications.leaveToMorning(lane, ports.clock());
    session.join(takeBackDoubles(session));
    session.join(reconcile(session));
    for (let runner = 0; runner < session.options.inFlight; runner += 1) session.join(runSends(session));
    await session.done();
    return session.end() ?? 'empty';
  } finally {
    await session.close((leftovers) => handBack(session, leftovers, null));
  }
}

/** Sends one notification after the other, until another sender had to take its place. */
async function runSends(session: LaneSession): Promise<void> {
  let relieved = false;
  const relieve = () => {
    relieved = true;
    session.join(runSends(session));
  };
  while (!relieved && (await session.ready())) {
    const supplied = await session.supply.take();
    if (!supplied) return;
    const { id } = supplied.notification;
    session.inFlight.add(id);
    try {
      await sendOne(session, supplied, relieve);
    } finally {
      session.inFlight.delete(id);
    }
  }
}

/** @param onSilence called when the platform does not answer the request for long */
async function sendOne(session: LaneSession, supplied: Supplied, onSilence: () => void): Promise<void> {
  const { notification } = supplied;
  const { clock, random } = session.ports;
  const composed = await supplied.composed;
  if (composed.kind === 'failed') {
    session.emit({ kind: 'trouble', lane: session.lane, during: 'compose', cause: composed.cause });
  }
  const remainingMs = await awaitTurn(session, supplied);
  if (remainingMs !== 0 || !session.holdsLease()) {
    const until = remainingMs > 0 ? new Date(clock().getTime() + remainingMs) : null;
    return handBack(session, [supplied], until);
  }
  const begun = performance.now();
  const { platform, holdsLease: mayGo } = session;
  const attempting = attemptSend(notification, composed, { platform, clock, random, mayGo });
  const { event, unreachable, lane } = await watched(attempting, session.options.silentMs, onSilence);
  const reason = reasonOf(event);
  session.hear(lane, {
    begun,
    reason,
    ofOne: lane.kind === 'barred' && (await isOfOne(session, notification, lane.reason)),
  });
  const nobodyThere = event.kind === 'refused' && (unreachable || notification.to === null);
  const outcome = outcomeOf(notification, event, unreachable, nobodyThere);
  emitAttempt(session, notification, outcome, event);
  await session.recorder.add(outcome);
  if (outcome.progress.inDoubt > 0) session.join(takeBackDoubles(session, notification.id));
}

/**
 * Whether a refusal concerns this recipient only. Without this check, one person who is refused again and again during
 * a night without other messages would make everybody wait.
 */
async function isOfOne({ ports }: LaneSession, { id, to }: ClaimedNotification, reason: string): Promise<boolean> {
  if (to?.kind === 'channel') return true;
  // When the database cannot answer, the refusal counts for the lane: then the lane rests sooner.
  return ports.notifications.wasRefused(id, reason).catch(() => false);
}

function watched<T>(work: Promise<T>, silentMs: number | null, onSilence: () => void): Promise<T> {
  if (silentMs === null) return work;
  const timer = setTimeout(onSilence, silentMs);
  return work.finally(() => clearTimeout(timer));
}

/**
 * Removes second copies of messages. One arises when somebody taps a message whose delivery was in doubt while a second
 * copy is on its way. The store records it first, so that the next owner of the lane removes it when the platform
 * refuses for long or this worker is killed.
 * @param only the notification to look at; by default all of the lane
 */
async function takeBackDoubles(session: LaneSession, only?: string): Promise<void> {
  const { lane, platform, ports, emit } = session;
  if (!platform.remove) return;
  for (let tries = 1; tries <= TAKE_BACK_TRIES && session.holdsLease(); tries += 1) {
    try {
      const doubles = await ports.notifications.doubles(lane, ports.clock());
      for (const double of doubles) {
        if (only === undefined || double.id === only) await takeBack(session, double);
      }
      return;
    } catch (cause) {
      emit({ kind: 'trouble', lane, during: 'send', cause });
      await session.wait(TAKE_BACK_WAIT_MS * 2 ** tries);
    }
  }
}

/** @throws an error that may not occur at the next try */
async function takeBack(
  { lane, platform, ports, emit }: LaneSession,
  double: Parameters<NotificationStore['forgetDouble']>[0],
): Promise<void> {
  try {
    if (double.to) await platform.remove?.(double.to, double.reference);
  } catch (cause) {
    if (!(cause instanceof DeliveryError) || cause.fault === 'retry') throw cause;
    emit({ kind: 'trouble', lane, during: 'send', cause });
  }
  await ports.notifications.forgetDouble(double);
}

/**
 * Waits until the lane and the conversation are free.
 * @returns 0 when free; otherwise the remaining milliseconds, or -1 when the lane stops
 */
async function awaitTurn(session: LaneSession, { notification: { to }, claimedAt }: Supplied): Promise<number> {
  const conversation = to ? `${to.kind}:${to.kind === 'person' ? to.user : to.channel}` : '';
  for (;;) {
    if (session.end()) return -1;
    const now = performance.now();
    const waited = now - claimedAt;
    const waitMs = waited > MAX_HELD_MS ? -1 : session.limiter.take(conversation, now);
    if (waitMs <= 0) return waitMs;
    if (waited + waitMs > MAX_HELD_MS) return waitMs;
    await session.wait(waitMs);
  }
}

async function handBack(session: LaneSession, supplied: readonly Supplied[], until: Date | null): Promise<void> {
  for (const { notification } of supplied) {
    await session.recorder.add(outcomeOf(notification, { kind: 'handed-back', until }, false));
  }
}

const OUTCOMES = {
  queued: 'postponed',
  sending: 'lost-sight',
  sent: 'sent',
  failed: 'failed',
  expired: 'expired',
} as const;

function emitAttempt(
  { lane, emit, ports }: LaneSession,
  notification: ClaimedNotification,
  { progress }: Outcome,
  event: DeliveryEvent,
): void {
  emit({
    kind: 'attempt',
    lane,
    platform: platformOf(lane),
    outcome: OUTCOMES[progress.state],
    reason: reasonOf(event),
    lagMs: ports.clock().getTime() - notification.progress.notBefore.getTime(),
  });
}

function reasonOf(event: DeliveryEvent): string | null {
  return 'reason' in event ? event.reason : null;
}
