import type { PlatformName, Recipient } from './address.ts';
import type { View } from './view.ts';

export interface OutgoingMessage {
  /**
   * The notification's key, which travels with the message where the platform allows that. The same cause never makes a
   * second key.
   */
  readonly key: string;
  readonly to: Recipient;
  readonly view: View;
  /**
   * Called when only the request itself is left to be made, for example after waiting for a token. When it gives false
   * the message is kept back, and `send` throws DeliveryError KEPT_BACK. Without it the message is always sent.
   */
  readonly mayGo?: () => boolean;
}

/** The reason of a DeliveryError when no request was made. */
export const KEPT_BACK = 'kept_back';

/** The platform's own reference to an accepted message (Slack: `channel:ts`; Teams: activity id). */
interface SentMessage {
  readonly reference: string;
}

/** The kind of a failed send, which decides what to do next. */
type DeliveryFault =
  /** Try again, not before `retryAfterMs` when the platform said so. */
  | 'retry'
  /** This person or channel cannot be reached any more (gone, app removed). */
  | 'unreachable'
  /**
   * The workspace's credentials are no longer accepted: nothing is sent there until somebody reconnects it. The adapter
   * has recorded which credentials they were, because there may be newer ones by now.
   */
  | 'reconnect'
  /**
   * The workspace does not allow the app to write there, or it is unclear whom this concerns: the person is not marked
   * as unreachable, and the message is tried again much later.
   */
  | 'barred'
  /** An error of ours (a message that the platform rejects): trying again does not help. */
  | 'rejected';

/**
 * The longest wait that is accepted. No platform asks for more, but a broken clock or proxy may: then a whole workspace
 * would wait for years, or the moment could not be stored at all.
 */
const MAX_ASKED_MS = 3_600_000;

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly fault: DeliveryFault;
  /** How long the platform asked to wait, in milliseconds and at most an hour; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Whether the platform may have accepted the message in spite of the error (time-out, lost connection). */
  readonly inDoubt: boolean;

  /** @param reason the platform's error code, never a text or an address */
  constructor(
    fault: DeliveryFault,
    reason: string,
    options: { retryAfterMs?: number | null; inDoubt?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.fault = fault;
    const { retryAfterMs: asked = null } = options;
    this.retryAfterMs = asked === null ? null : Math.min(asked, MAX_ASKED_MS);
    this.inDoubt = options.inDoubt ?? false;
  }
}

/** A chat platform, as far as sending is concerned. Receiving is up to its adapter, which calls ReceiveEvent. */
export interface ChatPlatform {
  readonly name: PlatformName;
  /** Posts one message, once, without retries. @throws DeliveryError */
  send(message: OutgoingMessage): Promise<SentMessage>;
  /**
   * Looks for a message with this key in the recipient's conversation, among those sent since `since`. Gives
   * `'cannot-tell'` on a platform without read-back.
   * @throws DeliveryError
   */
  findSent(to: Recipient, key: string, since: Date): Promise<SentMessage | 'not-found' | 'cannot-tell'>;
  /**
   * Replaces a message to which `send` gave this reference by another view, once, without retries.
   * @throws DeliveryError, `rejected` when the message is gone
   */
  edit(to: Recipient, reference: string, view: View): Promise<void>;
  /**
   * Deletes a message to which `send` gave this reference; that it is gone already is no error. Only on platforms where
   * a message may be sent twice because nothing can be read back.
   * @throws DeliveryError
   */
  readonly remove?: (to: Recipient, reference: string) => Promise<void>;
}

/** @throws DeliveryError KEPT_BACK when the message may not go any more */
export function requireMayGo({ mayGo }: Pick<OutgoingMessage, 'mayGo'>): void {
  if (mayGo?.() === false) throw new DeliveryError('retry', KEPT_BACK);
}
