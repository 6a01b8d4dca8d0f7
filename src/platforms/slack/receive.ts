import { App, type ReceiverEvent } from '@slack/bolt';
import type { IRouter } from 'express';
import pTimeout from 'p-timeout';
import type { Logger } from 'pino';
import type { ReceiveEvent, Reply } from '../../chat/event.ts';
import { EXCUSE, isExcused, isWaitedFor } from '../../chat/excuse.ts';
import { createInTurn, type InTurn } from '../../chat/show-in-turn.ts';
import { PolsslagError } from '../../errors.ts';
import { type Acknowledgement, acknowledgementOf } from './acknowledgement.ts';
import { ACKNOWLEDGE_WITHIN_MS, createHttpReceiver, createSocketReceiver } from './bolt-receiver.ts';
import { type ClientOptions, createClients, quietLogger, type TokenFor } from './client.ts';
import { isTokenRefused } from './install.ts';
import { type Incoming, readPayload, type Surface, type TellingPlace, tellingPlace } from './payload.ts';
import { showReply } from './show-reply.ts';
import { slackErrorCode } from './slack-error.ts';
import { tellNothingDone, type Why } from './tell-nothing-done.ts';

/** Milliseconds: a reply is worth little later than this, and a stopping process has ten seconds. */
const REPLY_TIMEOUT_MS = 5_000;
/** Milliseconds for a word through a response address before the acknowledgement, which Slack waits three seconds for. */
const TELLING_TIMEOUT_MS = 1_500;
/** Milliseconds: Slack waits three seconds for an acknowledgement. */
const ASK_TIMEOUT_MS = 2_000;
/** Milliseconds: what is acknowledged a little later is acknowledged in time. */
const EXCUSE_AFTER_MS = 2_400;

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
  /** How long a signed request may take, in milliseconds; a little less than Slack waits unless given. */
  readonly acknowledgeWithinMs?: number;
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

/** The way in from Slack: every delivery becomes a chat event, and its reply is shown. */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  const { connection, acknowledgeWithinMs = ACKNOWLEDGE_WITHIN_MS, log } = options;
  const clientOptions: ClientOptions = { slackApiUrl: options.slackApiUrl, timeoutMs: REPLY_TIMEOUT_MS, log };
  const http =
    connection.mode === 'http' ? createHttpReceiver(connection.signingSecret, acknowledgeWithinMs, log) : null;
  const socket = connection.mode === 'socket' ? createSocketReceiver(connection.appToken, clientOptions) : null;
  const inFlight = new Set<Promise<void>>();
  const inTurn = createInTurn();
  const handling: Handling = { ...options, inTurn, clientFor: createClients(clientOptions) };
  const app = createApp(log);
  app.processEvent = (delivery) => {
    const work = handleDelivery(delivery, handling);
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

/** What handling a delivery takes. */
interface Handling extends SlackReceiverOptions {
  readonly inTurn: InTurn;
  readonly clientFor: ReturnType<typeof createClients>;
}

/**
 * Bolt's receivers check signatures, connect and acknowledge, and want an App to hand deliveries to. What its App would
 * do with them is not for us: it acknowledges the Events API before any listener runs, never acknowledges what no
 * listener takes, throws on payloads of another shape than it expects, and costs every tap a good deal of work.
 */
function createApp(log: Logger): App {
  return new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    logger: quietLogger(log),
    authorize: () => Promise.reject(new PolsslagError('NOT_ALLOWED', 'No delivery comes this way.')),
  });
}

/** A delivery is read first, and acknowledged once it is safe. */
async function handleDelivery(delivery: ReceiverEvent, handling: Handling): Promise<void> {
  const incoming = readPayload(delivery.body);
  if (incoming.kind === 'chat') return handleChat(incoming, delivery, handling);
  if (incoming.kind === 'workspace-lost') await loseWorkspace(incoming.workspace, handling);
  if (incoming.kind !== 'unreadable') return delivery.ack();
  handling.log.warn({ code: 'unreadable' }, 'Slack delivery ignored');
  await delivery.ack(await tell(incoming.told, 'unreadable', handling.log));
}

