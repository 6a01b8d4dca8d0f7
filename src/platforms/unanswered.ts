import { z } from 'zod';
import { DeliveryError } from '../chat/platform.ts';

const coded = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{1,40}$/) });
const caused = z.object({ cause: z.unknown() });
const timedOut = z.object({ name: z.literal('TimeoutError') });

/** Codes of connections that were never made, so that the request cannot have been accepted. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Converts a missing answer: after a lost connection or a time-out it is unknown whether the request was accepted. */
export function unanswered(error: unknown): DeliveryError {
  const code = networkCode(error);
  return new DeliveryError('retry', code ?? 'connection_cut', {
    inDoubt: code === null || !NEVER_LEFT.has(code),
    cause: error,
  });
}

/** The network code of an error ('ECONNRESET' or 'timeout'), however deep fetch nests it; null when there is none. */
function networkCode(error: unknown): string | null {
  if (timedOut.safeParse(error).success) return 'timeout';
  const own = coded.safeParse(error);
  if (own.success) return own.data.code;
  const outer = caused.safeParse(error);
  return outer.success && outer.data.cause !== undefined ? networkCode(outer.data.cause) : null;
}
