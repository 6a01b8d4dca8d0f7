/** What one lane may do. Rates are kept by spacing, so that no second ever holds more than its share. */
interface Spacing {
  /** Least time between two sends of the lane, in milliseconds; 0 for no limit. */
  readonly laneMs: number;
  /** Least time between two sends to the same conversation, in milliseconds; 0 for no limit. */
  readonly conversationMs: number;
}

export interface Limiter {
  /**
   * Takes the moment `now` for a send to this conversation when it is free.
   * @param now milliseconds of a monotonic clock, never less than in the call before
   * @returns 0 when it is taken; otherwise nothing is taken, and this many milliseconds remain until it is worth asking again
   */
  take(conversation: string, now: number): number;
  /** Nothing is free before this moment (the platform asked to wait). Never shortens a longer wait. */
  holdUntil(moment: number): void;
  /** The moment until which everything is held; in the past when nothing is. */
  heldUntil(): number;
}

/** A limiter without a clock of its own: the same calls give the same answers. */
export function createLimiter(spacing: Spacing): Limiter {
  let laneFreeAt = Number.NEGATIVE_INFINITY;
  let held = Number.NEGATIVE_INFINITY;
  // In the order of the last send, which is the order in which the entries lose their meaning.
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
