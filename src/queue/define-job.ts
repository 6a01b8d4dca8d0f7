import type { z } from 'zod';

/** Deliveries have a queue of their own, so that a long wave of messages does not delay other jobs. */
export const QUEUE_NAMES = ['delivery', 'background'] as const;
type QueueName = (typeof QUEUE_NAMES)[number];

/** A job as producers see it; its handler is defined elsewhere. */
export interface JobDefinition<Payload> {
  /** 'deliver-lane' */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only, because operators can look into a queue. */
  readonly payload: z.ZodType<Payload>;
  /**
   * How often it runs by itself with an empty payload; null for never. Each worker has a timer for it, which depends
   * neither on the queue's server nor on the machine's clock.
   */
  readonly schedule: { readonly everyMs: number } | null;
}

/** What a handler gets besides its payload. */
export interface JobContext {
  /** Aborted when the worker stops: finish, or hand back, within ten seconds. */
  readonly signal: AbortSignal;
  /**
   * Takes no new jobs of the same queue for this long, in milliseconds, so that other workers do; jobs under way go on.
   */
  readonly rest: (milliseconds: number) => void;
}

type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

/** A job with its handler, for workers. */
export interface HandledJob {
  readonly definition: JobDefinition<unknown>;
  /** @throws ZodError for a payload of another shape */
  run(payload: unknown, context: JobContext): Promise<void>;
}

/** Combines a job with its handler. */
export function handleJob<Payload>(definition: JobDefinition<Payload>, handler: JobHandler<Payload>): HandledJob {
  return { definition, run: async (payload, context) => handler(definition.payload.parse(payload), context) };
}
