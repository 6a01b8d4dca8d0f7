import { z } from 'zod';

const withCode = z.object({ code: z.string() });

/** The code of an error of the operating system ('ENOENT'), or null. */
export function systemErrorCode(error: unknown): string | null {
  return withCode.safeParse(error).data?.code ?? null;
}
