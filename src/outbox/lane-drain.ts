import { setMaxListeners } from 'node:events';
import type { LaneNews } from './attempt.ts';
import { barredLaneRestMs, laneRestMs } from './backoff.ts';
import type { LaneOptions, LaneState, Lease } from './lane.ts';
import type { KeptLease } from './lane-lease.ts';
import type { Limiter } from './limiter.ts';
import { platformOf } from './notification.ts';
import type { DeliveryPorts } from './ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createSupply, type Supply } from './supply.ts';
import { wait } from './wait.ts';

/** Why the draining of a lane ended. */
export type DrainEnd = 'empty' | 'rest' | 'slice' | 'stopped' | 'lost' | 'reconnect';

/** Rests shorter than this are waited out; for longer ones the worker goes and does another lane. */
const SHORT_REST_MS = 3_000;

/** What the sends of one lane share while it is drained. */
export interface LaneDrain {
  readonly lane: string;
  readonly options: LaneOptions;
  readonly limiter: Limiter;
  readonly supply: Supply;
  readonly recorder: Recorder;
  /** Ids of what is being sent now. */
  readonly inFlight: Set<string>;
  /** Aborted when the draining ends. */
  readonly ending: AbortSignal;
  /** Null while it goes on. */
  end(): DrainEnd | null;
  finish(why: DrainEnd): void;
  /** Waits out a short rest. @returns false when nothing more is to be taken */
  ready(kept: KeptLease): Promise<boolean>;
  /** Takes in what a send said about the lane. @param begun monotonic milliseconds at which the send began */
  hear(news: LaneNews, begun: number): void;
  /** Keeps the next read-back away, in milliseconds from now. */
  readBackAgainIn(ms: number): void;
  /** Milliseconds until the next read-back may be made. */
  readBackInMs(): number;
  stateForNext(): LaneState;
}

export function drainState(lease: Lease, ports: DeliveryPorts, stop: AbortSignal): LaneDrain {
  const { lane } = lease;
  const options = ports.options[platformOf(lane)];
  const limiter = ports.limiterOf(lane);
  const ended = new AbortController();
  // Every send of the lane may wait on it at the same time.
  setMaxListeners(0, ended.signal);
  const sliceOver = performance.now() + ports.timing.sliceMs;
  let why: DrainEnd | null = null;
  let failures = lease.failures;
  let lastFailure = Number.NEGATIVE_INFINITY;
  const barred = barredState(lease, ports);
  let readBackAt = performance.now() + lease.readBackInMs;

  const restMs = () => Math.max(0, limiter.heldUntil() - performance.now());
  function finish(reason: DrainEnd): void {
    why ??= reason;
    ended.abort();
  }
  stop.addEventListener('abort', () => finish('stopped'), { once: true, signal: ended.signal });

  function fail(begun: number): void {
    // Sends that began before the last failure was known tell the same failure once more.
    if (begun < lastFailure) return;
    failures += 1;
    lastFailure = performance.now();
    limiter.holdUntil(lastFailure + laneRestMs(failures, ports.random()));
  }

  return {
    lane,
    options,
    limiter,
    supply: createSupply(ports.notifications, ports.composers, lane, options.claimSize, ports.clock),
    recorder: createRecorder(ports.notifications, options.recordSize, ports.clock, (cause) =>
      ports.tell({ kind: 'trouble', lane, during: 'record', cause }),
    ),
    inFlight: new Set(),
    ending: ended.signal,
    end: () => why,
    finish,
    async ready(kept) {
      while (!why) {
        if (!kept.valid()) finish('lost');
        else if (performance.now() > sliceOver) finish('slice');
        else if (restMs() > SHORT_REST_MS) finish('rest');
        else if (restMs() > 0) await wait(restMs(), ended.signal);
        else return true;
      }
      return false;
    },
    hear(news, begun) {
      if (news.kind === 'works') {
        failures = 0;
        barred.forget();
      }
      if (news.kind === 'barred' && barred.hear(news.reason, begun) > 0) finish('rest');
      if (news.kind === 'slow-down') limiter.holdUntil(performance.now() + news.ms);
      if (news.kind === 'fails') fail(begun);
      if (news.kind === 'reconnect') finish('reconnect');
    },
    readBackAgainIn(ms) {
      readBackAt = Math.max(readBackAt, performance.now() + ms);
    },
    readBackInMs: () => Math.max(0, readBackAt - performance.now()),
    stateForNext: () => ({
      restMs: Math.ceil(Math.max(restMs(), barred.restMs())),
      failures,
      ...barred.stateForNext(),
      readBackInMs: Math.ceil(Math.max(0, readBackAt - performance.now())),
    }),
  };
}

/** What a lane knows of being barred. It is not the limiter's: who lets the app in again ends the rest at once. */
function barredState({ refusals, refusedWhy }: Lease, ports: DeliveryPorts) {
  let state = { refusals, refusedWhy };
  let heardAt = Number.NEGATIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  const restMs = () => Math.max(0, until - performance.now());
  return {
    restMs,
    stateForNext: () => state,
    forget() {
      state = { refusals: 0, refusedWhy: null };
    },
    /** @param begun as in LaneDrain.hear @returns how long the lane rests, in milliseconds */
    hear(reason: string, begun: number): number {
      // Sends that began before the last refusal was known tell the same once more.
      if (begun >= heardAt) {
        heardAt = performance.now();
        state = { refusals: state.refusals + 1, refusedWhy: reason };
        until = heardAt + barredLaneRestMs(state.refusals, ports.random());
      }
      return restMs();
    },
  };
}
