import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Freezes last week's figures and writes the supervisors' posts. */
export function publishWeekJob(pattern: string, timezone: string): JobDefinition<Record<string, never>> {
  return { name: 'publish-week', queue: 'background', payload: z.strictObject({}), schedule: { pattern, timezone } };
}
