import { stillMs } from './still-clock.ts';

/* People and platforms that wait as long as a busy machine needs, for tests of what there is to see and not of how soon. */

const MINUTES_MS = 300_000;

/** For the simulated Teams, and for the receiver in front of it. */
export const PATIENT_ON_TEAMS = { patience: { invokeMs: MINUTES_MS, otherMs: MINUTES_MS } } as const;

/** For the simulated Slack: there a trigger, too, is only good for a while. */
export const PATIENT_ON_SLACK = { ackWithinMs: () => MINUTES_MS, machineMs: stillMs } as const;

/** For our receiver in front of it, which otherwise gives up a little before Slack does. */
export const PATIENT_RECEIVER = { acknowledgeWithinMs: MINUTES_MS } as const;
