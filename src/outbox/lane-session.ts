import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatPlatform } from '../chat/platform.ts';
import type { LaneNews } from './attempt.ts';
import { barredLaneRestMs, isLaneBarred, laneRestMs } from './backoff.ts';
import type { LaneOptions, Lease } from './lane.ts';
import { takeLease } from './lane-lease.ts';
import type { Limiter } from './limiter.ts';
import { platformOf } from './notification.ts';
import type { DeliveryNews, DeliveryPorts } from './ports.ts';
import { createRecorder } from './recorder.ts';
import { createSupply, type Supplied } from './supply.ts';

/** Why the draining of a lane ended. */
type DrainEnd = 'empty' | 'rest' | 'slice' | 'stopped' | 'lost' | 'reconnect';

/** Shorter rests are waited for; for a longer one the worker leaves the lane and drains another. */
const MAX_WAITED_REST_MS = 3_000;
/** How long a lane rests when the deployment's own credentials are refused, until an operator corrects them. */
const CREDENTIALS_REST_MS = 60_000;

/**
 * One worker's work on one lane, from taking its lease to releasing it, with everything that the lane's sends share.
 */
export interface LaneSession {
  readonly lane: string;
  readonly options: LaneOptions;
  readonly platform: ChatPlatform;
  readonly ports: Pick<DeliveryPorts, 'notifications' | 'clock' | 'random'>;
  readonly limiter: Limiter;
  readonly supply: ReturnType<typeof createSupply>;
  readonly recorder: ReturnType<typeof createRecorder>;
  /** Ids of the notifications that are being sent now. */
  readonly inFlight: Set<string>;
  readonly emit: (news: DeliveryNews) => void;
  /** Why the session ended; null while it goes on. */
  end(): DrainEnd | null;
  finish(why: DrainEnd): void;
  /** False as soon as another worker may hold the lane: nothing may be sent any more. */
  holdsLease(): boolean;
  /** Waits for this long, or until the session ends. */
  wait(ms: number): Promise<void>;
  /** Waits for a short rest to end. @returns false when nothing more may be sent */
  ready(): Promise<boolean>;
  /** Processes what a send tells about the lane. */
  hear(news: LaneNews, told: Told): void;
  /** Delays the next read-back by this many milliseconds from now. */
  readBackAgainIn(ms: number): void;
  /** Milliseconds until the next read-back may be made. */
  readBackInMs(): number;
  /** Adds work that runs beside other work of the lane. When it fails, the session ends. */
  join(work: Promise<void>): void;
  /** Resolves when all added work is done, including work added meanwhile. @throws the first error */
  done(): Promise<void>;
  /**
   * Records everything known and releases the lane. @param handBack gives back messages that were claimed and not sent
   */
  close(handBack: (leftovers: readonly Supplied[]) => Promise<void>): Promise<void>;
}

/** The circumstances of what a send tells about its lane. */
interface Told {
  /** When the send began, in monotonic milliseconds. */
  readonly begun: number;
  readonly reason: string | null;
  /** For a refusal: whether it concerns the recipient only, because they were refused before or are a channel. */
  readonly ofOne: boolean;
}

/** Takes a lane. @returns null when it cannot be taken */
export async function openSession(lane: string, ports: DeliveryPorts, stop: AbortSignal): Promise<LaneSession | null> {
  const platform = ports.platforms[platformOf(lane)];
  if (!platform || stop.aborted) return null;
  const take = () => takeLease(ports.lanes, lane, ports.owner, ports.timing.leaseMs);
  const kept = (await take()) ?? ((await outliveCoolDown(lane, ports, stop)) ? await take() : null);
  if (!kept) return null;

  const options = ports.options[platformOf(lane)];
  const limiter = ports.limiterOf(lane);
  const course = createCourse(ports.timing.sliceMs, stop);
  const health = createLaneHealth(kept.lease, options, limiter, ports, course.finish);
  const crew = createCrew(() => course.finish('stopped'));
  const supply = createSupply(ports.notifications, ports.composers, lane, options.claimSize, ports.clock);
  const recorder = createRecorder(ports.notifications, options.recordSize, ports.clock, (cause) =>
    ports.tell({ kind: 'trouble', lane, during: 'record', cause }),
  );
  let readBackAt = performance.now() + kept.lease.readBackInMs;
  const readBackInMs = () => Math.max(0, readBackAt - performance.now());

  return {
    lane,
    options,
    platform,
    ports,
    limiter,
    supply,
    recorder,
    inFlight: new Set(),
    emit: ports.tell,
    end: course.end,
    finish: course.finish,
    holdsLease: kept.valid,
    wait: course.wait,
    async ready() {
      while (!course.end()) {
        const restMs = health.restMs();
        if (!kept.valid()) course.finish('lost');
        else if (course.sliceIsOver()) course.finish('slice');
        else if (restMs > MAX_WAITED_REST_MS) course.finish('rest');
        else if (restMs > 0) await course.wait(restMs);
        else return true;
      }
      return false;
    },
    hear: health.hear,
    readBackAgainIn(ms) {
      readBackAt = Math.max(readBackAt, performance.now() + ms);
    },
    readBackInMs,
    join: crew.join,
    done: crew.done,
    async close(handBack) {
      course.finish('stopped');
      try {
        await handBack(await supply.leftovers());
        await recorder.flush();
      } finally {
        // Always stop renewing: a lease that is renewed forever would keep the lane from every other worker.
        kept.stop();
      }
      const state = { ...health.stateForNext(), readBackInMs: Math.ceil(readBackInMs()) };
      // Another worker does not know what was sent in the last second, so it may begin only when that no longer
      // matters.
      await ports.lanes.release(kept.lease, state, Math.max(options.spacing.laneMs, options.spacing.conversationMs));
    },
  };
}

