import type { z } from 'zod';

/** Deliveries have a queue of their own: a long wave does not keep the planner waiting. */
export const QUEUE_NAMES = ['delivery', 'background'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** When a job runs by itself. */
export type Schedule =
  /** Once for all workers: `pattern` is a cron pattern (five fields, or six with seconds first) in an IANA time zone. */
  | { readonly pattern: string; readonly timezone: string }
  /** In each worker by itself, from its start on: neither the queue's server nor a machine's clock can hold it up. */
  | { readonly everyMs: number };

/** A job as producers know it; its handler is elsewhere. */
export interface JobDefinition<Payload> {
  /** 'deliver-lane' */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only: what a queue holds may be seen by whoever looks after it. */
  readonly payload: z.ZodType<Payload>;
  /** A scheduled job has an empty payload. */
  readonly schedule: Schedule | null;
}

/** What a handler gets beside its payload. */
export interface JobContext {
  /** Aborted when the worker stops: finish, or hand back, within ten seconds. */
  readonly signal: AbortSignal;
}

export type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

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
