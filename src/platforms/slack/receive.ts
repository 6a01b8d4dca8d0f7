import pTimeout from 'p-timeout';
import type { Logger } from 'pino';
import type { ChatEvent, ReceiveEvent, Reply } from '../../chat/event.ts';
import { excuseFor } from '../../chat/excuse.ts';
import { DeliveryError } from '../../chat/platform.ts';
import { createInTurn } from '../../chat/show-in-turn.ts';
import { PolsslagError } from '../../errors.ts';
import type { Receiver } from '../adapter.ts';
import { createDeliveryLog, type DeliveryLog } from '../delivery-log.ts';
import { type Delivered, openDoor } from './admit.ts';
import { type ClientOptions, createClients, type TokenFor } from './client.ts';
import { toDeliveryError } from './errors.ts';
import { isTokenRefused } from './install.ts';
import { readPayload, tellingPlace } from './parse.ts';
import { acknowledgementOf, answerCommand, showReply, tellNothingDone } from './reply.ts';

/**
 * How long showing a reply may take, in milliseconds: it is of little use later, and a stopping process has ten
 * seconds.
 */
const REPLY_TIMEOUT_MS = 5_000;
/**
 * How long telling somebody through a response address may take before the acknowledgement, in milliseconds; Slack
 * waits three seconds for that.
 */
const TELLING_TIMEOUT_MS = 1_500;
/**
 * How long a question to Slack may take before the acknowledgement, in milliseconds; Slack waits three seconds for
 * that.
 */
const ASK_TIMEOUT_MS = 2_000;
/** After this many milliseconds people are told to try again; the acknowledgement after it is still in time. */
const EXCUSE_AFTER_MS = 2_400;
/** After this many milliseconds, just before Slack gives up, the delivery is answered with a failure. */
const ACKNOWLEDGE_WITHIN_MS = 2_900;

interface SlackReceiverOptions {
  readonly connection: Parameters<typeof openDoor>[0];
  readonly slackApiUrl: string | null;
  /** Called for every delivery. Null refuses it, except for what people type in a workspace that we know. */
  readonly tokenFor: TokenFor;
  /** Whether the workspace is known, so that it may only have to be connected again. */
  readonly isOurs: (workspace: string) => Promise<boolean>;
  readonly receive: ReceiveEvent;
  /** Called when Slack says that a token of a workspace we serve is no longer valid, and refuses it. */
  readonly onWorkspaceLost: (workspace: string, refusedToken: string) => Promise<void>;
  /** How long a signed request may take, in milliseconds; a little less than Slack waits unless given. */
  readonly acknowledgeWithinMs?: number;
  readonly log: Logger;
}

type Chatted = Omit<Extract<ReturnType<typeof readPayload>, { kind: 'chat' }>, 'kind'>;

/** Receives from Slack: every delivery becomes a chat event, and its reply is shown. */
export function createSlackReceiver(options: SlackReceiverOptions): Receiver {
  const { connection, slackApiUrl, acknowledgeWithinMs = ACKNOWLEDGE_WITHIN_MS } = options;
  const log = createDeliveryLog(options.log, 'slack');
  const clientOptions: ClientOptions = { slackApiUrl, timeoutMs: REPLY_TIMEOUT_MS, log: options.log };
  const inFlight = new Set<Promise<void>>();
  const inTurn = createInTurn();
  const handling: Handling = { ...options, inTurn, clientFor: createClients(clientOptions), deliveryLog: log };
  const deliver = (delivery: Delivered) => {
    const work = handleDelivery(delivery, handling);
    const tracked = work.catch(() => {}).finally(() => inFlight.delete(tracked));
    inFlight.add(tracked);
    return work;
  };
  const { endpoint, socket } = openDoor(connection, acknowledgeWithinMs, deliver, clientOptions, log);
  return {
    endpoint,
    start: async () => {
      await socket?.start();
    },
    stop: async () => {
      socket?.stop();
      // Replies that wait to be repeated are abandoned in time, and with them their deliveries.
      await Promise.all([inTurn.settled(), ...inFlight]);
    },
  };
}

/** What handling a delivery needs. */
interface Handling extends SlackReceiverOptions {
  readonly inTurn: ReturnType<typeof createInTurn>;
  readonly clientFor: ReturnType<typeof createClients>;
  readonly deliveryLog: DeliveryLog;
}

/** Reads a delivery, and acknowledges it once its content is safe. */
async function handleDelivery(delivery: Delivered, handling: Handling): Promise<void> {
  const incoming = readPayload(delivery.body);
  if (incoming.kind === 'chat') return handleChat(incoming, delivery, handling);
  if (incoming.kind === 'verification') return delivery.ack({ challenge: incoming.challenge });
  if (incoming.kind === 'workspace-lost') await loseWorkspace(incoming.workspace, handling);
  if (incoming.kind !== 'unreadable') return delivery.ack();
  handling.deliveryLog.ignored('unreadable');
  await delivery.ack(await tellNothingDone(incoming.told, 'unreadable', TELLING_TIMEOUT_MS, handling.deliveryLog));
}

