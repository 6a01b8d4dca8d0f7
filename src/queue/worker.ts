import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { QueueBackend } from './backend.ts';
import { type HandledJob, QUEUE_NAMES, type QueueName } from './define-job.ts';
import { errorCode } from './error-code.ts';
import { repeatEvery } from './repeat.ts';
import { keepSchedules } from './schedule.ts';

export interface WorkersOptions {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Jobs at a time, per queue. */
  readonly concurrency?: Readonly<Record<QueueName, number>>;
  /** How often to see that the schedules are still there, in milliseconds. */
  readonly scheduleCheckMs?: number;
  /** How long to wait for jobs under way when stopping, in milliseconds. */
  readonly stopWithinMs?: number;
}

export interface Workers {
  /** Takes no more jobs; those under way finish or hand back. Resolves within ten seconds in any case. */
  stop(): Promise<void>;
}

const CONCURRENCY = { delivery: 50, background: 5 } as const;

/**
 * Starts a worker on every queue that has a job here, keeps the schedules of these jobs, and runs those that go on all
 * the time.
 */
export function startWorkers(backend: QueueBackend, jobs: readonly HandledJob[], options: WorkersOptions): Workers {
  const { log, concurrency = CONCURRENCY, scheduleCheckMs = 10_000, stopWithinMs = 9_000 } = options;
  const byName = new Map(jobs.map((job) => [job.definition.name, job]));
  const stopping = new AbortController();
  // Every job under way listens to it.
  setMaxListeners(0, stopping.signal);

  async function run(name: string, payload: unknown): Promise<void> {
    const job = byName.get(name);
    if (!job) return log.warn({ job: name }, 'a job that this version does not know is dropped');
    try {
      await job.run(payload, { signal: stopping.signal });
    } catch (error) {
      log.error({ job: name, code: errorCode(error) }, 'job failed');
      // The queue keeps an error's message and stack, so it gets one that has nothing in it but the code.
      throw new Error(errorCode(error));
    }
  }

  const onError = (error: unknown) => log.warn({ code: errorCode(error) }, 'queue trouble');
  const workers = QUEUE_NAMES.filter((queue) => jobs.some((job) => job.definition.queue === queue)).map((queue) =>
    backend.worker(queue, run, { concurrency: concurrency[queue], onError }),
  );
  const definitions = jobs.map((job) => job.definition);
  const schedules = keepSchedules(backend, definitions, scheduleCheckMs, onError);
  const repeated = definitions.flatMap(({ name, schedule }) =>
    // One that fails has been logged, and comes again.
    schedule && 'everyMs' in schedule
      ? [repeatEvery(schedule.everyMs, () => run(name, {}).catch(() => undefined))]
      : [],
  );

  return {
    async stop() {
      stopping.abort();
      const late = new AbortController();
      const closed = Promise.all([
        ...[schedules, ...repeated].map((each) => each.stop()),
        ...workers.map((worker) => worker.close()),
      ]);
      const tooLate = sleep(stopWithinMs, 'late', { signal: late.signal }).catch(() => 'in time');
      const how = await Promise.race([closed.then(() => 'in time'), tooLate]);
      late.abort();
      if (how === 'late') log.warn({}, 'some jobs did not stop in time; another worker will take them over');
    },
  };
}
