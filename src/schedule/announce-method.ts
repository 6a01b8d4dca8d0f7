import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Every Monday 08:15. Cron reads a day of the month and a day of the week as "or", so that the code looks at the date. */
export const METHOD_PATTERN = '15 8 * * 1';

/** On the first Monday of a quarter: writes the supervisors' posts on how well the questions measure. */
export function announceMethodJob(timezone: string): JobDefinition<Record<string, never>> {
  return {
    name: 'announce-method',
    queue: 'background',
    payload: z.strictObject({}),
    schedule: { pattern: METHOD_PATTERN, timezone },
  };
}
