import { z } from 'zod';
import type { JobDefinition } from '../queue/define-job.ts';

/** Invites teachers who were never asked, and plans this week's check-ins. */
export function planCheckInsJob(pattern: string, timezone: string): JobDefinition<Record<string, never>> {
  return { name: 'plan-check-ins', queue: 'background', payload: z.strictObject({}), schedule: { pattern, timezone } };
}