/**
 * Waits for a short cool-down of the lane, because otherwise no worker would take it before the next sweep. @returns
 * false when there is no short one
 */
async function outliveCoolDown(lane: string, { lanes }: DeliveryPorts, stop: AbortSignal): Promise<boolean> {
  const ms = await lanes.coolDownMs(lane);
  if (ms === 0 || ms > MAX_WAITED_REST_MS) return false;
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  return !stop.aborted;
}

/** Tracks how long the session goes on, and why it ended. */
function createCourse(sliceMs: number, stop: AbortSignal) {
  const sliceEnd = performance.now() + sliceMs;
  const ended = new AbortController();
  // Every send of the lane may listen at the same time, so the default limit of ten would warn.
  setMaxListeners(0, ended.signal);
  let why: DrainEnd | null = null;
  function finish(reason: DrainEnd): void {
    why ??= reason;
    ended.abort();
  }
  stop.addEventListener('abort', () => finish('stopped'), { once: true, signal: ended.signal });
  // The abort may have come while the lane was being taken.
  if (stop.aborted) finish('stopped');
  return {
    end: () => why,
    finish,
    sliceIsOver: () => performance.now() > sliceEnd,
    async wait(ms: number): Promise<void> {
      // An aborted wait is no error: callers check `end`.
      await sleep(ms, undefined, { signal: ended.signal }).catch(() => undefined);
    },
  };
}

/** What the sends tell about the lane, and how long it rests because of that. */
function createLaneHealth(
  lease: Lease,
  options: LaneOptions,
  limiter: Limiter,
  { tell, random }: Pick<DeliveryPorts, 'tell' | 'random'>,
  finish: (why: DrainEnd) => void,
) {
  const { lane } = lease;
  const barred = createBar(lease, random);
  let failures = lease.failures;
  let works = false;
  let lastFailure = Number.NEGATIVE_INFINITY;
  const restMs = () => Math.max(0, limiter.heldUntil() - performance.now());

  function fail(begun: number): void {
    // Sends that began before the last failure was known repeat the same failure.
    if (begun < lastFailure) return;
    failures += 1;
    lastFailure = performance.now();
    limiter.holdUntil(lastFailure + laneRestMs(failures, random()));
  }

  function hear(news: LaneNews, { begun, reason, ofOne }: Told): void {
    switch (news.kind) {
      case 'works':
        failures = 0;
        works = true;
        barred.forget();
        break;
      case 'fails':
        fail(begun);
        break;
      case 'slow-down':
        limiter.holdUntil(performance.now() + news.ms);
        tell({ kind: 'slow-down', lane, ms: news.ms });
        break;
      case 'barred':
        if (barred.hear(news.reason, begun, ofOne) > 0) finish('rest');
        tell({ kind: 'barred', lane, reason: news.reason });
        break;
      case 'reconnect':
        finish('reconnect');
        // A workspace's lane is closed by the row that the platform adapter updates, unless the workspace was connected
        // again meanwhile.
        if (options.credentialsOf === 'deployment') limiter.holdUntil(performance.now() + CREDENTIALS_REST_MS);
        tell({ kind: 'reconnect', lane, reason });
        break;
      case 'none':
        break;
    }
  }

  return {
    restMs,
    hear,
    stateForNext: () => ({
      restMs: Math.ceil(Math.max(restMs(), barred.restMs())),
      works,
      failures,
      ...barred.stateForNext(),
    }),
  };
}

/** After this many refusals in a row of people who were refused before, the whole lane is considered refused. */
const MANY_OF_ONE = 24;

/**
 * Tracks the refusals of a workspace. They are kept apart from the limiter, because allowing the app again ends this
 * rest at once.
 */
function createBar({ refusals, refusedWhy }: Lease, random: () => number) {
  let state = { refusals, refusedWhy };
  let heardAt = Number.NEGATIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  let ofOneInRow = 0;
  const restMs = () => Math.max(0, until - performance.now());
  return {
    restMs,
    stateForNext: () => state,
    forget() {
      ofOneInRow = 0;
      state = { refusals: 0, refusedWhy: null };
      until = Number.NEGATIVE_INFINITY;
    },
    /** @param begun and ofOne as in Told @returns how long the lane rests, in milliseconds */
    hear(reason: string, begun: number, ofOne: boolean): number {
      // In a refused lane every send repeats the refusal, and so do sends that began before the last refusal was known:
      // those are no news.
      if (ofOne) ofOneInRow += 1;
      const isOfLane = !ofOne || isLaneBarred(state.refusals) || ofOneInRow >= MANY_OF_ONE;
      const isNews = begun >= heardAt && isOfLane;
      if (isNews) {
        heardAt = performance.now();
        state = { refusals: state.refusals + 1, refusedWhy: reason };
        until = heardAt + barredLaneRestMs(state.refusals, random());
      }
      return restMs();
    },
  };
}

/** Tracks all work that runs in a lane at the same time. */
function createCrew(onFailure: () => void): Pick<LaneSession, 'join' | 'done'> {
  const works: Promise<void>[] = [];
  return {
    join(work) {
      work.catch(onFailure);
      works.push(work);
    },
    async done() {
      for (let known = -1; known < works.length; ) {
        known = works.length;
        await Promise.allSettled(works);
      }
      await Promise.all(works);
    },
  };
}
