import type { PlatformName } from '../chat/address.ts';
import type { createLimiter } from './limiter.ts';

/** How one lane of a platform is worked. */
export interface LaneOptions {
  readonly spacing: Parameters<typeof createLimiter>[0];
  /** Sends under way at a time. */
  readonly inFlight: number;
  /**
   * A request that the platform leaves unanswered for so long, in milliseconds, no longer counts as one of these: the lane
   * does not stand still for it. Null where it does.
   */
  readonly silentMs: number | null;
  /** Notifications claimed at a time. 1 where every unrecorded attempt may become a double. */
  readonly claimSize: number;
  /** Outcomes written at a time; 1 writes each before the next send begins. */
  readonly recordSize: number;
  /** An attempt older than this has arrived or never will: the platform's longest delay, in milliseconds. */
  readonly settleMs: number;
  /** Least time between two read-backs of a lane, in milliseconds. */
  readonly readBackMs: number;
  /** Whose credentials they are: when the deployment's are refused, no workspace can be connected again. */
  readonly credentialsOf: 'workspace' | 'deployment';
}

/**
 * Slack: one message a second in a channel; what was lost sight of is read back, so writes may come in batches, and
 * nothing is known to be missing before a minute has passed. Teams: 50 requests a second in a tenant and 7 in a
 * conversation; nothing can be read back, so one send is under way and written down before the next begins, however
 * many wait: a crash leaves one in doubt. What Teams has not answered for three seconds is in doubt by itself.
 * Source: the platforms' documentation, https://docs.slack.dev/apis/web-api/rate-limits and
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const LANE_OPTIONS = {
  slack: {
    spacing: { laneMs: 0, conversationMs: 1_000 },
    inFlight: 12,
    silentMs: null,
    claimSize: 100,
    recordSize: 100,
    settleMs: 60_000,
    readBackMs: 1_200,
    credentialsOf: 'workspace',
  },
  teams: {
    spacing: { laneMs: 20, conversationMs: 150 },
    inFlight: 1,
    silentMs: 3_000,
    claimSize: 1,
    recordSize: 1,
    settleMs: 5_000,
    readBackMs: 0,
    credentialsOf: 'deployment',
  },
} as const satisfies Record<PlatformName, LaneOptions>;

/** What is held while a lane is drained. */
export interface Lease {
  readonly lane: string;
  readonly owner: string;
  /** Counts the owners of this lane. */
  readonly epoch: number;
  /** Failed rounds since the last success, from the owner before. */
  readonly failures: number;
  /** Rounds since the last success that the workspace barred, from the owner before. */
  readonly refusals: number;
  /** The code of the last of them; null for none. */
  readonly refusedWhy: string | null;
  /** Milliseconds until the platform may be asked to read back; 0 for now. */
  readonly readBackInMs: number;
}

/** What the next owner of a lane must know. */
interface LaneState {
  /** Milliseconds from now during which nothing may be sent. */
  readonly restMs: number;
  /** The platform took something from this owner, whatever came after it: it only asks for breaks, or takes some and not others. */
  readonly works: boolean;
  readonly failures: number;
  readonly refusals: number;
  readonly refusedWhy: string | null;
  readonly readBackInMs: number;
}

/**
 * Who drains which lane. One worker at a time holds a lane, for a lease that it renews; times are the database's
 * clock, so the clocks of hosts need not agree.
 */
export interface LaneStore {
  /** Takes the lane, or null when another worker holds it, it rests, or its workspace waits to be reconnected. */
  acquire(lane: string, owner: string, leaseMs: number): Promise<Lease | null>;
  /** Milliseconds until a lane may be taken that its last owner let go of a moment ago; 0 when that is not what keeps it. */
  coolDownMs(lane: string): Promise<number>;
  /** @returns false when the lane is not ours any more */
  renew(lease: Lease, leaseMs: number): Promise<boolean>;
  /** Lets go; another worker may take it after `coolDownMs`, the same one at once. */
  release(lease: Lease, state: LaneState, coolDownMs: number): Promise<void>;
  /**
   * Lanes that have something to do and that nobody is doing.
   * @param settledBefore per platform: attempts begun before this moment may be read back
   */
  due(
    now: Date,
    settledBefore: Readonly<Record<PlatformName, Date>>,
  ): Promise<{ readonly lane: string; readonly epoch: number }[]>;
}
