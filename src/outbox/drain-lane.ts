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
/** Doubled each time, in milliseconds: the lane is held meanwhile. */
const TAKE_BACK_WAIT_MS = 250;

/**
 * Sends what is due in one lane until nothing is, the platform wants a rest, the slice is over or `stop` is aborted.
 * What is under way at that moment is finished and written down; what is merely claimed is handed back.
 * Throws what the stores throw, after everything known has been written down.
 * @returns why it ended; null when the lane was not to be had
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

/** One of the lane's sends under way: takes one notification after the other, until somebody had to take its place. */
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

/** @param onSilence called when the platform leaves the request unanswered for long */
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
 * Whether it is not for the others of the lane that somebody is barred. One who is refused over and over, in a night in which
 * nothing else is sent, would make everybody wait.
 */
async function isOfOne({ ports }: LaneSession, { id, to }: ClaimedNotification, reason: string): Promise<boolean> {
  if (to?.kind === 'channel') return true;
  // What the database cannot say now is taken for news: then the lane rests sooner.
  return ports.notifications.wasRefused(id, reason).catch(() => false);
}

function watched<T>(work: Promise<T>, silentMs: number | null, onSilence: () => void): Promise<T> {
  if (silentMs === null) return work;
  const timer = setTimeout(onSilence, silentMs);
  return work.finally(() => clearTimeout(timer));
}

/**
 * Somebody tapped the first message, which was in doubt, while the second was on its way: that one is not needed. It is
 * written down before, so that what is refused for long, or killed meanwhile, is done by whoever has the lane next.
 * @param only the notification to look at; all of the lane, unless given
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

/** Throws what may go well the next time. */
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

/** Waits for the lane and the conversation. @returns 0, or how long it would still take; -1 when the lane stops */
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
