import type { ChatUser } from './address.ts';

/**
 * Which message in a person's chat is that of a notification. A tap proves that a message was sent, which a platform
 * without read-back cannot be asked; where it was sent twice, the tapped one stays and the other goes.
 */
export interface StandingMessages {
  /**
   * This message was tapped: a notification that was not known to be sent is sent with it.
   * @param reference as the platform gave it for a sent message
   * @returns the reference of another message that has been that of the notification; null when there is none
   */
  tapped(by: ChatUser, notification: string, reference: string): Promise<string | null>;
  /** The other message is gone: from now on the tapped one is that of the notification. */
  replaced(by: ChatUser, notification: string, other: string, reference: string): Promise<void>;
}
