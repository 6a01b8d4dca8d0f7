import {
  type FetchFunction,
  LogLevel,
  type Logger as SlackLogger,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { Logger } from 'pino';
import { Agent, request } from 'undici';
import { DeliveryError } from '../../chat/platform.ts';
import type { Dialog, View } from '../../chat/view.ts';
import { describeBlock } from '../../chat/view-text.ts';
import { unanswered } from '../unanswered.ts';
import { toDeliveryError } from './errors.ts';
import type { renderMessage } from './render.ts';

/** The bot's credentials in a workspace; null when it is unknown or must be connected again. */
export type TokenFor = (workspace: string) => Promise<{ botToken: string; botUserId: string | null } | null>;

export interface ClientOptions {
  /** Another base of the Web API, ending in '/'; null for Slack's own. */
  readonly slackApiUrl: string | null;
  /** Milliseconds that one request may take. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** Milliseconds to make a connection in. */
const CONNECT_MS = 3_000;
const agent = new Agent({ connect: { timeout: CONNECT_MS } });

/**
 * One request and its whole answer, for what Slack's client sends: forms. Node's own fetch takes more than half of the
 * processor time of a message.
 */
const fetchWhole: FetchFunction = async (url, { method = 'POST', headers = {}, body, signal } = {}) => {
  if (typeof body !== 'string') throw new TypeError('only forms are sent');
  const options = { dispatcher: agent, method, headers, body, ...(signal && { signal }) };
  const { status, answered, text } = await sendRequest(url, options).catch((cause: unknown) => {
    throw new Error('no answer', { cause });
  });
  // Slack's client makes an error of it that looks as if the request might have been accepted.
  if (status === 429 && !/^\d+/.test(answered.get('retry-after') ?? ''))
    throw new DeliveryError('retry', 'ratelimited');
  // Slack answers where it is asked; elsewhere the token has no business.
  if (status >= 300 && status < 400) throw new Error('a redirect is not followed');
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: '',
    url: String(url),
    headers: { get: (name) => answered.get(name.toLowerCase()) ?? null, entries: () => answered.entries() },
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    json: async () => JSON.parse(text),
    text: async () => text,
  };
};

async function sendRequest(url: string | URL, options: Parameters<typeof request>[1]) {
  const { statusCode: status, headers, body } = await request(url, options);
  const answered = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { status, answered, text: await body.text() };
}

/** Options for a client that never repeats a request by itself: a repeated post could be a second message. */
export function webClientOptions({ slackApiUrl, timeoutMs, log }: ClientOptions): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: fetchWhole,
    logger: quietLogger(log),
    ...(slackApiUrl !== null && { slackApiUrl }),
  };
}

/** One client a workspace, made again when its token changes: clients keep connections and a queue of their own. */
export function createClients(options: ClientOptions): (workspace: string, botToken: string) => WebClient {
  const clients = new Map<string, WebClient>();
  const clientOptions = webClientOptions(options);
  return (workspace, botToken) => {
    const known = clients.get(workspace);
    if (known?.token === botToken) return known;
    const client = new WebClient(botToken, clientOptions);
    clients.set(workspace, client);
    return client;
  };
}

/**
 * Slack's libraries log request bodies, addresses and pieces of bad input. What passes here is the fixed beginning
 * of their warnings and errors.
 */
export function quietLogger(log: Logger): SlackLogger {
  const beginning = (message: unknown) => (typeof message === 'string' ? message.split(/[(:`[]/)[0]?.trim() : null);
  return {
    debug: () => {},
    info: () => {},
    warn: (message) => log.warn({ library: 'slack', said: beginning(message) }, 'Slack library warning'),
    error: (message) => log.error({ library: 'slack', said: beginning(message) }, 'Slack library error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** A message for a response address (docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
type ResponseMessage = ReturnType<typeof renderMessage> & {
  readonly replace_original: boolean;
  readonly response_type?: 'ephemeral';
  readonly metadata?: { readonly event_type: string; readonly event_payload: { readonly key: string } };
};

/**
 * Posts to the response address that came with a tap or a command; it has no share in the Web API's rate limits.
 * Throws DeliveryError with Slack's code. (Node's own fetch would be a fifth of what a tap costs; this follows no redirect.)
 */
export async function respond(responseUrl: string, message: ResponseMessage, timeoutMs: number): Promise<void> {
  const { status, answered, text } = await sendRequest(responseUrl, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  }).catch((error: unknown) => {
    throw unanswered(error);
  });
  if (status >= 200 && status < 300) return;
  const code = /[a-z]+(_[a-z]+)+/.exec(text)?.[0] ?? `http_${status}`;
  if (status !== 429 && status < 500) throw new DeliveryError('rejected', code);
  const seconds = Number(answered.get('retry-after') ?? Number.NaN);
  const retryAfterMs = seconds >= 0 ? seconds * 1_000 : null;
  throw new DeliveryError('retry', code, { retryAfterMs, inDoubt: status >= 500 });
}

/** What messages and views are refused with when a picture could not be fetched. */
const REFUSED: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_arguments']);

/**
 * Does something with a view; when Slack refuses its blocks and there is a picture among them (which Slack fetches
 * itself, and could not), once more with the picture's text in its place. A refused message was not posted, so this
 * cannot make a second one.
 */
export async function orWithoutPictures<T>(view: View, attempt: (view: View) => Promise<T>): Promise<T> {
  if (!view.blocks.some((block) => block.kind === 'picture')) return attempt(view);
  return attempt(view).catch((error: unknown) => {
    if (isRefused(error)) return attempt(withoutPictures(view));
    throw error;
  });
}

/** The same for a dialog. */
export async function orWithoutPicture(dialog: Dialog, attempt: (dialog: Dialog) => Promise<void>): Promise<void> {
  const { picture, ...rest } = dialog;
  await attempt(dialog).catch((error: unknown) => {
    if (picture && isRefused(error)) {
      return attempt({ ...rest, intro: `${rest.intro}\n\n${describeBlock({ kind: 'picture', ...picture })}` });
    }
    throw error;
  });
}

function isRefused(error: unknown): boolean {
  return REFUSED.has(toDeliveryError(error).message);
}

function withoutPictures(view: View): View {
  return {
    ...view,
    blocks: view.blocks.map((block) =>
      block.kind === 'picture' ? { kind: 'text', text: describeBlock(block) } : block,
    ),
  };
}
