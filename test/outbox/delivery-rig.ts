import { pino } from 'pino';
import type { PlatformName } from '../../src/chat/address.ts';
import type { ChatPlatform } from '../../src/chat/platform.ts';
import type { Database } from '../../src/database/client.ts';
import type { Composers } from '../../src/outbox/compose.ts';
import { createDelivery, type Delivery, type DeliverySettings } from '../../src/outbox/deliver.ts';
import { LANE_OPTIONS, type LaneOptions } from '../../src/outbox/lane.ts';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import type { DeliveryNews } from '../../src/outbox/ports.ts';
import { openQueueBackend, type QueueBackend, type QueueSettings } from '../../src/queue/backend.ts';
import type { HandledJob } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { NOW } from './fill-outbox.ts';

/** Production's options, with pauses that suit a test. */
export const TEST_OPTIONS: Record<PlatformName, LaneOptions> = {
  slack: { ...LANE_OPTIONS.slack, settleMs: 300, readBackMs: 0 },
  // Tests delay requests as long as they like.
  teams: { ...LANE_OPTIONS.teams, settleMs: 300, silentMs: null },
};

/** Longer than any test takes. */
export const HOUR_MS = 3_600_000;

/** A lane that nobody drains is noticed after this time, ten times as soon as in production. */
const SWEEP_MS = 200;

export const COMPOSERS: Composers = {
  test: async (subject) => ({ summary: subject, blocks: [{ kind: 'text', text: subject }] }),
};

/** Every moment is a good moment. */
export const atOnce: DeliverySettings['goodMoments'] = async (people, from) => new Map(people.map((id) => [id, from]));

const silent = pino({ level: 'silent' });

export interface DeliveryWorker {
  readonly backend: QueueBackend;
  readonly delivery: Delivery;
  /** Everything that it reported, in order. */
  readonly news: readonly DeliveryNews[];
  /** The product's clock: starts at NOW and runs. */
  clock(): Date;
  stop(): Promise<void>;
}

const begun = performance.now();
/** Starts at NOW and runs at normal speed. */
export const testClock = () => new Date(NOW.getTime() + (performance.now() - begun));

/** Opens delivery without a worker. */
export function openDelivery(
  database: Database,
  platforms: Partial<Record<PlatformName, ChatPlatform>>,
  changes: Partial<DeliverySettings> & Pick<DeliverySettings, 'producer'>,
): Delivery {
  return createDelivery({
    notifications: createNotificationStore(database),
    lanes: createLaneStore(database.prisma),
    platforms,
    composers: COMPOSERS,
    goodMoments: atOnce,
    options: TEST_OPTIONS,
    timing: { leaseMs: HOUR_MS, sliceMs: HOUR_MS, restMs: 0 },
    clock: testClock,
    tell: () => undefined,
    ...changes,
  });
}

/** Starts one worker, as the composition root does. */
export function startDelivery(
  database: Database,
  queue: QueueSettings,
  platforms: Partial<Record<PlatformName, ChatPlatform>>,
  changes: Partial<DeliverySettings> = {},
): DeliveryWorker {
  const news: DeliveryNews[] = [];
  const backend = openQueueBackend(queue, () => undefined);
  const delivery = openDelivery(database, platforms, {
    tell: (one) => news.push(one),
    producer: createProducer(backend),
    ...changes,
  });
  const workers = startWorkers(backend, delivery.jobs.map(sweepSooner), {
    log: silent,
    stopWithinMs: HOUR_MS,
  });
  return {
    backend,
    delivery,
    news,
    clock: testClock,
    async stop() {
      await workers.stop();
      await backend.close();
    },
  };
}

function sweepSooner(job: HandledJob): HandledJob {
  const { definition } = job;
  return definition.schedule ? { ...job, definition: { ...definition, schedule: { everyMs: SWEEP_MS } } } : job;
}
