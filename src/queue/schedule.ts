import type { RepeatOptions } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import { type JobDefinition, QUEUE_NAMES, type QueueName, type Schedule } from './define-job.ts';
import { JOB_OPTIONS } from './producer.ts';

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
  const wanted = new Map<string, Schedule>();
  for (const job of definitions) if (job.queue === name && job.schedule) wanted.set(job.name, job.schedule);

  const present = new Map((await queue.getJobSchedulers(0, -1)).map((scheduler) => [scheduler.key, scheduler]));
  for (const key of present.keys()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
  for (const [key, schedule] of wanted) {
    const repeat = toRepeat(schedule);
    const found = present.get(key);
    const right = found?.pattern === repeat.pattern && found?.tz === repeat.tz && sameEvery(found?.every, repeat.every);
    if (!found || !right) await queue.upsertJobScheduler(key, repeat, { name: key, data: {}, opts: JOB_OPTIONS });
  }
}

function toRepeat(schedule: Schedule): Pick<RepeatOptions, 'pattern' | 'tz' | 'every'> {
  return 'everyMs' in schedule ? { every: schedule.everyMs } : { pattern: schedule.pattern, tz: schedule.timezone };
}

function sameEvery(present: number | undefined, wanted: number | undefined): boolean {
  return Number(present ?? 0) === (wanted ?? 0);
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
  let running: Promise<void> | null = null;
  function look(): void {
    running ??= syncSchedules(backend, definitions)
      .catch(onError)
      .finally(() => {
        running = null;
      });
  }
  look();
  const timer = setInterval(look, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
