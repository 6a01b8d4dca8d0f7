import type { PlatformName } from '../chat/address.ts';
import type { createLimiter } from './limiter.ts';

/** How the lanes of a platform are drained. */
export interface LaneOptions {
  readonly spacing: Parameters<typeof createLimiter>[0];
  /** How many sends may be under way at a time. */
  readonly inFlight: number;
  /**
   * A request without an answer for this long, in milliseconds, no longer counts as one of them, so that the lane does
   * not stand still. Null when it always counts.
   */
  readonly silentMs: number | null;
  /** How many notifications are claimed at a time; 1 where every unrecorded attempt may lead to a second message. */
  readonly claimSize: number;
  /** How many outcomes are recorded at a time; with 1 each is recorded before the next send begins. */
  readonly recordSize: number;
  /** An attempt older than this has arrived or never will: the platform's longest delay, in milliseconds. */
  readonly settleMs: number;
  /** The least time between two read-backs of a lane, in milliseconds. */
  readonly readBackMs: number;
  /** Whose credentials are used: when the deployment's own are refused, connecting a workspace again does not help. */
  readonly credentialsOf: 'workspace' | 'deployment';
}

/**
 * Slack: one message a second in a channel. Attempts with unknown outcome can be read back, so outcomes may be recorded
 * in batches; a message counts as missing only after a minute. Teams: 50 requests a second in a tenant and 7 in a
 * conversation. Nothing can be read back, so each send is recorded before the next begins, however many wait: a crash
 * leaves one in doubt. A request that Teams does not answer for three seconds is in doubt by itself. Source: the
 * platforms' documentation, https://docs.slack.dev/apis/web-api/rate-limits and
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

/** What a worker holds while it drains a lane. */
export interface Lease {
  readonly lane: string;
  readonly owner: string;
  /** The number of owners of this lane so far. */
  readonly epoch: number;
  /** Failed rounds since the last success, as the owner before left them. */
  readonly failures: number;
  /** Refused rounds since the last success, as the owner before left them. */
  readonly refusals: number;
  /** The code of the last refusal; null for none. */
  readonly refusedWhy: string | null;
  /** Milliseconds until the next read-back is allowed; 0 for now. */
  readonly readBackInMs: number;
}

/** What the next owner of a lane must know. */
interface LaneState {
  /** For how many milliseconds from now nothing may be sent. */
  readonly restMs: number;
  /** Whether the platform accepted anything from this owner, whatever came after it. */
  readonly works: boolean;
  readonly failures: number;
  readonly refusals: number;
  readonly refusedWhy: string | null;
  readonly readBackInMs: number;
}

/**
 * Leases of lanes. One worker at a time holds a lane, with a lease that it renews. Times are those of the database's
 * clock, so that the hosts' clocks need not agree.
 */
export interface LaneStore {
  /** Takes the lane. Null when another worker holds it, it rests, or its workspace must be connected again. */
  acquire(lane: string, owner: string, leaseMs: number): Promise<Lease | null>;
  /**
   * Milliseconds until a lane may be taken that was released a moment ago; 0 when something else prevents it, or
   * nothing does.
   */
  coolDownMs(lane: string): Promise<number>;
  /** @returns false when another worker has the lane */
  renew(lease: Lease, leaseMs: number): Promise<boolean>;
  /** Releases the lane. Another worker may take it after `coolDownMs`, the same one at once. */
  release(lease: Lease, state: LaneState, coolDownMs: number): Promise<void>;
  /**
   * The lanes with work that no worker is doing.
   * @param settledBefore per platform: attempts that began before this moment may be read back
   */
  due(
    now: Date,
    settledBefore: Readonly<Record<PlatformName, Date>>,
  ): Promise<{ readonly lane: string; readonly epoch: number }[]>;
}
