import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Forgets the ids of deliveries that no platform will repeat any more. */
export const forgetOldEventsJob: JobDefinition<Record<string, never>> = {
  name: 'forget-old-events',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { pattern: '30 4 * * *', timezone: 'Europe/Amsterdam' },
};
