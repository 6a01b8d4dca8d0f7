import type { Database } from '../../src/database/client.ts';
import { openQueueBackend, type QueueSettings } from '../../src/queue/backend.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { tickJob } from '../../src/schedule/tick-job.ts';
import type { WaitFor } from './task-group.ts';

/** Counts the teachers who may be asked and have no check-in yet. */
function countUnplanned({ prisma }: Database): Promise<number> {
  return prisma.person.count({ where: { schoolId: { not: null }, checkIns: { none: {} } } });
}

/**
 * Replaces the schedule: asks the workers to plan as long as somebody has no check-in, also when the queue lost the job
 * or its worker was killed.
 */
export async function requestPlanning(database: Database, settings: QueueSettings, pause: WaitFor): Promise<void> {
  const backend = openQueueBackend(settings, () => undefined);
  const producer = createProducer(backend);
  try {
    for (;;) {
      // The database or the queue may be down at this moment; the next turn tries again.
      const unplanned = await countUnplanned(database).catch(() => 0);
      if (unplanned > 0) {
        // A planned week counts as done, but here the next part of the wave is due at once.
        await database.prisma.scheduledRun.deleteMany().catch(() => undefined);
        await producer.enqueue(tickJob, {}).catch(() => undefined);
      }
      await pause(unplanned > 0 ? 1_000 : 250);
    }
  } finally {
    await backend.close();
  }
}
