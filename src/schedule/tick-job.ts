import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Looks every minute for work that is due and not done. Each worker has a timer for it, which no queue can lose. */
export const tickJob: JobDefinition<Record<string, never>> = {
  name: 'tick',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 60_000 },
};
