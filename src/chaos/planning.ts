import type { Database } from '../database/client.ts';
import { planCheckInsJob } from '../jobs/plan-check-ins.ts';
import { openQueueBackend, type QueueSettings } from '../queue/backend.ts';
import { createProducer } from '../queue/producer.ts';
import type { Pause } from './course.ts';

/** Teachers who may be asked and have no check-in yet. */
function countUnplanned({ prisma }: Database): Promise<number> {
  return prisma.person.count({ where: { schoolId: { not: null }, checkIns: { none: {} } } });
}

/**
 * Stands in for the calendar: asks the workers to plan as long as there is somebody without a check-in, also when the
 * queue lost the job or its worker was killed.
 */
export async function keepPlanning(database: Database, settings: QueueSettings, pause: Pause): Promise<void> {
  const backend = openQueueBackend(settings, () => undefined);
  const producer = createProducer(backend);
  // Its own schedule plays no part here.
  const job = planCheckInsJob('0 3 1 1 *', 'Europe/Amsterdam');
  try {
    for (;;) {
      // The database or the queue may just be away: the next time will do.
      const unplanned = await countUnplanned(database).catch(() => 0);
      if (unplanned > 0) await producer.enqueue(job, {}).catch(() => undefined);
      await pause(unplanned > 0 ? 1_000 : 250);
    }
  } finally {
    await backend.close();
  }
}
