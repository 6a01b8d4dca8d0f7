import { createDelivery, type Delivery, type DeliverySettings } from '../outbox/deliver.ts';
import { createLaneStore } from '../outbox/lane-store.ts';
import { createNotificationStore } from '../outbox/notification-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import type { DeliveryNews } from '../outbox/ports.ts';
import { type HandledJob, handleJob } from '../queue/define-job.ts';
import { createProducer } from '../queue/producer.ts';
import { createScheduler, type Scheduler } from '../schedule/scheduler.ts';
import { createRunStore } from '../schedule/store.ts';
import { tickJob } from '../schedule/tick-job.ts';
import type { Foundation } from './foundation.ts';
import type { Features } from './join-features.ts';
import type { Platforms } from './platforms.ts';

/** How delivering differs from production's settings. */
export type DeliveryTuning = Pick<DeliverySettings, 'options' | 'timing'>;

/** What goes on without anybody asking. */
export interface Background {
  readonly delivery: Delivery;
  readonly scheduler: Scheduler;
  readonly jobs: readonly HandledJob[];
  /** What runs by itself when it is due; a demonstration does without, for it moves its own clock. */
  readonly calendarJobs: readonly HandledJob[];
}

export function joinBackground(
  foundation: Foundation,
  features: Features,
  platforms: Platforms,
  tell: (news: DeliveryNews) => void,
  tuning: DeliveryTuning = {},
): Background {
  const { database, clock, queue } = foundation;
  const delivery = createDelivery({
    notifications: createNotificationStore(database.prisma),
    lanes: createLaneStore(database.prisma),
    platforms: platforms.byName,
    composers: features.messages,
    clock: () => clock.now(),
    tell,
    producer: createProducer(queue),
    ...tuning,
  });
  const scheduler = createScheduler({
    runs: features.schedules,
    store: createRunStore(database),
    now: () => clock.now(),
    isPaused: async () => (await readPause(database.prisma, clock.now())) !== null,
    enqueueDue: delivery.enqueueDue,
  });
  return { delivery, scheduler, jobs: delivery.jobs, calendarJobs: [handleJob(tickJob, scheduler.tick)] };
}
