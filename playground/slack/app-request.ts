import { createHmac } from 'node:crypto';

/** How long Slack waits for the app's acknowledgement, in milliseconds. */
export const ACK_WITHIN_MS = 3000;

/** A request from the platform to the app, which can be sent more than once. */
export interface AppRequest {
  readonly kind: 'interactive' | 'slash_commands' | 'events_api';
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
  readonly payload: { readonly [key: string]: unknown };
}

/** The outcome of one attempt; `problem` is Slack's code for what went wrong, null when the app acknowledged. */
export interface AppAttempt {
  readonly status: number | null;
  readonly problem: 'http_timeout' | 'http_error' | 'connection_failed' | null;
  /** The body of the app's acknowledgement: parsed JSON, a text, or null. */
  readonly answer: unknown;
}

type Payload = AppRequest['payload'];

/** Makes the request of a tap, a shortcut or a modal: a form with the payload as JSON. */
export function interactionRequest(payload: Payload): AppRequest {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { kind: 'interactive', contentType: 'application/x-www-form-urlencoded', body, payload };
}

/** Makes the request of a slash command: a plain form. */
export function commandRequest(fields: { readonly [key: string]: string }): AppRequest {
  const body = new URLSearchParams(fields).toString();
  return { kind: 'slash_commands', contentType: 'application/x-www-form-urlencoded', body, payload: fields };
}

/** Makes the request of an event of the Events API: JSON. */
export function eventRequest(payload: Payload): AppRequest {
  return { kind: 'events_api', contentType: 'application/json', body: JSON.stringify(payload), payload };
}

/**
 * Posts a request to the app, signed as Slack signs it (docs.slack.dev/authentication/verifying-requests-from-slack).
 * The signature uses the real time, because an app refuses a signature that is older than five minutes.
 */
export async function postToApp(
  request: AppRequest,
  to: {
    url: string;
    signingSecret: string;
    headers: { readonly [name: string]: string };
    withinMs: number;
    signal: AbortSignal;
  },
): Promise<AppAttempt> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', to.signingSecret).update(`v0:${timestamp}:${request.body}`).digest('hex');
  const late = AbortSignal.timeout(to.withinMs);
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      headers: {
        'content-type': request.contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...to.headers,
      },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([to.signal, late]),
    });
    const answer = parseAnswer(await response.text());
    return { status: response.status, problem: response.status === 200 ? null : 'http_error', answer };
  } catch {
    return { status: null, problem: late.aborted ? 'http_timeout' : 'connection_failed', answer: null };
  }
}

function parseAnswer(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
