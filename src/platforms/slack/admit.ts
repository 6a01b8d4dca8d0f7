import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { HTTPResponseAck, isValidSlackRequest } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import type { Endpoint } from '../../endpoint.ts';
import { PolsslagError } from '../../errors.ts';
import type { DeliveryLog } from '../delivery-log.ts';
import { end, type Post, receivePosts } from '../receive-posts.ts';
import { type ClientOptions, quietLogger, webClientOptions } from './client.ts';
import { keepSocket, type Socket } from './keep-socket.ts';
import { SLACK_PATH } from './scopes.ts';

/** A delivery that is proven to come from Slack. */
export interface Delivered {
  readonly body: unknown;
  /** Whether Slack sent it before and got no answer in time. */
  readonly isRepeated: boolean;
  /** Acknowledges it to Slack. @throws Error when Slack no longer waits for it */
  readonly ack: (body?: unknown) => Promise<void>;
}

/** Handles a delivery. @throws PolsslagError NOT_ALLOWED to refuse it; after any other error Slack may send it again */
type Deliver = (delivery: Delivered) => Promise<void>;

interface SignedRequests {
  readonly signingSecret: string;
  /** Milliseconds. */
  readonly acknowledgeWithinMs: number;
}

/** The same limit as Bolt's for old signatures. */
const MAX_AHEAD_MS = 5 * 60_000;

/**
 * Uses the parts of Bolt that verify signatures and answer requests, but not its App: that acknowledges the Events API
 * before any listener runs, never acknowledges what no listener takes, throws on payloads of unexpected shape, and
 * makes every tap slower.
 */

/** How deliveries come in: signed HTTP requests, or Socket Mode with an app-level token. */
type SlackConnection =
  | { readonly mode: 'http'; readonly signingSecret: string }
  | { readonly mode: 'socket'; readonly appToken: string };

/** Opens the receiving side of a connection: an endpoint for HTTP requests, or a socket to Slack. */
export function openDoor(
  connection: SlackConnection,
  acknowledgeWithinMs: number,
  deliver: Deliver,
  options: ClientOptions,
  log: DeliveryLog,
): { readonly endpoint: Endpoint | null; readonly socket: Socket | null } {
  return connection.mode === 'http'
    ? { endpoint: serveSignedRequests({ ...connection, acknowledgeWithinMs }, deliver, options, log), socket: null }
    : { endpoint: null, socket: openSocket(connection.appToken, deliver, options, log) };
}

/**
 * Serves signed HTTP requests: 401 without a valid and fresh signature, 413 for a long body, 405 for methods other than
 * POST.
 */
function serveSignedRequests(
  { signingSecret, acknowledgeWithinMs }: SignedRequests,
  deliver: Deliver,
  { log: libraryLog }: Pick<ClientOptions, 'log'>,
  log: DeliveryLog,
): Endpoint {
  const logger = quietLogger(libraryLog);
  async function take({ headers, text }: Post, response: ServerResponse): Promise<void> {
    if (!isSigned(headers, text, signingSecret)) {
      log.refused('no_good_signature');
      return end(response, 401);
    }
    const body = readBody(headers, text);
    if (body === undefined) {
      log.refused('bad_body');
      return end(response, 400);
    }
    const answer = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      unhandledRequestTimeoutMillis: acknowledgeWithinMs,
      unhandledRequestHandler: () => {
        log.unacknowledged('too_slow');
        end(response, 503);
      },
      httpRequest: response.req,
      httpResponse: response,
    });
    const isRepeated = headers['x-slack-retry-num'] !== undefined;
    try {
      await deliver({ body, isRepeated, ack: answer.bind() });
    } catch (error) {
      const refused = tellFailure(error, log);
      answer.ack();
      refuse(response, refused);
    }
  }
  return receivePosts(SLACK_PATH, take, 500, log);
}

/**
 * Verifies a signature. Bolt refuses old ones; one dated in the future is refused here, because it could be replayed
 * until then.
 */
function isSigned(given: IncomingHttpHeaders, body: string, signingSecret: string): boolean {
  const signedAt = Number(given['x-slack-request-timestamp']);
  if (signedAt * 1_000 > Date.now() + MAX_AHEAD_MS) return false;
  const signature = String(given['x-slack-signature'] ?? '');
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': signedAt };
  return isValidSlackRequest({ signingSecret, body, headers });
}

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** The body as a form or as JSON; undefined when it is neither. */
function readBody(headers: IncomingHttpHeaders, text: string): unknown {
  const form = FORM.test(headers['content-type'] ?? '') ? parse(text) : null;
  if (form !== null && typeof form['payload'] !== 'string') return form;
  try {
    return JSON.parse(typeof form?.['payload'] === 'string' ? form['payload'] : text);
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, refused: boolean): void {
  // Without this header Slack would retry, and be refused again.
  if (refused && !response.headersSent) response.setHeader('x-slack-no-retry', '1');
  end(response, refused ? 401 : 500);
}

const socketEvent = z.object({
  body: z.unknown(),
  retry_num: z.number().nullish(),
  ack: z.custom<(body?: unknown) => Promise<void>>((value) => typeof value === 'function'),
});

/** A socket to Slack, for deployments without a public address. */
function openSocket(appToken: string, deliver: Deliver, options: ClientOptions, log: DeliveryLog): Socket {
  const clientOptions = webClientOptions(options);
  const logger = quietLogger(options.log);
  const client = new SocketModeClient({ appToken, logger, clientOptions, autoReconnectEnabled: false });
  client.on('slack_event', async (event: unknown) => {
    const parsed = socketEvent.safeParse(event);
    if (!parsed.success) return log.ignored('unreadable');
    const { body, retry_num, ack } = parsed.data;
    const delivery = { body, isRepeated: (retry_num ?? 0) > 0, ack: ackOnce(ack) };
    try {
      await deliver(delivery);
    } catch (error) {
      // A refused delivery is acknowledged, so that Slack does not retry it; after any other error it may.
      if (tellFailure(error, log)) await delivery.ack().catch(() => log.unacknowledged('connection_cut'));
    }
  });
  return keepSocket(client, log.notConnected);
}

function ackOnce(ack: Delivered['ack']): Delivered['ack'] {
  let isOver = false;
  return async (body) => {
    if (isOver) return;
    isOver = true;
    await ack(body);
  };
}

/** @returns whether it came from a workspace that we do not serve */
function tellFailure(error: unknown, log: DeliveryLog): boolean {
  const refused = error instanceof PolsslagError && error.code === 'NOT_ALLOWED';
  if (refused) log.refused('unknown_workspace');
  else log.failed(error);
  return refused;
}
