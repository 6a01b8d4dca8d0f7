export const PLATFORMS = ['slack', 'teams'] as const;

/** A chat platform that Polsslag supports. */
export type PlatformName = (typeof PLATFORMS)[number];

/** One person in one chat. */
export interface ChatUser {
  readonly platform: PlatformName;
  /** Slack team id, or Teams tenant id. */
  readonly workspace: string;
  /** Slack user id, or Entra object id. */
  readonly user: string;
}

/**
 * What a platform needs to write to a conversation again; only the platform's adapter reads it (Teams: a conversation
 * reference; Slack needs none). It is plain JSON and stored unchanged.
 */
export type ConversationReference = { readonly [key: string]: string };

/** Where a message goes. */
export type Recipient =
  | {
      readonly kind: 'person';
      readonly workspace: string;
      readonly user: string;
      readonly conversation: ConversationReference | null;
    }
  | { readonly kind: 'channel'; readonly workspace: string; readonly channel: string };
