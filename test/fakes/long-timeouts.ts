import { frozenMs } from './frozen-clock.ts';

/* Time-outs long enough for a busy machine, for tests that check what is shown and not how soon. */

const MINUTES_MS = 300_000;

/** For the simulated Teams and for the receiver in front of it. */
export const LONG_TIMEOUTS_TEAMS = { timeouts: { invokeMs: MINUTES_MS, otherMs: MINUTES_MS } } as const;

/** For the simulated Slack. Its clock stands still, because triggers expire too. */
export const LONG_TIMEOUTS_SLACK = { ackWithinMs: () => MINUTES_MS, machineMs: frozenMs } as const;

/** For our receiver in front of Slack, which otherwise gives up a little before Slack does. */
export const LONG_TIMEOUT_RECEIVER = { acknowledgeWithinMs: MINUTES_MS } as const;
