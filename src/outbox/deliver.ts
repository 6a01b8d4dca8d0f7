import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { GoodMoments } from '../calendar/store.ts';
import type { PlatformName } from '../chat/address.ts';
import { type HandledJob, handleJob, type JobContext, type JobDefinition } from '../queue/define-job.ts';
import type { Producer } from '../queue/producer.ts';
import { drainLane } from './drain-lane.ts';
import { LANE_OPTIONS, type LaneOptions, type LaneStore } from './lane.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { type NotificationStore, platformOf } from './notification.ts';
import { MAX_HELD_MS } from './outcome.ts';
import { DELIVERY_TIMING, type DeliveryNews, type DeliveryPorts } from './ports.ts';
import { postponeUntimely } from './postpone-untimely.ts';

const LANE_PATTERN = /^(slack|teams):\S+$/;

/**
 * Drains one lane. A job names a lane, not its messages: the database knows which messages are due, and a lane's limits
 * hold because one worker at a time drains it.
 */
const deliverLaneJob: JobDefinition<{ lane: string }> = {
  name: 'deliver-lane',
  queue: 'delivery',
  payload: z.strictObject({ lane: z.string().regex(LANE_PATTERN) }),
  schedule: null,
};

/** Drains a lane that a busy worker passed on, so that a worker that drains fewer lanes takes it. */
const deliverPassedLaneJob: JobDefinition<{ lane: string; passed: number }> = {
  ...deliverLaneJob,
  name: 'deliver-passed-lane',
  payload: z.strictObject({ lane: z.string().regex(LANE_PATTERN), passed: z.int().min(1).default(1) }),
};

/**
 * A worker takes a lane that was passed on as many times as the number of lanes it drains, or this many times: each
 * passing costs a job.
 */
const PASSES = 2;
/**
 * A lane that keeps coming back to a resting worker, which had already asked for a job, is taken after this many
 * passes: somebody has to take it.
 */
const MAX_PASSES = 6;

/** Queues every lane with something to send, as the database says, so that nothing is lost with the queue. */
const enqueueDueJob: JobDefinition<Record<string, never>> = {
  name: 'enqueue-due',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 2_000 },
};

/** The settings from the composition root; the others have defaults for production. */
export type DeliverySettings = Pick<
  DeliveryPorts,
  'notifications' | 'lanes' | 'platforms' | 'composers' | 'clock' | 'tell'
> & {
  /**
   * Gives for each of these people the next moment from `from` on at which they may get a message that they did not ask
   * for; null when there is none.
   */
  readonly goodMoments: GoodMoments;
  readonly producer: Producer;
  readonly options?: Readonly<Record<PlatformName, LaneOptions>>;
  readonly timing?: DeliveryPorts['timing'];
  readonly random?: () => number;
};

export interface Delivery {
  /** The jobs that a worker must run. */
  readonly jobs: readonly HandledJob[];
  /** Queues the lanes with due messages; call it after writing notifications. @returns how many lanes were queued */
  enqueueDue(now: Date): Promise<number>;
}

