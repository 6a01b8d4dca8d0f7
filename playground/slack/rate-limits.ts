/** The number of posts in a row that Slack accepts before it enforces its rate ("short bursts are allowed"). */
export const POST_BURST = 3;

export interface RateLimitOptions {
  /** Messages per second in one conversation, after a burst of POST_BURST; null for no limit. */
  readonly postsPerSecondPerChannel: number | null;
  /** Messages per minute in one workspace; null for no limit. */
  readonly postsPerMinutePerWorkspace: number | null;
  /** The limit on conversations.history for apps that are distributed outside the marketplace; null for none. */
  readonly historyLimit: { readonly perMinute: number; readonly pageSize: number } | null;
}

/**
 * Slack's limits on posting and reading (docs.slack.dev/apis/web-api/rate-limits). Each check returns the seconds for
 * Retry-After, or 0 when the call is allowed; only then is the call counted.
 * @param realNow milliseconds of the real clock: limits ignore the movable clock of the playground
 */
export function createRateLimits(options: RateLimitOptions, realNow: () => number) {
  const lanes = new Map<string, Lane>();

  function lane(key: string, intervalMs: number, burst: number): Lane {
    const known = lanes.get(key);
    if (known) return known;
    const made = createLane({ intervalMs, burst, realNow });
    lanes.set(key, made);
    return made;
  }

  /** Counts the call in every lane when all allow it, otherwise in none. @returns seconds to wait */
  function takeAll(needed: readonly Lane[]): number {
    const wait = Math.max(0, ...needed.map((one) => one.secondsToWait()));
    if (wait === 0) for (const one of needed) one.take();
    return wait;
  }

  return {
    post(team: string, channel: string): number {
      const { postsPerSecondPerChannel: perSecond, postsPerMinutePerWorkspace: perMinute } = options;
      return takeAll([
        ...(perSecond === null ? [] : [lane(`channel:${team}:${channel}`, 1000 / perSecond, POST_BURST)]),
        ...(perMinute === null ? [] : [lane(`workspace:${team}`, 60_000 / perMinute, perMinute)]),
      ]);
    },
    history(team: string): number {
      if (options.historyLimit === null) return 0;
      const { perMinute } = options.historyLimit;
      return takeAll([lane(`history:${team}`, 60_000 / perMinute, perMinute)]);
    },
  };
}

interface Lane {
  /** Whole seconds until the next call is allowed; 0 when it is allowed now. */
  secondsToWait(): number;
  take(): void;
}

/** Allows one call every `intervalMs`, and `burst` calls at once after a pause. */
function createLane(options: { intervalMs: number; burst: number; realNow: () => number }): Lane {
  const { intervalMs, burst, realNow } = options;
  // The moment when the lane is back in its unused state; each call moves it one interval on.
  let idleAt = realNow();

  return {
    secondsToWait() {
      const waitMs = idleAt - realNow() - (burst - 1) * intervalMs;
      return waitMs <= 0 ? 0 : Math.ceil(waitMs / 1000);
    },
    take() {
      idleAt = Math.max(idleAt, realNow()) + intervalMs;
    },
  };
}
