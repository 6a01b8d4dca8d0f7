/** The limits of one lane. Rates are kept by spacing sends, so that no second ever holds more than allowed. */
interface Spacing {
  /** The least time between two sends of the lane, in milliseconds; 0 for no limit. */
  readonly laneMs: number;
  /** The least time between two sends to the same conversation, in milliseconds; 0 for no limit. */
  readonly conversationMs: number;
}

export interface Limiter {
  /**
   * Reserves the moment `now` for a send to this conversation when it is free.
   * @param now monotonic time in milliseconds, never less than in the call before
   * @returns 0 when it is reserved; otherwise nothing is, and this many milliseconds remain until it is worth asking
   *   again
   */
  take(conversation: string, now: number): number;
  /** Blocks all sends until this moment, because the platform asked to wait. It never shortens a longer wait. */
  holdUntil(moment: number): void;
  /** The moment until which all sends are blocked; in the past when none are. */
  heldUntil(): number;
}

/** A limiter without a clock of its own: the same calls give the same answers. */
export function createLimiter(spacing: Spacing): Limiter {
  let laneFreeAt = Number.NEGATIVE_INFINITY;
  let held = Number.NEGATIVE_INFINITY;
  // Ordered by the last send, which is also the order in which the entries expire.
  const conversationFreeAt = new Map<string, number>();

  function forgetPast(now: number): void {
    for (const [conversation, freeAt] of conversationFreeAt) {
      if (freeAt > now) return;
      conversationFreeAt.delete(conversation);
    }
  }

  return {
    take(conversation, now) {
      forgetPast(now);
      const freeAt = Math.max(held, laneFreeAt, conversationFreeAt.get(conversation) ?? held);
      if (freeAt > now) return freeAt - now;
      laneFreeAt = now + spacing.laneMs;
      if (spacing.conversationMs > 0) conversationFreeAt.set(conversation, now + spacing.conversationMs);
      return 0;
    },
    holdUntil(moment) {
      held = Math.max(held, moment);
    },
    heldUntil: () => held,
  };
}
