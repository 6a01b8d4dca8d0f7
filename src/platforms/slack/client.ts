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
  /** A base address of the Web API other than Slack's own, ending in '/'; null for Slack's. */
  readonly slackApiUrl: string | null;
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** How long making a connection may take, in milliseconds. */
const CONNECT_MS = 3_000;
const agent = new Agent({ connect: { timeout: CONNECT_MS } });

/**
 * Makes one request for Slack's client, which sends forms, and reads the whole answer. Node's own fetch would take more
 * than half of the processor time of a message.
 */
const fetchWhole: FetchFunction = async (url, { method = 'POST', headers = {}, body, signal } = {}) => {
  if (typeof body !== 'string') throw new TypeError('only forms are sent');
  const options = { dispatcher: agent, method, headers, body, ...(signal && { signal }) };
  const { status, answered, text } = await sendRequest(url, options).catch((cause: unknown) => {
    throw new Error('no answer', { cause });
  });
  // Slack's client would make an error of this that looks as if the request might have been accepted.
  if (status === 429 && !/^\d+/.test(answered.get('retry-after') ?? ''))
    throw new DeliveryError('retry', 'ratelimited');
  // Slack does not redirect, and the token must not be sent elsewhere.
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

/** Options for a client that never repeats a request, because a repeated post could become a second message. */
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

/**
 * Keeps one client for each workspace, replaced when its token changes, because a client keeps connections and a queue
 * of its own.
 */
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
 * Makes a logger for Slack's libraries, which log request bodies, addresses and parts of bad input. Only the fixed
 * beginning of their warnings and errors is logged.
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
 * Posts to the response address that came with a tap or a command, to which the Web API's rate limits do not apply. It
 * does not follow redirects. (Node's own fetch would take a fifth of the time of a tap.)
 * @throws DeliveryError with Slack's code
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

/** The errors for messages and views with a picture that could not be fetched. */
const REFUSED: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_arguments']);

/**
 * Does something with a view. When Slack refuses its blocks and there is a picture among them, which Slack fetches
 * itself, it tries once more with the picture's text instead. A refused message was not posted, so this cannot make a
 * second one.
 */
export async function orWithoutPictures<T>(view: View, attempt: (view: View) => Promise<T>): Promise<T> {
  if (!view.blocks.some((block) => block.kind === 'picture')) return attempt(view);
  return attempt(view).catch((error: unknown) => {
    if (isRefused(error)) return attempt(withoutPictures(view));
    throw error;
  });
}

/** As `orWithoutPictures`, for a dialog. */
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
