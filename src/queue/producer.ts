import type { JobsOptions } from 'bullmq';
import { answerWithin, type JobPayload, type QueueBackend } from './backend.ts';
import type { JobDefinition } from './define-job.ts';

interface EnqueueOptions {
  /** A second job with the same id is not queued while the first one is there. */
  readonly id?: string;
  readonly delayMs?: number;
}

/**
 * A failing job is tried again after one, two, four … seconds. One that keeps failing is kept for a while, so that the
 * operator sees it.
 */
const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  removeOnFail: { count: 200 },
} as const satisfies JobsOptions;

/**
 * How long a producer waits for the queue, in milliseconds. Giving up loses nothing, because everything is in the
 * database too.
 */
const ANSWER_MS = 5_000;

/** Puts jobs into the queue. @throws PolsslagError UNAVAILABLE when the queue does not answer */
export interface Producer {
  enqueue<Payload extends JobPayload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Several of the same kind in one go. */
  enqueueAll<Payload extends JobPayload>(
    job: JobDefinition<Payload>,
    jobs: readonly { readonly payload: Payload; readonly options?: EnqueueOptions }[],
  ): Promise<void>;
}

/** Makes a producer. It waits for the queue five seconds at most. */
export function createProducer(backend: QueueBackend): Producer {
  const producer: Producer = {
    enqueue: (job, payload, options = {}) => producer.enqueueAll(job, [{ payload, options }]),
    async enqueueAll(job, jobs) {
      if (jobs.length === 0) return;
      const added = backend
        .queue(job.queue)
        .addBulk(
          jobs.map(({ payload, options = {} }) => ({ name: job.name, data: payload, opts: toJobOptions(options) })),
        );
      await answerWithin(ANSWER_MS, added);
    },
  };
  return producer;
}

function toJobOptions({ id, delayMs }: EnqueueOptions): JobsOptions {
  return {
    ...JOB_OPTIONS,
    // BullMQ separates parts of its keys with colons.
    ...(id !== undefined && { jobId: id.replaceAll(':', '/'), removeOnFail: true }),
    ...(delayMs !== undefined && { delay: delayMs }),
  };
}
