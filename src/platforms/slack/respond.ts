import { DeliveryError } from '../../chat/platform.ts';
import { networkCode, neverArrived } from './network-error.ts';
import type { SlackMessage } from './render.ts';

/** A message for a response address (docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
export type ResponseMessage = SlackMessage & {
  readonly replace_original: boolean;
  readonly response_type?: 'ephemeral';
  readonly metadata?: { readonly event_type: string; readonly event_payload: { readonly key: string } };
};

/**
 * Posts to the response address that came with a tap or a command; it has no share in the Web API's rate limits.
 * Throws DeliveryError with Slack's code.
 */
export async function respond(responseUrl: string, message: ResponseMessage, timeoutMs: number): Promise<void> {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new DeliveryError('retry', networkCode(error), { inDoubt: !neverArrived(error), cause: error });
  });
  const answer = await response.text();
  if (response.ok) return;
  const code = /[a-z]+(_[a-z]+)+/.exec(answer)?.[0] ?? `http_${response.status}`;
  const { status, headers } = response;
  if (status !== 429 && status < 500) throw new DeliveryError('rejected', code);
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = seconds >= 0 ? seconds * 1_000 : null;
  throw new DeliveryError('retry', code, { retryAfterMs, inDoubt: status >= 500 });
}
