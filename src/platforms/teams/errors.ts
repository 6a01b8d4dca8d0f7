import { z } from 'zod';
import { DeliveryError } from '../../chat/platform.ts';

/** An error of the Bot Connector; only its code is read, never its message. */
const connectorFault = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,64}$/) }) });

/** Codes of a 404 that mean that the person or channel is gone; any other is a wrong address of ours. */
const GONE_CODES = new Set(['ConversationNotFound', 'BotNotInConversationRoster', 'UserNotFound', 'ChannelNotFound']);

/**
 * Codes of a 403 that are about one person or channel: the app is not there, or was blocked there. Every other one is
 * attributed to the tenant, also undocumented ones: BotDisabledByAdmin and TenantNoPermission (an administrator),
 * InvalidBotApiHost and NotEnoughPermissions (the deployment), an empty answer. When such a refusal was about one
 * person after all nothing is lost, because the message is tried again; the opposite mistake would silence a person.
 */
const NOT_THERE = new Set([
  'BotDisabledByUser',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ForbiddenOperationException',
  'MessageWritesBlocked',
]);

/**
 * Converts a refusal of the Bot Connector.
 * @param answer the parsed body, or null
 * @source Microsoft Learn, "Status codes from bot conversational APIs" (bots/build-conversational-capability), "Send
 *   proactive messages" and "Rate limiting": retry 412, 429 and 5xx
 */
export function refusedByConnector(status: number, headers: Headers, answer: unknown): DeliveryError {
  const parsed = connectorFault.safeParse(answer);
  const code = parsed.success ? parsed.data.error.code : `http_${status}`;
  return new DeliveryError(faultOf(status, code), code, {
    retryAfterMs: retryAfterMs(headers),
    // A gateway without a usable answer does not know whether the message was accepted.
    inDoubt: status === 502 || status === 504,
  });
}

function faultOf(status: number, code: string): DeliveryError['fault'] {
  if (status === 401) return 'reconnect';
  if (status === 403) return NOT_THERE.has(code) ? 'unreachable' : 'barred';
  if (status === 404 && GONE_CODES.has(code)) return 'unreachable';
  if (status === 408 || status === 412 || status === 429 || status >= 500) return 'retry';
  return 'rejected';
}

/**
 * Reads Retry-After in milliseconds, from seconds or from a date relative to the answer's own Date; null when there is
 * none.
 */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const waitMs = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
}