/** Sets up delivery for one process. */
export function createDelivery(settings: DeliverySettings): Delivery {
  const { producer, options = LANE_OPTIONS, timing = DELIVERY_TIMING, random = Math.random, ...given } = settings;
  const ports: DeliveryPorts = {
    ...given,
    options,
    timing,
    random,
    owner: randomUUID(),
    limiterOf: keepLimiters(options),
  };
  const sweeping: EnqueueDuePorts = { ...given, producer, options };
  const sweep = (now: Date) => enqueueDue(now, sweeping);
  let draining = 0;
  let restsUntil = 0;
  async function drain(lane: string, signal: AbortSignal): Promise<void> {
    draining += 1;
    const end = await drainLane(lane, ports, signal).finally(() => {
      draining -= 1;
    });
    if (end === 'slice') await sweep(ports.clock());
  }
  async function drainOrPass(lane: string, passed: number, { signal, rest }: JobContext): Promise<void> {
    const enough = Math.min(draining, PASSES);
    const resting = draining > 0 && performance.now() < restsUntil;
    if (passed >= (resting ? MAX_PASSES : enough)) return drain(lane, signal);
    const restMs = timing.restMs * enough;
    restsUntil = performance.now() + restMs;
    rest(restMs);
    await producer.enqueue(deliverPassedLaneJob, { lane, passed: passed + 1 });
  }
  return {
    enqueueDue: sweep,
    jobs: [
      handleJob(deliverLaneJob, ({ lane }, context) => drainOrPass(lane, 0, context)),
      handleJob(deliverPassedLaneJob, ({ lane, passed }, context) => drainOrPass(lane, passed, context)),
      handleJob(enqueueDueJob, async (_nothing, { signal }) => {
        const now = ports.clock();
        const due = await findDue(now, sweeping);
        await queueLanes(due, now, producer).catch(async (error: unknown) => {
          // Without the queue's server this worker drains the lanes itself, a little later: both the outbox and the
          // leases are in the database.
          const ours = due.filter(({ lane }) => ports.platforms[platformOf(lane)] !== undefined);
          const lanes = ours.slice(0, MAX_LANES_WITHOUT_QUEUE);
          // Waits for all of them, also when one fails, because a worker that stops waits for this job.
          await Promise.allSettled(lanes.map(({ lane }) => drainLane(lane, ports, signal)));
          throw error;
        });
      }),
    ],
  };
}

function keepLimiters(options: Readonly<Record<PlatformName, LaneOptions>>): (lane: string) => Limiter {
  const limiters = new Map<string, Limiter>();
  return (lane) => {
    const known = limiters.get(lane);
    if (known) return known;
    const limiter = createLimiter(options[platformOf(lane)].spacing);
    limiters.set(lane, limiter);
    return limiter;
  };
}

const HALF_MINUTE_MS = 30_000;
/** As many as the queue gives a worker at a time. */
const MAX_LANES_WITHOUT_QUEUE = 50;

interface EnqueueDuePorts {
  readonly notifications: Pick<NotificationStore, 'expire' | 'untimely' | 'postpone'>;
  readonly goodMoments: GoodMoments;
  readonly lanes: Pick<LaneStore, 'due'>;
  readonly producer: Producer;
  readonly options: Readonly<Record<PlatformName, LaneOptions>>;
  readonly tell: (news: DeliveryNews) => void;
}

/**
 * Expires what is too late, and queues every lane with work that nobody drains. Run it after writing notifications, and
 * regularly: it uses only the database, so nothing is lost with the queue. The job id holds the lane's epoch, so that a
 * lane is queued once, and a job left by a dead worker does not block the next owner. It also holds the half minute, so
 * that a job delayed by another machine's wrong clock blocks the lane only for that long.
 * @returns how many lanes were queued
 */
async function enqueueDue(now: Date, ports: EnqueueDuePorts): Promise<number> {
  const due = await findDue(now, ports);
  await queueLanes(due, now, ports.producer);
  return due.length;
}

type DueLanes = Awaited<ReturnType<LaneStore['due']>>;

async function findDue(now: Date, ports: EnqueueDuePorts): Promise<DueLanes> {
  await postponeUntimely(ports, now);
  const count = await ports.notifications.expire(now);
  if (count > 0) ports.tell({ kind: 'ran-out', count });
  return ports.lanes.due(now, {
    slack: settledBefore(now, ports.options.slack),
    teams: settledBefore(now, ports.options.teams),
  });
}

async function queueLanes(due: DueLanes, now: Date, producer: Producer): Promise<void> {
  const halfMinute = Math.floor(now.getTime() / HALF_MINUTE_MS);
  await producer.enqueueAll(
    deliverLaneJob,
    due.map(({ lane, epoch }) => ({ payload: { lane }, options: { id: `${lane}/${epoch}/${halfMinute}` } })),
  );
}

function settledBefore(now: Date, options: LaneOptions): Date {
  return new Date(now.getTime() - options.settleMs - MAX_HELD_MS);
}
