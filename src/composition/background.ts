import { addWeeks } from 'date-fns';
import { createLaneStore } from '../database/lane-store.ts';
import { createNotificationStore } from '../database/notification-store.ts';
import { createDelivery, type Delivery, type DeliverySettings } from '../delivery/deliver.ts';
import type { DeliveryNews } from '../delivery/ports.ts';
import { planCheckIns } from '../features/check-in/plan-check-ins.ts';
import { publishLastWeek } from '../features/trends/publish-week.ts';
import { forgetOldEventsJob } from '../jobs/forget-old-events.ts';
import { planCheckInsJob } from '../jobs/plan-check-ins.ts';
import { publishWeekJob } from '../jobs/publish-week.ts';
import { type HandledJob, handleJob } from '../queue/define-job.ts';
import { createProducer } from '../queue/producer.ts';
import type { Features } from './features.ts';
import type { Foundation } from './foundation.ts';
import type { Platforms } from './platforms.ts';

/** How delivering differs from production's settings. */
export type DeliveryTuning = Pick<DeliverySettings, 'options' | 'timing'>;

/** What the calendar asks for, also to be called by hand when the playground moves its clock. */
export interface Background {
  readonly delivery: Delivery;
  readonly jobs: readonly HandledJob[];
  /** Invites, plans this week's check-ins and hands them to the queue. */
  planNow(): Promise<void>;
  /** Publishes last week and hands the posts to the queue. */
  publishNow(): Promise<void>;
}

export function joinBackground(
  foundation: Foundation,
  features: Features,
  platforms: Platforms,
  tell: (news: DeliveryNews) => void,
  tuning: DeliveryTuning = {},
): Background {
  const { database, clock, config, queue } = foundation;
  const delivery = createDelivery({
    notifications: createNotificationStore(database.prisma),
    lanes: createLaneStore(database.prisma),
    platforms: platforms.byName,
    composers: features.composers,
    clock: () => clock.now(),
    tell,
    producer: createProducer(queue),
    ...tuning,
  });
  const planNow = async () => {
    const now = clock.now();
    await features.people.inviteTeachers(now, addWeeks(now, 1));
    await planCheckIns(features.planning, now);
    await delivery.enqueueDue(now);
  };
  const publishNow = async () => {
    const now = clock.now();
    await publishLastWeek(features.publication, now);
    await delivery.enqueueDue(now);
  };
  return {
    delivery,
    planNow,
    publishNow,
    jobs: [
      ...delivery.jobs,
      handleJob(planCheckInsJob(config.checkInSchedule, config.timezone), planNow),
      handleJob(publishWeekJob(config.publicationSchedule, config.timezone), publishNow),
      handleJob(forgetOldEventsJob, async () => {
        await features.forgetOldEvents(clock.now());
      }),
    ],
  };
}
