import type { z } from 'zod';

/** Deliveries have a queue of their own: a long wave does not keep the planner waiting. */
export const QUEUE_NAMES = ['delivery', 'background'] as const;
type QueueName = (typeof QUEUE_NAMES)[number];

/** A job as producers know it; its handler is elsewhere. */
export interface JobDefinition<Payload> {
  /** 'deliver-lane' */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only: what a queue holds may be seen by whoever looks after it. */
  readonly payload: z.ZodType<Payload>;
  /**
   * When it runs by itself, with an empty payload: in each worker, from its start on, by a timer that neither the queue's
   * server nor a machine's clock can hold up.
   */
  readonly schedule: { readonly everyMs: number } | null;
}

/** What a handler gets beside its payload. */
export interface JobContext {
  /** Aborted when the worker stops: finish, or hand back, within ten seconds. */
  readonly signal: AbortSignal;
  /** Leaves the next jobs of the same queue to other workers for so long, in milliseconds; those under way go on. */
  readonly rest: (milliseconds: number) => void;
}

type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

/** A job with its handler, as workers know it. */
export interface HandledJob {
  readonly definition: JobDefinition<unknown>;
  /** Throws ZodError for a payload of another shape. */
  run(payload: unknown, context: JobContext): Promise<void>;
}

/** Joins a job and its handler. */
export function handleJob<Payload>(definition: JobDefinition<Payload>, handler: JobHandler<Payload>): HandledJob {
  return { definition, run: async (payload, context) => handler(definition.payload.parse(payload), context) };
}
