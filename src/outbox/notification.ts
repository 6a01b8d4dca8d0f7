import type { PlatformName, Recipient } from '../chat/address.ts';
import type { DeliveryProgress } from './notification-state.ts';

/**
 * The urgency of a message that nobody asked for. A person gets two such messages a week: the check-in (1) and one
 * other, the smallest number first. The rest wait for a week with room.
 */
export type Urgency = 1 | 2 | 3 | 4 | 5;

/** A message that nobody asked for and that must not be sent now. */
interface Untimely {
  readonly id: string;
  readonly personId: string;
  /**
   * Whether the person already got this week's number of such messages; otherwise the good moment of this one has
   * passed.
   */
  readonly enough: boolean;
}

/** A message for the outbox, written in the transaction that causes it. */
export interface NewNotification {
  /** Unique for its cause: 'check-in:<id>', 'week:<week>:<channel id>'. */
  readonly key: string;
  /** The kind, which selects the composer of the view. */
  readonly kind: string;
  /** The id or week that the composer needs. */
  readonly subject: string;
  /** 'slack:<team id>' or 'teams:<tenant id>'. */
  readonly lane: string;
  readonly to: { readonly accountId: string } | { readonly channelId: string };
  /**
   * The urgency of a message that nobody asked for; left out when somebody did, or when it is about their own
   * appointment.
   */
  readonly unasked?: Urgency;
  readonly notBefore: Date;
  /** From this moment on it is not sent any more. */
  readonly notAfter: Date;
}

/** A claimed notification, with everything needed to send it. */
export interface ClaimedNotification {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly subject: string;
  readonly lane: string;
  readonly language: string;
  /** Null when this account was marked as unreachable after the message was written. */
  readonly to: Recipient | null;
  /** Whether this account is marked as unreachable. */
  readonly givenUp: boolean;
  readonly progress: DeliveryProgress;
}

/** A second copy of a message. The first one, whose delivery was in doubt, was tapped while this one was on its way. */
interface Double {
  /** The id of the notification. */
  readonly id: string;
  readonly to: Recipient | null;
  readonly reference: string;
}

/** The outcome of one attempt, to be recorded. */
export interface Outcome {
  readonly id: string;
  /**
   * The attempt that this is about. An outcome of an older attempt than the database knows is dropped, unless the
   * message was sent.
   */
  readonly attempt: number;
  readonly progress: DeliveryProgress;
  /** Whether the platform says that this person is gone. */
  readonly unreachable: boolean;
  /** Whether the platform accepted it although the person was marked as unreachable. */
  readonly reachedAgain: boolean;
  /**
   * Whether it certainly did not arrive because nobody is there, so that another account of the person should get it.
   */
  readonly elsewhere: boolean;
}

/** The outbox. Every method runs in one transaction. */
export interface NotificationStore {
  /**
   * Claims due notifications of a lane, oldest first, and marks them `sending`. No two callers get the same one.
   * @param limit at most this many
   */
  claim(lane: string, now: Date, limit: number): Promise<ClaimedNotification[]>;
  /**
   * Notifications of a lane that have been `sending` since before `settledBefore`, so that their outcome is unknown.
   * @param except ids that this worker is sending right now
   */
  lostSight(
    lane: string,
    settledBefore: Date,
    except: readonly string[],
    limit: number,
  ): Promise<ClaimedNotification[]>;
  /**
   * Records outcomes, marks unreachable accounts, and moves messages for `elsewhere` to the person's first other
   * reachable account, if there is one.
   */
  record(outcomes: readonly Outcome[], now: Date): Promise<void>;
  /**
   * Whether this message, or another one for the same person in its lane, was refused with this code before. Only
   * messages count that still wait, or that expired and after which nothing reached the person.
   */
  wasRefused(id: string, reason: string): Promise<boolean>;
  /** Second copies of messages in a lane, as long as they matter. */
  doubles(lane: string, now: Date): Promise<Double[]>;
  /** Forgets a second copy that was removed, or that nobody can remove. */
  forgetDouble(double: Double): Promise<void>;
  /** Due messages that missed the moment chosen for them, or that are one too many this week. */
  untimely(now: Date): Promise<Untimely[]>;
  /** Moves messages to another moment; null means that there is none, so that they are given up. */
  postpone(until: ReadonlyMap<string, Date | null>): Promise<void>;
  /**
   * Moves late messages that somebody asked for, or that are about their own appointment, to the morning, unless that
   * is too late: people want to hear about a booking, but not at three in the night because a platform was down until
   * then.
   */
  leaveToMorning(lane: string, now: Date): Promise<void>;
  /** Marks queued messages whose time has passed as expired. @returns how many */
  expire(now: Date): Promise<number>;
}

/** The lane of a workspace: messages that share a platform's limits. */
export function laneOf(platform: PlatformName, workspace: string): string {
  return `${platform}:${workspace}`;
}

/** The platform of a lane. @throws RangeError for a lane of no known platform */
export function platformOf(lane: string): PlatformName {
  if (lane.startsWith('slack:')) return 'slack';
  if (lane.startsWith('teams:')) return 'teams';
  throw new RangeError('a lane starts with a platform');
}
