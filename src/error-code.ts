import { z } from 'zod';

const coded = z.object({ code: z.string().regex(/^[A-Za-z0-9_]+$/) });

/** As Prisma wraps what PostgreSQL says: its own code is the same for all of it. */
const refusedByPostgres = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string().regex(/^[0-9A-Z]{5}$/) }) }),
  }),
});

/**
 * A code for the log: an error's message may hold what belongs to people, its code or name does not. PostgreSQL's own where it refused
 * a statement, such as 53100 for a full disk.
 */
export function errorCode(error: unknown): string {
  const refused = refusedByPostgres.safeParse(error);
  if (refused.success) return refused.data.meta.driverAdapterError.cause.originalCode;
  const parsed = coded.safeParse(error);
  if (parsed.success) return parsed.data.code;
  return error instanceof Error ? error.name : 'unknown';
}
