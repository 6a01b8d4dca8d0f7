import type { ChatPlatform } from '../chat/platform.ts';
import { attemptSend, type LaneNews } from './attempt.ts';
import { type Crew, createCrew } from './crew.ts';
import { type DrainEnd, drainState, type LaneDrain } from './lane-drain.ts';
import { type KeptLease, takeLease } from './lane-lease.ts';
import { type ClaimedNotification, type Outcome, platformOf } from './notification.ts';
import type { DeliveryEvent } from './notification-state.ts';
import { LONGEST_WAIT_MS, outcomeOf } from './outcome.ts';
import type { DeliveryPorts } from './ports.ts';
import { readBack } from './read-back.ts';
import type { Supplied } from './supply.ts';
import { wait } from './wait.ts';

/** How long a lane rests when the deployment's own credentials are refused: somebody must mend them first. */
const CREDENTIALS_REST_MS = 60_000;

/**
 * Sends what is due in one lane until nothing is, the platform wants a rest, the slice is over or `stop` is aborted.
 * What is under way at that moment is finished and written down; what is merely claimed is handed back.
 * Throws what the stores throw, after everything known has been written down.
 * @returns why it ended; null when the lane was not to be had
 */
export async function drainLane(lane: string, ports: DeliveryPorts, stop: AbortSignal): Promise<DrainEnd | null> {
  const platform = ports.platforms[platformOf(lane)];
  if (!platform || stop.aborted) return null;
  const kept = await takeLease(ports.lanes, lane, ports.owner, ports.timing.leaseMs);
  if (!kept) return null;
  const drain = drainState(kept.lease, ports, stop);
  try {
    const crew = createCrew();
    crew.join(readBack(drain, kept, platform, ports));
    for (let runner = 0; runner < drain.options.inFlight; runner += 1) {
      crew.join(runSends(drain, kept, platform, ports, crew));
    }
    await crew.done();
    return drain.end() ?? 'empty';
  } finally {
    drain.finish('stopped');
    try {
      await handBack(drain, await drain.supply.leftovers(), null);
      await drain.recorder.flush();
    } finally {
      // Whatever happened: a lease that were renewed for ever would keep the lane from everybody.
      kept.stop();
    }
    // Another worker knows nothing of the last second of this lane: it may begin when that no longer matters.
    const { laneMs, conversationMs } = drain.options.spacing;
    await ports.lanes.release(kept.lease, drain.stateForNext(), Math.max(laneMs, conversationMs));
  }
}

/** One of the lane's sends under way: takes one notification after the other, until somebody had to take its place. */
async function runSends(
  drain: LaneDrain,
  kept: KeptLease,
  platform: ChatPlatform,
  ports: DeliveryPorts,
  crew: Crew,
): Promise<void> {
  let relieved = false;
  const relieve = () => {
    relieved = true;
    crew.join(runSends(drain, kept, platform, ports, crew));
  };
  try {
    while (!relieved && (await drain.ready(kept))) {
      const supplied = await drain.supply.take();
      if (!supplied) return;
      drain.inFlight.add(supplied.notification.id);
      try {
        await sendOne(supplied, drain, kept, platform, ports, relieve);
      } finally {
        drain.inFlight.delete(supplied.notification.id);
      }
    }
  } catch (error) {
    drain.finish('stopped');
    throw error;
  }
}

/** @param onSilence called when the platform leaves the request unanswered for long */
async function sendOne(
  supplied: Supplied,
  drain: LaneDrain,
  kept: KeptLease,
  platform: ChatPlatform,
  ports: DeliveryPorts,
  onSilence: () => void,
): Promise<void> {
  const { notification } = supplied;
  const composed = await supplied.composed;
  if (composed.kind === 'failed') {
    ports.tell({ kind: 'trouble', lane: notification.lane, during: 'compose', cause: composed.cause });
  }
  const remainingMs = await awaitTurn(supplied, drain);
  if (remainingMs !== 0 || !kept.valid()) {
    const until = remainingMs > 0 ? new Date(ports.clock().getTime() + remainingMs) : null;
    return handBack(drain, [supplied], until);
  }
  const begun = performance.now();
  const attempting = attemptSend(notification, composed, { platform, clock: ports.clock, random: ports.random });
  const attempt = await watched(attempting, drain.options.silentMs, onSilence);
  listen(attempt.lane, begun, notification, attempt.event, drain, ports);
  const nobodyThere = attempt.event.kind === 'refused' && (attempt.unreachable || notification.to === null);
  const outcome = outcomeOf(notification, attempt.event, attempt.unreachable, nobodyThere);
  tellAttempt(outcome, attempt.event, notification, ports);
  await drain.recorder.add(outcome);
  await takeBackDouble(outcome, notification, platform, ports);
}

