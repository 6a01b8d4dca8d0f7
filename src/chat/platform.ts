import type { PlatformName, Recipient } from './address.ts';
import type { View } from './view.ts';

export interface OutgoingMessage {
  /** The notification's key: the same cause never makes a second one. Travels with the message where it can. */
  readonly key: string;
  readonly to: Recipient;
  readonly view: View;
  /**
   * Asked when only the request itself is left to be made, for a token before it may take long; false keeps the message back, and
   * `send` throws DeliveryError KEPT_BACK. Not given: it goes.
   */
  readonly mayGo?: () => boolean;
}

/** Nothing was asked of the platform. */
export const KEPT_BACK = 'kept_back';

/** The platform's own reference to a message that it accepted (Slack: `channel:ts`; Teams: activity id). */
interface SentMessage {
  readonly reference: string;
}

/** What a failed send means for the one who must decide what to do next. */
type DeliveryFault =
  /** Try again, not before `retryAfterMs` when the platform said so. */
  | 'retry'
  /** This person or channel cannot be reached any more (gone, app removed). */
  | 'unreachable'
  /**
   * The workspace's credentials are no longer accepted: nothing goes there until someone reconnects it. The platform has
   * written down which ones they were, because there may be newer ones by now.
   */
  | 'reconnect'
  /**
   * The workspace does not let the app write there, or it is unclear who this is about: nothing is held against
   * the person, and the message is tried again much later.
   */
  | 'barred'
  /** Our own fault (a message that the platform rejects): trying again changes nothing. */
  | 'rejected';

/**
 * No platform asks for longer. A broken clock or proxy may: then a whole workspace would wait for years, and of a moment that no calendar
 * has nothing could be written down at all.
 */
const MAX_ASKED_MS = 3_600_000;

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly fault: DeliveryFault;
  /** Milliseconds, an hour at most, or null when the platform named none. */
  readonly retryAfterMs: number | null;
  /** True when the platform may have accepted the message all the same (time-out, connection cut). */
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

/** A chat platform, as far as sending goes. Receiving is the platform's own business: it calls ReceiveEvent. */
export interface ChatPlatform {
  readonly name: PlatformName;
  /** Posts one message, once, without retries of its own. Throws DeliveryError. */
  send(message: OutgoingMessage): Promise<SentMessage>;
  /**
   * Looks for a message with this key in the recipient's conversation, among those not older than `since`.
   * `'cannot-tell'` where the platform has no read-back. Throws DeliveryError.
   */
  findSent(to: Recipient, key: string, since: Date): Promise<SentMessage | 'not-found' | 'cannot-tell'>;
  /**
   * Puts a view in the place of a message that `send` gave this reference, once, without retries of its own; whose
   * message it is stays known. Throws DeliveryError, `rejected` for a message that is gone.
   */
  edit(to: Recipient, reference: string, view: View): Promise<void>;
  /**
   * Deletes a message that `send` gave this reference; one that is gone already is as good. Only where a message may be
   * sent twice, because nothing can be read back. Throws DeliveryError.
   */
  readonly remove?: (to: Recipient, reference: string) => Promise<void>;
}

/** @throws DeliveryError KEPT_BACK when the message may not go any more */
export function requireMayGo({ mayGo }: Pick<OutgoingMessage, 'mayGo'>): void {
  if (mayGo?.() === false) throw new DeliveryError('retry', KEPT_BACK);
}
