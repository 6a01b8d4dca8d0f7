import { z } from 'zod';

const coded = z.object({ code: z.string().regex(/^[A-Za-z0-9_]+$/) });

/** A code for the log: an error's message may hold what belongs to people, its code or name does not. */
export function errorCode(error: unknown): string {
  const parsed = coded.safeParse(error);
  if (parsed.success) return parsed.data.code;
  return error instanceof Error ? error.name : 'unknown';
}
