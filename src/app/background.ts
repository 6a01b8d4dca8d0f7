import { createDelivery, type Delivery, type DeliverySettings } from '../outbox/deliver.ts';
import { createLaneStore } from '../outbox/lane-store.ts';
import { createNotificationStore } from '../outbox/notification-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import type { DeliveryNews } from '../outbox/ports.ts';
import { type HandledJob, handleJob } from '../queue/define-job.ts';
import { createProducer } from '../queue/producer.ts';
import { announceMethodJob } from '../schedule/announce-method.ts';
import { catchUpJob } from '../schedule/catch-up.ts';
import { forgetOldEventsJob } from '../schedule/forget-old-events.ts';
import { createMilestoneStore } from '../schedule/milestone-store.ts';
import { planCheckInsJob } from '../schedule/plan-check-ins.ts';
import { publishWeekJob } from '../schedule/publish-week.ts';
import { type Calendar, joinCalendar } from './calendar.ts';
import type { Foundation } from './foundation.ts';
import type { Features } from './join-features.ts';
import type { Platforms } from './platforms.ts';

/** How delivering differs from production's settings. */
export type DeliveryTuning = Pick<DeliverySettings, 'options' | 'timing'>;

/** What goes on without anybody asking; the calendar is also called by hand when the playground moves its clock. */
export interface Background extends Pick<Calendar, 'planNow' | 'publishNow'> {
  readonly delivery: Delivery;
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
  const calendar = joinCalendar({
    config,
    features,
    milestones: createMilestoneStore(database),
    now: () => clock.now(),
    isPaused: async () => (await readPause(database.prisma, clock.now())) !== null,
    enqueueDue: delivery.enqueueDue,
  });
  const calendarJobs = [
    handleJob(planCheckInsJob(config.checkInSchedule, config.timezone), calendar.whenDue.plan),
    handleJob(publishWeekJob(config.publicationSchedule, config.timezone), calendar.whenDue.publish),
    handleJob(announceMethodJob(config.timezone), calendar.whenDue.announce),
    handleJob(catchUpJob, calendar.catchUp),
    handleJob(forgetOldEventsJob, async () => {
      await features.forgetOldEvents(clock.now());
    }),
  ];
  return {
    delivery,
    planNow: calendar.planNow,
    publishNow: calendar.publishNow,
    jobs: delivery.jobs,
    calendarJobs,
  };
}