async function handleChat({ event, surface }: Chatted, delivery: Delivered, handling: Handling): Promise<void> {
  const { tokenFor, clientFor, receive, inTurn, deliveryLog: log } = handling;
  const { workspace, user } = event.from;
  const came = performance.now();
  const token = await tokenFor(workspace);
  if (token === null) return handleWithoutToken({ event, surface }, delivery, handling);
  const client = clientFor(workspace, token.botToken);
  const show = (what: Reply) =>
    showReply(what, { surface, client, user, inTurn, came, timeoutMs: REPLY_TIMEOUT_MS }).catch((error: unknown) =>
      log.notShown(toDeliveryError(error)),
    );
  const receiving = receive(event);
  const excuse = delivery.isRepeated ? null : await earlyExcuse(event, receiving, came);
  // Slack repeats messages and opened pages, which are then handled again, but not commands: those are acknowledged
  // now.
  const isOver = excuse !== null && (surface.kind === 'command' || surface.kind === 'shortcut');
  if (isOver) await acknowledge(delivery, undefined, log);
  const told = excuse === null ? Promise.resolve() : show(excuse);
  const reply = await receiving.catch(async (error: unknown) => {
    await told;
    throw error;
  });
  if (!isOver) await acknowledge(delivery, acknowledgementOf(reply, surface), log);
  await told;
  await show(reply);
}

/**
 * Handles what was typed although no token is left to answer with. Somebody who types that they stop would otherwise be
 * asked again as soon as their workspace is connected. A command is answered at its response address, because it may be
 * a cry for help; in a conversation that takes a token.
 */
async function handleWithoutToken({ event, surface }: Chatted, delivery: Delivered, handling: Handling): Promise<void> {
  const { isOurs, receive, deliveryLog: log } = handling;
  const isTyped = surface.kind === 'direct-message' || surface.kind === 'command';
  if (!isTyped || !(await isOurs(event.from.workspace))) return tellRefusal(surface, delivery, log);
  const reply = await receive(event);
  await acknowledge(delivery, undefined, log);
  if (surface.kind === 'direct-message') return log.notShown(new DeliveryError('reconnect', 'no_token'));
  await answerCommand(reply, surface.responseUrl, REPLY_TIMEOUT_MS).catch((error: unknown) =>
    log.notShown(toDeliveryError(error)),
  );
}

/** The apology to show when the reply takes long or fails; null when none is needed. */
async function earlyExcuse(event: ChatEvent, receiving: Promise<Reply>, came: number): Promise<Reply | null> {
  const excuse = excuseFor(event);
  if (excuse === null) return null;
  try {
    return await pTimeout(
      receiving.then(() => null),
      { milliseconds: Math.max(1, EXCUSE_AFTER_MS - (performance.now() - came)), fallback: () => excuse },
    );
  } catch (error) {
    return excuseFor(event, error);
  }
}

/**
 * Tells the person that the workspace is not connected: in the modal when there is one, and otherwise by refusing the
 * delivery.
 */
async function tellRefusal(
  surface: Parameters<typeof tellingPlace>[0],
  delivery: Delivered,
  log: DeliveryLog,
): Promise<void> {
  const told = await tellNothingDone(tellingPlace(surface), 'notConnected', TELLING_TIMEOUT_MS, log);
  if (told === undefined) throw new PolsslagError('NOT_ALLOWED', 'This Slack workspace is not connected.');
  log.refused('unknown_workspace');
  await acknowledge(delivery, told, log);
}

async function acknowledge(delivery: Delivered, body: unknown, log: DeliveryLog): Promise<void> {
  try {
    await delivery.ack(body);
  } catch {
    // Slack no longer waits. What was stored stays stored, and the reply is still shown.
    log.unacknowledged('nobody_waits');
  }
}

/**
 * Checks with Slack whether our token is refused, because such an event may be late, repeated, or about a token that
 * was replaced. When Slack cannot be asked the delivery fails, and Slack sends it again later.
 */
async function loseWorkspace(workspace: string, handling: Handling): Promise<void> {
  const { tokenFor, onWorkspaceLost, slackApiUrl, log, deliveryLog } = handling;
  const token = await tokenFor(workspace);
  if (token === null) return deliveryLog.refused('unknown_workspace');
  if (await isTokenRefused(token.botToken, { slackApiUrl, timeoutMs: ASK_TIMEOUT_MS, log })) {
    await onWorkspaceLost(workspace, token.botToken);
  }
}
