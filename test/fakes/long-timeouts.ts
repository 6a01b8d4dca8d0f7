import { frozenMs } from './frozen-clock.ts';

/* Time-outs as long as a busy machine needs, for tests of what there is to see and not of how soon. */

const MINUTES_MS = 300_000;

/** For the simulated Teams, and for the receiver in front of it. */
export const LONG_TIMEOUTS_TEAMS = { timeouts: { invokeMs: MINUTES_MS, otherMs: MINUTES_MS } } as const;

/** For the simulated Slack: there a trigger, too, is only good for a while. */
export const LONG_TIMEOUTS_SLACK = { ackWithinMs: () => MINUTES_MS, machineMs: frozenMs } as const;

/** For our receiver in front of it, which otherwise gives up a little before Slack does. */
export const LONG_TIMEOUT_RECEIVER = { acknowledgeWithinMs: MINUTES_MS } as const;
