import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Does what the calendar asked for this week and nobody did. */
export const catchUpJob: JobDefinition<Record<string, never>> = {
  name: 'catch-up',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 15 * 60_000 },
};
