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

/** Rests shorter than this are waited out; for longer ones the worker goes and does another lane. */
const MAX_WAITED_REST_MS = 3_000;
/** How long a lane rests when the deployment's own credentials are refused: somebody must mend them first. */
const CREDENTIALS_REST_MS = 60_000;

/** One worker's time with one lane, from taking its lease to letting it go: all that the sends of the lane share. */
export interface LaneSession {
  readonly lane: string;
  readonly options: LaneOptions;
  readonly platform: ChatPlatform;
  readonly ports: Pick<DeliveryPorts, 'notifications' | 'clock' | 'random'>;
  readonly limiter: Limiter;
  readonly supply: ReturnType<typeof createSupply>;
  readonly recorder: ReturnType<typeof createRecorder>;
  /** Ids of what is being sent now. */
  readonly inFlight: Set<string>;
  readonly emit: (news: DeliveryNews) => void;
  /** Null while it goes on. */
  end(): DrainEnd | null;
  finish(why: DrainEnd): void;
  /** False as soon as another worker may hold the lane: nothing is sent any more. */
  holdsLease(): boolean;
  /** Waits, or less when the session ends. */
  wait(ms: number): Promise<void>;
  /** Waits out a short rest. @returns false when nothing more is to be taken */
  ready(): Promise<boolean>;
  /** Takes in what a send said about the lane. */
  hear(news: LaneNews, told: Told): void;
  /** Keeps the next read-back away, in milliseconds from now. */
  readBackAgainIn(ms: number): void;
  /** Milliseconds until the next read-back may be made. */
  readBackInMs(): number;
  /** Work that goes on in the lane beside other work; when it fails, the session ends. */
  join(work: Promise<void>): void;
  /** Resolves when all that joined is done, what joined meanwhile too. Throws the first failure. */
  done(): Promise<void>;
  /** Writes down all that is known and lets the lane go. @param handBack what is done with what was claimed and not taken */
  close(handBack: (leftovers: readonly Supplied[]) => Promise<void>): Promise<void>;
}

/** How a send told something about its lane. */
interface Told {
  /** Monotonic milliseconds at which the send began. */
  readonly begun: number;
  readonly reason: string | null;
  /** Barred: it says something about its recipient only, who was barred before or is a channel. */
  readonly ofOne: boolean;
}

/** Takes a lane. @returns null when it is not to be had */
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
        // Whatever happened: a lease that is renewed for ever would keep the lane from everybody.
        kept.stop();
      }
      const state = { ...health.stateForNext(), readBackInMs: Math.ceil(readBackInMs()) };
      // Another worker knows nothing of the last second of this lane: it may begin when that no longer matters.
      await ports.lanes.release(kept.lease, state, Math.max(options.spacing.laneMs, options.spacing.conversationMs));
    },
  };
}

/** Otherwise nobody would come for the lane before the next sweep. @returns false when there was no short one */
async function outliveCoolDown(lane: string, { lanes }: DeliveryPorts, stop: AbortSignal): Promise<boolean> {
  const ms = await lanes.coolDownMs(lane);
  if (ms === 0 || ms > MAX_WAITED_REST_MS) return false;
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  return !stop.aborted;
}

/** How long it goes on, and why it ended. */
function createCourse(sliceMs: number, stop: AbortSignal) {
  const sliceEnd = performance.now() + sliceMs;
  const ended = new AbortController();
  // Every send of the lane may wait on it at the same time.
  setMaxListeners(0, ended.signal);
  let why: DrainEnd | null = null;
  function finish(reason: DrainEnd): void {
    why ??= reason;
    ended.abort();
  }
  stop.addEventListener('abort', () => finish('stopped'), { once: true, signal: ended.signal });
  // It may have come while the lane was being taken.
  if (stop.aborted) finish('stopped');
  return {
    end: () => why,
    finish,
    sliceIsOver: () => performance.now() > sliceEnd,
    async wait(ms: number): Promise<void> {
      // Aborted: whoever waits looks at the end.
      await sleep(ms, undefined, { signal: ended.signal }).catch(() => undefined);
    },
  };
}

/** What the sends say about the lane, and how long it rests for that. */
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
    // Sends that began before the last failure was known tell the same failure once more.
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
        // A workspace's lane closes by what the platform writes down of it, unless it was connected again meanwhile.
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

/** So many in a row who were refused before are no longer a matter of each of them. */
const MANY_OF_ONE = 24;

/** What a lane knows of being barred. It is not the limiter's: who lets the app in again ends the rest at once. */
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
      // Of a lane that is barred each says that it still is; sends that began before the last refusal was known say it once more.
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

/** All that goes on in a lane at the same time. */
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
