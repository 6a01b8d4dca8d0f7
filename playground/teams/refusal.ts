/** A request that Teams refuses, with the status and error code of the Bot Connector's answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  /** Seconds for the Retry-After header, or null for none. */
  readonly retryAfterS: number | null;

  constructor(status: number, code: string, message: string, retryAfterS: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

/** The Bot Connector's refusal when an app is not installed where it wants to write. */
export function notInRoster(): Refusal {
  return new Refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}
