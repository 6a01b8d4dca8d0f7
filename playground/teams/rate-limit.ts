/** At most `count` events in any period of `periodMs`. */
interface Rate {
  readonly count: number;
  readonly periodMs: number;
}

/** Microsoft's limits for one bot in one conversation. */
export const SENDS_PER_CONVERSATION: readonly Rate[] = [
  { count: 7, periodMs: 1_000 },
  { count: 1_800, periodMs: 3_600_000 },
];

/** Microsoft's limits for one app in one tenant. */
export const REQUESTS_PER_TENANT: readonly Rate[] = [{ count: 50, periodMs: 1_000 }];

export interface RateLimit {
  /**
   * Counts one event for this key at `nowMs`.
   * @returns 0 when every rate allows it; otherwise the event is not counted, and this is the number of milliseconds to
   * wait
   */
  take(key: string, nowMs: number): number;
}

/** A sliding window of exact times, for several rates at once. */
export function createRateLimit(rates: readonly Rate[]): RateLimit {
  const longestMs = Math.max(...rates.map((rate) => rate.periodMs));
  const moments = new Map<string, number[]>();
  return {
    take(key, nowMs) {
      const past = (moments.get(key) ?? []).filter((moment) => moment > nowMs - longestMs);
      moments.set(key, past);
      const waits = rates.map((rate) => waitFor(rate, past, nowMs));
      const waitMs = Math.max(...waits);
      if (waitMs === 0) past.push(nowMs);
      return waitMs;
    },
  };
}

function waitFor(rate: Rate, past: readonly number[], nowMs: number): number {
  const nthLast = past.at(-rate.count);
  if (nthLast === undefined) return 0;
  return Math.max(0, nthLast + rate.periodMs - nowMs);
}
