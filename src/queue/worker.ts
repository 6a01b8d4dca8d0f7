import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { errorCode } from '../error-code.ts';
import { saySeldom } from '../say-seldom.ts';
import type { QueueBackend } from './backend.ts';
import { type HandledJob, QUEUE_NAMES } from './define-job.ts';

interface WorkersOptions {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Jobs at a time, per queue. */
  readonly concurrency?: Readonly<Record<(typeof QUEUE_NAMES)[number], number>>;
  /** How long to wait for jobs under way when stopping, in milliseconds. */
  readonly stopWithinMs?: number;
  /** After how many milliseconds a repeated job is considered hung, so that it is started again beside it. */
  readonly hangsAfterMs?: number;
}

interface Workers {
  /** Takes no more jobs; those under way finish or hand back. Resolves within ten seconds in any case. */
  stop(): Promise<void>;
}

/** Repeated jobs begin this many milliseconds after the start, so that the process first reports that it is ready. */
const FIRST_AFTER_MS = 1_000;
const HANGS_AFTER_MS = 60_000;
const CONCURRENCY = { delivery: 50, background: 5 } as const;

/** Starts a worker for each queue that has jobs here, and the timers of repeated jobs. */
export function startWorkers(
  backend: Pick<QueueBackend, 'worker'>,
  jobs: readonly HandledJob[],
  options: WorkersOptions,
): Workers {
  const { log, concurrency = CONCURRENCY, stopWithinMs = 9_000, hangsAfterMs = HANGS_AFTER_MS } = options;
  const byName = new Map(jobs.map((job) => [job.definition.name, job]));
  const stopping = new AbortController();
  // Every job under way adds a listener, so the default limit of ten would warn.
  setMaxListeners(0, stopping.signal);

  const warnSeldom = saySeldom((trouble, what) => log.warn(trouble, what));
  const failSeldom = saySeldom((trouble, what) => log.error(trouble, what));

  async function run(name: string, payload: unknown): Promise<void> {
    const job = byName.get(name);
    if (!job) return log.warn({ job: name }, 'a job that this version does not know is dropped');
    try {
      const { queue } = job.definition;
      await job.run(payload, { signal: stopping.signal, rest: (ms) => workers.get(queue)?.rest(ms) });
    } catch (error) {
      failSeldom({ job: name, code: errorCode(error) }, 'job failed');
      // The queue stores the message and stack of an error, so it gets one that holds only the code.
      throw new Error(errorCode(error));
    }
  }

  const onError = (error: unknown) => warnSeldom({ code: errorCode(error) }, 'queue trouble');
  const queues = QUEUE_NAMES.filter((queue) => jobs.some((job) => job.definition.queue === queue));
  const workers = new Map(
    queues.map((queue) => [queue, backend.worker(queue, run, { concurrency: concurrency[queue], onError })]),
  );
  const repeated = jobs.flatMap(({ definition: { name, schedule } }) =>
    // A failure was logged by `run` and the job comes again, so nothing else is to be done.
    schedule ? [repeatEvery(schedule.everyMs, hangsAfterMs, () => run(name, {}).catch(() => undefined))] : [],
  );

  return {
    async stop() {
      stopping.abort();
      const late = new AbortController();
      const closed = Promise.all([
        ...repeated.map((each) => each.stop()),
        ...[...workers.values()].map((worker) => worker.close()),
      ]);
      const tooLate = sleep(stopWithinMs, 'late', { signal: late.signal }).catch(() => 'in time');
      const how = await Promise.race([closed.then(() => 'in time'), tooLate]);
      late.abort();
      if (how === 'late') log.warn({}, 'some jobs did not stop in time; another worker will take them over');
    },
  };
}

/**
 * Runs something soon after the start and then regularly, by a timer that does not depend on the machine's clock. It
 * does not run twice at a time, unless a run hangs: a statement on a connection whose other end is gone, as after a
 * database has moved, may not return for long.
 * @param run handles its own errors, and may run twice
 */
function repeatEvery(everyMs: number, hangsAfterMs: number, run: () => Promise<void>): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  let begunAt = Number.NEGATIVE_INFINITY;
  function start(): void {
    if (running.size > 0 && performance.now() - begunAt < hangsAfterMs) return;
    begunAt = performance.now();
    const over = run().finally(() => running.delete(over));
    running.add(over);
  }
  const first = setTimeout(start, Math.min(FIRST_AFTER_MS, everyMs));
  const timer = setInterval(start, everyMs);
  return {
    async stop() {
      clearTimeout(first);
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}
