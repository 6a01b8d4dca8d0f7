/** The tokens that were issued to the bot, with the end of their life. Times are in milliseconds. */
export interface BotTokens {
  add(token: string, nowMs: number, lifetimeS: number): void;
  /** Whether this Authorization header has an issued token that has not expired. */
  accepts(authorization: string | undefined, nowMs: number): boolean;
  /** Revokes all tokens, as when a secret is replaced. */
  revokeAll(): void;
}

/** Makes the store of tokens. Expired tokens are removed when the next one is issued. */
export function createBotTokens(): BotTokens {
  const goodUntil = new Map<string, number>();
  return {
    add(token, nowMs, lifetimeS) {
      for (const [old, until] of goodUntil) if (until <= nowMs) goodUntil.delete(old);
      goodUntil.set(token, nowMs + lifetimeS * 1000);
    },
    accepts(authorization, nowMs) {
      const token = authorization?.match(/^Bearer (\S+)$/i)?.[1];
      return token !== undefined && (goodUntil.get(token) ?? 0) > nowMs;
    },
    revokeAll() {
      goodUntil.clear();
    },
  };
}
