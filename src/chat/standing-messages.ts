import type { ChatUser } from './address.ts';

/**
 * Keeps which message in a person's chat belongs to a notification. A tap proves that a message arrived, which a
 * platform without read-back cannot be asked. When a notification arrived twice, the tapped message stays and the other
 * one is removed.
 */
export interface StandingMessages {
  /**
   * Records that this message was tapped; a notification that was not known to be sent is marked as sent with it.
   * @param reference as the platform gave it for a sent message
   * @returns the reference of another message of the same notification; null when there is none
   */
  tapped(by: ChatUser, notification: string, reference: string): Promise<string | null>;
  /** Records that the other message is gone, so that the tapped one belongs to the notification from now on. */
  replaced(by: ChatUser, notification: string, other: string, reference: string): Promise<void>;
}
