import { createHmac } from 'node:crypto';

/** Slack waits this long for the app's acknowledgement. */
export const ACK_WITHIN_MS = 3000;

/** One request from the platform to the app, ready to be sent (again). */
export interface AppRequest {
  readonly kind: 'interactive' | 'slash_commands' | 'events_api';
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
  readonly payload: { readonly [key: string]: unknown };
}

/** How one attempt ended: `problem` is Slack's word for what went wrong, null when the app acknowledged. */
export interface AppAttempt {
  readonly status: number | null;
  readonly problem: 'http_timeout' | 'http_error' | 'connection_failed' | null;
  /** What the app answered with its acknowledgement: parsed JSON, a text, or null. */
  readonly answer: unknown;
}

type Payload = AppRequest['payload'];

/** A tap, a shortcut or a modal: a form with the payload as JSON in it. */
export function interactionRequest(payload: Payload): AppRequest {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { kind: 'interactive', contentType: 'application/x-www-form-urlencoded', body, payload };
}

/** A slash command: a plain form. */
export function commandRequest(fields: { readonly [key: string]: string }): AppRequest {
  const body = new URLSearchParams(fields).toString();
  return { kind: 'slash_commands', contentType: 'application/x-www-form-urlencoded', body, payload: fields };
}

/** An event of the Events API: JSON. */
export function eventRequest(payload: Payload): AppRequest {
  return { kind: 'events_api', contentType: 'application/json', body: JSON.stringify(payload), payload };
}

/**
 * Posts a request to the app, signed as Slack signs it (docs.slack.dev/authentication/verifying-requests-from-slack),
 * with the real time: an app refuses a signature older than five minutes.
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
