import { randomUUID } from 'node:crypto';
import type { PlatformName } from '../chat/address.ts';
import { type HandledJob, handleJob } from '../queue/define-job.ts';
import type { Producer } from '../queue/producer.ts';
import { deliverLaneJob, enqueueDueJob } from './delivery-jobs.ts';
import { drainLane } from './drain-lane.ts';
import { enqueueDue } from './enqueue-due.ts';
import { LANE_OPTIONS, type LaneOptions } from './lane.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { platformOf } from './notification.ts';
import { DELIVERY_TIMING, type DeliveryPorts, type DeliveryTiming } from './ports.ts';

/** What the composition root gives; the rest has defaults for production. */
export type DeliverySettings = Pick<
  DeliveryPorts,
  'notifications' | 'lanes' | 'platforms' | 'composers' | 'clock' | 'tell'
> & {
  readonly producer: Producer;
  readonly options?: Readonly<Record<PlatformName, LaneOptions>>;
  readonly timing?: DeliveryTiming;
  readonly random?: () => number;
};

export interface Delivery {
  /** What a worker must run. */
  readonly jobs: readonly HandledJob[];
  /** Queues what is due now: call it after writing notifications. @returns how many lanes were queued */
  enqueueDue(now: Date): Promise<number>;
}

/** Puts delivery together for one process. */
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
  const sweep = (now: Date) => enqueueDue(now, { ...given, producer, options });
  return {
    enqueueDue: sweep,
    jobs: [
      handleJob(deliverLaneJob, async ({ lane }, { signal }) => {
        const end = await drainLane(lane, ports, signal);
        if (end === 'slice') await sweep(ports.clock());
      }),
      handleJob(enqueueDueJob, async () => {
        await sweep(ports.clock());
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
