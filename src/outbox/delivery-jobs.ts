import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/**
 * Drain one lane. The queue carries a lane, not each of its messages: which messages are due is in the database, and
 * a lane's limits hold because one worker at a time drains it.
 */
export const deliverLaneJob: JobDefinition<{ lane: string }> = {
  name: 'deliver-lane',
  queue: 'delivery',
  payload: z.strictObject({ lane: z.string().regex(/^(slack|teams):\S+$/) }),
  schedule: null,
};

/** Queue every lane that has something to send, from the database: whatever the queue has lost is back. */
export const enqueueDueJob: JobDefinition<Record<string, never>> = {
  name: 'enqueue-due',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 2_000 },
};
