import type { PlatformName } from '../chat/address.ts';
import type { Producer } from '../queue/producer.ts';
import { deliverLaneJob } from './delivery-jobs.ts';
import type { LaneOptions, LaneStore } from './lane.ts';
import type { NotificationStore } from './notification.ts';
import { LONGEST_WAIT_MS } from './outcome.ts';
import type { DeliveryNews } from './ports.ts';

const HALF_MINUTE_MS = 30_000;

export interface EnqueueDuePorts {
  readonly notifications: Pick<NotificationStore, 'expire'>;
  readonly lanes: Pick<LaneStore, 'due'>;
  readonly producer: Producer;
  readonly options: Readonly<Record<PlatformName, LaneOptions>>;
  readonly tell: (news: DeliveryNews) => void;
}

/**
 * Lets what is too late expire, and queues every lane that has something to do and that nobody is doing. Run it
 * after writing notifications, and regularly: it knows nothing but the database, so nothing is lost with the queue.
 * A lane's job has the lane's epoch in its id: asked twice it is queued once, and what a dead worker left in the
 * queue does not stand in the way of the next owner. Nor for long does what waits there for a moment of another
 * machine's clock: the half minute is in the id too.
 * @returns how many lanes were queued
 */
export async function enqueueDue(now: Date, ports: EnqueueDuePorts): Promise<number> {
  const count = await ports.notifications.expire(now);
  if (count > 0) ports.tell({ kind: 'ran-out', count });
  const due = await ports.lanes.due(now, {
    slack: settledBefore(now, ports.options.slack),
    teams: settledBefore(now, ports.options.teams),
  });
  const halfMinute = Math.floor(now.getTime() / HALF_MINUTE_MS);
  await ports.producer.enqueueAll(
    deliverLaneJob,
    due.map(({ lane, epoch }) => ({ payload: { lane }, options: { id: `${lane}/${epoch}/${halfMinute}` } })),
  );
  return due.length;
}

function settledBefore(now: Date, options: LaneOptions): Date {
  return new Date(now.getTime() - options.settleMs - LONGEST_WAIT_MS);
}
