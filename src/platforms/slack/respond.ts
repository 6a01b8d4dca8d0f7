import { Agent, request } from 'undici';
import { DeliveryError } from '../../chat/platform.ts';
import { networkCode, neverArrived } from './network-error.ts';
import type { SlackMessage } from './render.ts';

/** A message for a response address (docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
export type ResponseMessage = SlackMessage & {
  readonly replace_original: boolean;
  readonly response_type?: 'ephemeral';
  readonly metadata?: { readonly event_type: string; readonly event_payload: { readonly key: string } };
};

/** Milliseconds to make a connection in. */
const CONNECT_MS = 3_000;
const agent = new Agent({ connect: { timeout: CONNECT_MS } });

/**
 * Posts to the response address that came with a tap or a command; it has no share in the Web API's rate limits.
 * Throws DeliveryError with Slack's code. (Node's own fetch would be a fifth of what a tap costs; this follows no redirect.)
 */
export async function respond(responseUrl: string, message: ResponseMessage, timeoutMs: number): Promise<void> {
  const { status, retryAfter, answer } = await post(responseUrl, message, timeoutMs).catch((error: unknown) => {
    throw new DeliveryError('retry', networkCode(error), { inDoubt: !neverArrived(error), cause: error });
  });
  if (status >= 200 && status < 300) return;
  const code = /[a-z]+(_[a-z]+)+/.exec(answer)?.[0] ?? `http_${status}`;
  if (status !== 429 && status < 500) throw new DeliveryError('rejected', code);
  const seconds = Number(retryAfter ?? Number.NaN);
  const retryAfterMs = seconds >= 0 ? seconds * 1_000 : null;
  throw new DeliveryError('retry', code, { retryAfterMs, inDoubt: status >= 500 });
}

async function post(responseUrl: string, message: ResponseMessage, timeoutMs: number) {
  const { statusCode, headers, body } = await request(responseUrl, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return { status: statusCode, retryAfter: headers['retry-after'], answer: await body.text() };
}
