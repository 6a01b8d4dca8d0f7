import type { JobsOptions } from 'bullmq';
import { answerWithin, type JobPayload, type QueueBackend } from './backend.ts';
import type { JobDefinition } from './define-job.ts';

interface EnqueueOptions {
  /** The same id is not queued twice while the first one is there. */
  readonly id?: string;
  readonly delayMs?: number;
}

/** Tried again after one, two, four … seconds; kept for a while when that did not help, for the operator to see. */
const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  removeOnFail: { count: 200 },
} as const satisfies JobsOptions;

/** So long a producer waits for the queue, in milliseconds; what it had to say is in the database too. */
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

/** What it throws is told by `Producer`; a job waits five seconds for the queue at most. */
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
