import { z } from 'zod';

const coded = z.object({ code: z.string().regex(/^[A-Za-z0-9_]+$/) });

/**
 * How Prisma wraps an error of PostgreSQL. Prisma's own code is the same for all of these, so the original code is
 * read.
 */
const refusedByPostgres = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string().regex(/^[0-9A-Z]{5}$/) }) }),
  }),
});

/**
 * The code of an error, for the log. A message may hold personal data; a code or a class name does not. For a statement
 * that PostgreSQL refused it is PostgreSQL's own code, such as 53100 for a full disk.
 */
export function errorCode(error: unknown): string {
  const refused = refusedByPostgres.safeParse(error);
  if (refused.success) return refused.data.meta.driverAdapterError.cause.originalCode;
  const parsed = coded.safeParse(error);
  if (parsed.success) return parsed.data.code;
  return error instanceof Error ? error.name : 'unknown';
}
