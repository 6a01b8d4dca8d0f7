import type { RepeatOptions } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import { type JobDefinition, QUEUE_NAMES, type QueueName } from './define-job.ts';
import { JOB_OPTIONS } from './producer.ts';
import { repeatEvery } from './repeat.ts';

type Repeat = Pick<RepeatOptions, 'pattern' | 'tz'>;

/**
 * Makes the queue's schedules those of the code: adds, changes and removes. Every worker may call it at any time:
 * there is one scheduler for each job however many workers there are, and one that is right is left alone.
 */
export async function syncSchedules(
  backend: QueueBackend,
  definitions: readonly JobDefinition<unknown>[],
): Promise<void> {
  for (const name of QUEUE_NAMES) await syncQueue(backend, name, definitions);
}

async function syncQueue(
  backend: QueueBackend,
  name: QueueName,
  definitions: readonly JobDefinition<unknown>[],
): Promise<void> {
  const queue = backend.queue(name);
  const wanted = new Map<string, Repeat>();
  for (const { name: job, queue: of, schedule } of definitions) {
    if (of !== name || !schedule || 'everyMs' in schedule) continue;
    wanted.set(job, { pattern: schedule.pattern, tz: schedule.timezone });
  }

  const present = new Map((await queue.getJobSchedulers(0, -1)).map((scheduler) => [scheduler.key, scheduler]));
  for (const key of present.keys()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
  for (const [key, repeat] of wanted) {
    const found = present.get(key);
    if (found?.pattern === repeat.pattern && found?.tz === repeat.tz) continue;
    await queue.upsertJobScheduler(key, repeat, { name: key, data: {}, opts: JOB_OPTIONS });
  }
}

/**
 * Keeps the schedules there, for a queue server may lose everything it has.
 * @param everyMs how often to look
 */
export function keepSchedules(
  backend: QueueBackend,
  definitions: readonly JobDefinition<unknown>[],
  everyMs: number,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  return repeatEvery(everyMs, () => syncSchedules(backend, definitions).catch(onError));
}
