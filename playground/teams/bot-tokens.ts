/** The tokens that were issued to the bot, and until when each is good. Times are milliseconds. */
export interface BotTokens {
  add(token: string, nowMs: number, lifetimeS: number): void;
  /** Whether this Authorization header carries a token that was issued and is still good. */
  accepts(authorization: string | undefined, nowMs: number): boolean;
  /** Takes all of them back, as when a secret is replaced. */
  revokeAll(): void;
}

/** Tokens that are over are forgotten when the next one is issued. */
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
