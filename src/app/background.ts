import type { Logger } from 'pino';
import { goodMomentsOf } from '../calendar/store.ts';
import { PLATFORMS } from '../chat/address.ts';
import { errorCode } from '../error-code.ts';
import { createDelivery, type Delivery, type DeliverySettings } from '../outbox/deliver.ts';
import { createLaneStore } from '../outbox/lane-store.ts';
import { createNotificationStore } from '../outbox/notification-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import type { DeliveryNews } from '../outbox/ports.ts';
import { servePlatforms, servePlatformsJob } from '../outbox/served-platforms.ts';
import { type HandledJob, handleJob } from '../queue/define-job.ts';
import { createProducer } from '../queue/producer.ts';
import { saySeldom } from '../say-seldom.ts';
import { createScheduler } from '../schedule/scheduler.ts';
import { createRunStore } from '../schedule/store.ts';
import { tickJob } from '../schedule/tick-job.ts';
import type { Foundation } from './foundation.ts';
import type { joinFeatures } from './join-features.ts';
import type { joinPlatforms } from './platforms.ts';

/** Delivery settings that differ from those of production. */
export type DeliveryTuning = Pick<DeliverySettings, 'options' | 'timing'>;

/** The background work: what runs without a request from a person. */
interface Background {
  readonly delivery: Delivery;
  readonly scheduler: ReturnType<typeof createScheduler>;
  readonly jobs: readonly HandledJob[];
  /**
   * The jobs that start scheduled work when it is due. A demonstration runs without them, because it moves its own
   * clock.
   */
  readonly calendarJobs: readonly HandledJob[];
}

/**
 * Joins delivery and schedules to the features and platforms.
 * @param measure receives delivery news for the metrics, as the log does; null when nothing is measured
 */
export function joinBackground(
  foundation: Foundation,
  features: ReturnType<typeof joinFeatures>,
  platforms: ReturnType<typeof joinPlatforms>,
  measure: ((news: DeliveryNews) => void) | null,
  tuning: DeliveryTuning = {},
): Background {
  const { config, database, clock, queue, log } = foundation;
  const warnSeldom = saySeldom((trouble, what) => log.warn(trouble, what));
  const delivery = createDelivery({
    notifications: createNotificationStore(database),
    lanes: createLaneStore(database.prisma),
    platforms: platforms.byName,
    composers: features.composers,
    goodMoments: (personIds, from) => goodMomentsOf(database, config, personIds, from),
    clock: () => clock.now(),
    tell: (news) => {
      measure?.(news);
      logNews(log, warnSeldom, news);
    },
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
  let watch: Awaited<ReturnType<typeof servePlatforms>> | null = null;
  const serving = PLATFORMS.filter((name) => platforms.byName[name] !== undefined);
  const sayServed = handleJob(servePlatformsJob, async () => {
    watch = await servePlatforms(database.prisma, serving, watch);
  });
  return {
    delivery,
    scheduler,
    jobs: [...delivery.jobs, sayServed],
    calendarJobs: [handleJob(tickJob, scheduler.tick)],
  };
}

/** Logs delivery news: as a warning when an operator must look at it, otherwise for debugging. */
function logNews(log: Logger, warnSeldom: ReturnType<typeof saySeldom>, news: DeliveryNews): void {
  if (news.kind === 'trouble') {
    warnSeldom({ lane: news.lane, during: news.during, code: errorCode(news.cause) }, 'delivery trouble');
  } else if (news.kind === 'ran-out') {
    log.warn({ count: news.count }, 'messages that nobody sent in time are given up');
  } else if (
    news.kind === 'reconnect' ||
    news.kind === 'barred' ||
    (news.kind === 'attempt' && news.outcome === 'failed')
  ) {
    log.warn(news, 'delivery needs a look');
  } else log.debug(news, 'delivery');
}
