import { App, type ReceiverEvent } from '@slack/bolt';
import type { IRouter } from 'express';
import type { Logger } from 'pino';
import type { ReceiveEvent } from '../../chat/event.ts';
import { createInTurn, type InTurn } from '../../chat/show-in-turn.ts';
import { PolsslagError } from '../../errors.ts';
import { type Acknowledgement, acknowledgementOf } from './acknowledgement.ts';
import { createHttpReceiver, createSocketReceiver } from './bolt-receiver.ts';
import { type ClientOptions, quietLogger, type TokenFor, webClientOptions } from './client.ts';
import { isTokenRefused } from './install.ts';
import { type Incoming, readPayload } from './payload.ts';
import { showReply } from './show-reply.ts';
import { slackErrorCode } from './slack-error.ts';

/** Milliseconds: a reply is worth little later than this, and a stopping process has ten seconds. */
const REPLY_TIMEOUT_MS = 5_000;
/** Milliseconds: Slack waits three seconds for an acknowledgement. */
const ASK_TIMEOUT_MS = 2_000;

export interface SlackReceiverOptions {
  /** How deliveries come in: signed HTTP requests, or Socket Mode with an app-level token. */
  readonly connection:
    | { readonly mode: 'http'; readonly signingSecret: string }
    | { readonly mode: 'socket'; readonly appToken: string };
  readonly slackApiUrl: string | null;
  /** Asked at every delivery; null refuses it. */
  readonly tokenFor: TokenFor;
  readonly receive: ReceiveEvent;
  /** Slack told us that this token of a workspace that we serve is no longer good, and refuses it. */
  readonly onWorkspaceLost: (workspace: string, refusedToken: string) => Promise<void>;
  readonly log: Logger;
}

export interface SlackReceiver {
  /** Serves SLACK_PATH, and must be mounted before any body parser; null in Socket Mode. */
  readonly router: IRouter | null;
  /** Opens the connection in Socket Mode. Throws when Slack refuses the app-level token. */
  start(): Promise<void>;
  /** Closes the connection and waits for replies that are on their way. */
  stop(): Promise<void>;
}

type ChatIncoming = Extract<Incoming, { kind: 'chat' }>;

/** What a delivery's listener gets from us through Bolt's context. */
interface Handed {
  incoming: ChatIncoming;
  acknowledge: (body?: Acknowledgement) => Promise<void>;
}

/** The way in from Slack: every delivery becomes a chat event, and its reply is shown. */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  const { connection, log } = options;
  const clientOptions: ClientOptions = { slackApiUrl: options.slackApiUrl, timeoutMs: REPLY_TIMEOUT_MS, log };
  const http = connection.mode === 'http' ? createHttpReceiver(connection.signingSecret, log) : null;
  const socket = connection.mode === 'socket' ? createSocketReceiver(connection.appToken, clientOptions) : null;
  const inFlight = new Set<Promise<void>>();
  const inTurn = createInTurn();
  const app = createApp(options, clientOptions, inTurn);
  const process = app.processEvent.bind(app);
  app.processEvent = (delivery) => {
    const work = handleDelivery(delivery, options, process);
    const tracked = work.catch(() => {}).finally(() => inFlight.delete(tracked));
    inFlight.add(tracked);
    return work;
  };
  http?.init(app);
  socket?.init(app);
  return {
    router: http?.router ?? null,
    start: async () => {
      await socket?.start();
    },
    stop: async () => {
      await socket?.stop();
      // A reply that waits to be repeated is given up in time, and with it the delivery that it belongs to.
      await Promise.all([inTurn.settled(), ...inFlight]);
    },
  };
}

function createApp(options: SlackReceiverOptions, clientOptions: ClientOptions, inTurn: InTurn): App {
  const { log, receive, tokenFor } = options;
  const app = new App({
    receiver: NO_RECEIVER,
    logger: quietLogger(log),
    clientOptions: webClientOptions(clientOptions),
    // payload.ts lets no bot's message through, and nothing is remembered of a conversation.
    ignoreSelf: false,
    convoStore: false,
    authorize: async ({ teamId }) => {
      const token = teamId === undefined ? null : await tokenFor(teamId);
      if (token === null) throw new PolsslagError('NOT_ALLOWED', 'This Slack workspace is not connected.');
      return { botToken: token.botToken, ...(token.botUserId !== null && { botUserId: token.botUserId }) };
    },
  });
  // The receiver logs it, once.
  app.error(async (error) => {
    throw error;
  });
  app.use<Handed>(async ({ client, context: { incoming, acknowledge } }) => {
    const { event, surface } = incoming;
    const came = performance.now();
    const reply = await receive(event);
    await acknowledge(acknowledgementOf(reply, surface));
    const place = { surface, client, user: event.from.user, inTurn, came, timeoutMs: REPLY_TIMEOUT_MS };
    await showReply(reply, place).catch((error) =>
      log.warn({ code: slackErrorCode(error), reply: reply.kind }, 'Slack reply not shown'),
    );
  });
  return app;
}

/** Bolt wants a receiver when it is made; ours are handed the app once it acknowledges the way we want. */
const NO_RECEIVER = { init: () => {}, start: async () => {}, stop: async () => {} };

/**
 * Bolt acknowledges the Events API before any listener runs, never acknowledges what no listener takes, and throws on
 * payloads of another shape than it expects. Here a delivery is read first, and acknowledged once it is safe.
 */
async function handleDelivery(
  delivery: ReceiverEvent,
  options: SlackReceiverOptions,
  process: App['processEvent'],
): Promise<void> {
  const incoming = readPayload(delivery.body);
  if (incoming.kind === 'chat') return handOver(incoming, delivery, options.log, process);
  if (incoming.kind === 'workspace-lost') await loseWorkspace(incoming.workspace, options);
  if (incoming.kind === 'unreadable') options.log.warn({ code: 'unreadable' }, 'Slack delivery ignored');
  await delivery.ack();
}

/**
 * Such an event may be late, or come again, or be about a token that was replaced: the token that we have says it. When
 * Slack cannot be asked, the delivery fails, and Slack sends it again later.
 */
async function loseWorkspace(workspace: string, options: SlackReceiverOptions): Promise<void> {
  const { tokenFor, onWorkspaceLost, slackApiUrl, log } = options;
  const token = await tokenFor(workspace);
  if (token === null) return log.warn({ code: 'unknown_workspace' }, 'Slack delivery refused');
  if (await isTokenRefused(token.botToken, { slackApiUrl, timeoutMs: ASK_TIMEOUT_MS, log })) {
    await onWorkspaceLost(workspace, token.botToken);
  }
}

async function handOver(
  incoming: ChatIncoming,
  delivery: ReceiverEvent,
  log: Logger,
  process: App['processEvent'],
): Promise<void> {
  const acknowledge: Handed['acknowledge'] = async (body) => {
    try {
      await delivery.ack(body);
    } catch {
      // Slack hung up, or was told that we were too slow: what was safe stays safe, and the reply is still shown.
      log.warn({ code: 'acknowledgement_lost' }, 'Slack delivery not acknowledged');
    }
  };
  const handed: Handed = { incoming, acknowledge };
  await process({ ...delivery, ack: async () => {}, customProperties: { ...delivery.customProperties, ...handed } });
}
