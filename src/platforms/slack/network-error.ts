import { z } from 'zod';

const coded = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{1,40}$/) });
const caused = z.object({ cause: z.unknown() });
const named = z.object({ name: z.literal('TimeoutError') });

/** The connection was not made, so the request cannot have been accepted. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The code of a failed request, from as deep as fetch hides it: 'ECONNRESET', 'TIMEOUT', or 'UNKNOWN'. */
export function networkCode(error: unknown): string {
  if (named.safeParse(error).success) return 'TIMEOUT';
  const own = coded.safeParse(error);
  if (own.success) return own.data.code;
  const outer = caused.safeParse(error);
  return outer.success && outer.data.cause !== undefined ? networkCode(outer.data.cause) : 'UNKNOWN';
}

/** True when it is certain that the other side never saw the request. */
export function neverArrived(error: unknown): boolean {
  return NO_CONNECTION.has(networkCode(error));
}