async function watched<T>(work: Promise<T>, silentMs: number | null, onSilence: () => void): Promise<T> {
  const timer = silentMs === null ? undefined : setTimeout(onSilence, silentMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Somebody tapped the first message, which was in doubt, while the second was on its way: that one is not needed. */
async function takeBackDouble(
  { id, progress }: Outcome,
  { lane, to, ...before }: ClaimedNotification,
  platform: ChatPlatform,
  ports: DeliveryPorts,
): Promise<void> {
  if (!platform.remove || !to || before.progress.inDoubt === 0 || !progress.reference) return;
  try {
    if (await ports.notifications.isAnother(id, progress.reference)) await platform.remove(to, progress.reference);
  } catch (cause) {
    ports.tell({ kind: 'trouble', lane, during: 'send', cause });
  }
}

/** Waits for the lane and the conversation. @returns 0, or how long it would still take; -1 when the lane stops */
async function awaitTurn(supplied: Supplied, drain: LaneDrain): Promise<number> {
  const { to } = supplied.notification;
  const conversation = to ? `${to.kind}:${to.kind === 'person' ? to.user : to.channel}` : '';
  for (;;) {
    if (drain.end()) return -1;
    const now = performance.now();
    const waited = now - supplied.claimedAt;
    const waitMs = waited > LONGEST_WAIT_MS ? -1 : drain.limiter.take(conversation, now);
    if (waitMs <= 0) return waitMs;
    if (waited + waitMs > LONGEST_WAIT_MS) return waitMs;
    await wait(waitMs, drain.ending);
  }
}

function listen(
  news: LaneNews,
  begun: number,
  notification: ClaimedNotification,
  event: DeliveryEvent,
  drain: LaneDrain,
  ports: DeliveryPorts,
): void {
  const { lane } = notification;
  drain.hear(news, begun);
  if (news.kind === 'slow-down') ports.tell({ kind: 'slow-down', lane, ms: news.ms });
  if (news.kind === 'barred') ports.tell({ kind: 'barred', lane, reason: news.reason });
  if (news.kind !== 'reconnect') return;
  ports.tell({ kind: 'reconnect', lane, reason: 'reason' in event ? event.reason : null });
  // A workspace's lane closes by what the platform writes down of it, unless it was connected again meanwhile.
  if (drain.options.credentialsOf === 'deployment') drain.limiter.holdUntil(performance.now() + CREDENTIALS_REST_MS);
}

async function handBack(drain: LaneDrain, supplied: readonly Supplied[], until: Date | null): Promise<void> {
  for (const { notification } of supplied) {
    await drain.recorder.add(outcomeOf(notification, { kind: 'handed-back', until }, false));
  }
}

function tellAttempt(
  { progress }: Outcome,
  event: DeliveryEvent,
  notification: ClaimedNotification,
  ports: DeliveryPorts,
): void {
  const outcomes = {
    queued: 'postponed',
    sending: 'lost-sight',
    sent: 'sent',
    failed: 'failed',
    expired: 'expired',
  } as const;
  ports.tell({
    kind: 'attempt',
    lane: notification.lane,
    platform: platformOf(notification.lane),
    outcome: outcomes[progress.state],
    reason: 'reason' in event ? event.reason : null,
    lagMs: ports.clock().getTime() - notification.progress.notBefore.getTime(),
  });
}
