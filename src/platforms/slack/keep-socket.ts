import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeClient } from '@slack/socket-mode';
import pTimeout from 'p-timeout';
import type { DeliveryError } from '../../chat/platform.ts';
import { PolsslagError } from '../../errors.ts';
import { toDeliveryError } from './errors.ts';

/** The part of Slack's client that is used here. */
type SocketClient = Pick<SocketModeClient, 'start' | 'disconnect' | 'on'>;

/** A connection that is reopened when it ends. */
export interface Socket {
  /**
   * Resolves when it is open, or when it will be opened as soon as Slack answers.
   * @throws PolsslagError BAD_CONFIGURATION when Slack refuses the token
   */
  start(): Promise<void>;
  stop(): void;
}

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 30_000;
/** How long opening may take, in milliseconds; after that it never succeeds. */
const OPEN_WITHIN_MS = 30_000;

/**
 * Keeps a connection open: Slack ends it every few hours, and it is then reopened, however long that takes. Slack's
 * client could do that itself, but when Slack cannot be asked for an address its error is unhandled, which ends the
 * process.
 * @param client made with `autoReconnectEnabled: false`
 * @param onTrouble told why it could not be reopened; it is tried again
 * @param openWithinMs how long opening may take, in milliseconds
 */
export function keepSocket(
  client: SocketClient,
  onTrouble: (error: DeliveryError) => void,
  openWithinMs = OPEN_WITHIN_MS,
): Socket {
  const stopping = new AbortController();
  let opening = false;

  async function open(): Promise<void> {
    try {
      await pTimeout(client.start(), { milliseconds: openWithinMs });
    } catch (error) {
      // Closed, because it would otherwise stay open beside the next one, and the client only knows the last.
      await client.disconnect();
      throw error;
    }
    // Closed when it was stopped while it was being opened.
    if (stopping.signal.aborted) void client.disconnect();
  }

  async function openAgain(): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(MAX_WAIT_MS, waitMs * 2)) {
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        return await open();
      } catch (error) {
        onTrouble(toDeliveryError(error));
      }
    }
  }

  /** Opens one connection at a time; a connection that ends while it is being opened is handled by the opener. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    opening = true;
    try {
      await work();
    } finally {
      opening = false;
    }
  }

  client.on('disconnected', () => {
    if (!opening && !stopping.signal.aborted) void inTurn(openAgain);
  });
  return {
    async start() {
      try {
        await inTurn(open);
      } catch (cause) {
        const error = toDeliveryError(cause);
        if (error.fault !== 'retry') throw socketRefusal(error);
        onTrouble(error);
        void inTurn(openAgain);
      }
    },
    // Does not wait for Slack to close the connection.
    stop() {
      stopping.abort();
      void client.disconnect();
    },
  };
}

function socketRefusal(cause: DeliveryError): PolsslagError {
  const advice = 'make an app-level token with connections:write, and see that Socket Mode is on.';
  return new PolsslagError('BAD_CONFIGURATION', `Slack refuses SLACK_APP_TOKEN (${cause.message}): ${advice}`, {
    cause,
  });
}