/** @returns what to acknowledge with; nothing when nobody can be told so */
async function tell(place: TellingPlace | null, why: Why, log: Logger): Promise<Acknowledgement | undefined> {
  if (place === null) return undefined;
  return tellNothingDone(place, why, TELLING_TIMEOUT_MS).catch((error: unknown) => {
    log.warn({ code: slackErrorCode(error) }, 'Slack reply not shown');
    return undefined;
  });
}

async function handleChat(
  { event, surface }: ChatIncoming,
  delivery: ReceiverEvent,
  handling: Handling,
): Promise<void> {
  const { tokenFor, clientFor, receive, inTurn, log } = handling;
  const { workspace, user } = event.from;
  const came = performance.now();
  const token = await tokenFor(workspace);
  if (token === null) return refuse(surface, delivery, log);
  const client = clientFor(workspace, token.botToken);
  const show = (what: Reply) =>
    showReply(what, { surface, client, user, inTurn, came, timeoutMs: REPLY_TIMEOUT_MS }).catch((error) =>
      log.warn({ code: slackErrorCode(error), reply: what.kind }, 'Slack reply not shown'),
    );
  const receiving = receive(event);
  const excused = isWaitedFor(event) && delivery.retryNum === undefined && (await mustExcuse(receiving));
  // Slack sends again what is said and opened, and it is done then, but not a command.
  const isOver = excused && surface.kind === 'command';
  if (isOver) await acknowledge(delivery, undefined, log);
  const told = excused ? show(EXCUSE) : Promise.resolve();
  const reply = await receiving.catch(async (error: unknown) => {
    await told;
    throw error;
  });
  if (!isOver) await acknowledge(delivery, acknowledgementOf(reply, surface), log);
  await told;
  await show(reply);
}

/** Whether somebody who waits has to be told something before the reply is there, if it ever is. */
async function mustExcuse(receiving: Promise<Reply>): Promise<boolean> {
  try {
    return (await pTimeout(receiving, { milliseconds: EXCUSE_AFTER_MS, fallback: () => null })) === null;
  } catch (error) {
    return isExcused(error);
  }
}

/** A modal says so by itself; for everything else the receiver answers what a refusal is. */
async function refuse(surface: Surface, delivery: ReceiverEvent, log: Logger): Promise<void> {
  const told = await tell(tellingPlace(surface), 'notConnected', log);
  if (told === undefined) throw new PolsslagError('NOT_ALLOWED', 'This Slack workspace is not connected.');
  log.warn({ code: 'unknown_workspace' }, 'Slack delivery refused');
  await acknowledge(delivery, told, log);
}

async function acknowledge(delivery: ReceiverEvent, body: Acknowledgement | undefined, log: Logger): Promise<void> {
  try {
    await delivery.ack(body);
  } catch {
    // Slack hung up, or was told that we were too slow: what was safe stays safe, and the reply is still shown.
    log.warn({ code: 'acknowledgement_lost' }, 'Slack delivery not acknowledged');
  }
}

/**
 * Such an event may be late, or come again, or be about a token that was replaced: the token that we have says it. When
 * Slack cannot be asked, the delivery fails, and Slack sends it again later.
 */
async function loseWorkspace(workspace: string, handling: Handling): Promise<void> {
  const { tokenFor, onWorkspaceLost, slackApiUrl, log } = handling;
  const token = await tokenFor(workspace);
  if (token === null) return log.warn({ code: 'unknown_workspace' }, 'Slack delivery refused');
  if (await isTokenRefused(token.botToken, { slackApiUrl, timeoutMs: ASK_TIMEOUT_MS, log })) {
    await onWorkspaceLost(workspace, token.botToken);
  }
}
