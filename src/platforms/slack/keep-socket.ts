import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeClient } from '@slack/socket-mode';
import pTimeout from 'p-timeout';
import type { DeliveryError } from '../../chat/platform.ts';
import { PolsslagError } from '../../errors.ts';
import { toDeliveryError } from './errors.ts';

/** What is kept of Slack's client, which opens its connection once. */
type SocketClient = Pick<SocketModeClient, 'start' | 'disconnect' | 'on'>;

/** A connection that stays open. */
export interface Socket {
  /**
   * Resolves when it is open, or will be once Slack answers.
   * @throws PolsslagError BAD_CONFIGURATION when Slack does not let us
   */
  start(): Promise<void>;
  stop(): void;
}

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 30_000;
/** One that is not open by then never will be. */
const OPEN_WITHIN_MS = 30_000;

/**
 * Opens the connection again whenever it ended, as Slack ends it every few hours, and for as long as it takes. Slack's client would
 * do it by itself, but not once Slack cannot be asked for an address: it leaves that failure to nobody, which ends the process.
 * @param client made with `autoReconnectEnabled: false`
 * @param onTrouble hears why it could not be opened again; it is tried on
 * @param openWithinMs how long it may take, in milliseconds
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
      // It would stay beside the next one, which is the only one that the client knows then.
      await client.disconnect();
      throw error;
    }
    // It may have been stopped meanwhile.
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

  /** One at a time: what ends while it is being opened is seen by whoever opens it. */
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
    // Nobody waits for Slack to say goodbye.
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
