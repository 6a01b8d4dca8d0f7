import type { PlatformName, Recipient } from '../chat/address.ts';
import type { DeliveryProgress } from './notification-state.ts';

/**
 * How urgent a message is that nobody asked for. A person gets two such messages a week: the check-in (1), and one of the
 * others, the smallest first; the rest waits for a week in which there is room.
 */
export type Urgency = 1 | 2 | 3 | 4 | 5;

/** A message that nobody asked for, and that must not go now. */
interface Untimely {
  readonly id: string;
  readonly personId: string;
  /** The person has had what may come unasked in this week; otherwise its good moment has passed. */
  readonly enough: boolean;
}

/** A message to be written to the outbox, in the transaction that causes it. */
export interface NewNotification {
  /** The same cause gives the same key: 'check-in:<id>', 'week:<week>:<channel id>'. */
  readonly key: string;
  /** Names the composer of the view. */
  readonly kind: string;
  /** The id or week that the composer needs. */
  readonly subject: string;
  /** 'slack:<team id>' or 'teams:<tenant id>'. */
  readonly lane: string;
  readonly to: { readonly accountId: string } | { readonly channelId: string };
  /** How urgent it is among what nobody asked for; not given: somebody did, or it is about their own appointment. */
  readonly unasked?: Urgency;
  readonly notBefore: Date;
  /** From this moment on it is not sent any more. */
  readonly notAfter: Date;
}

/** A notification that a worker has claimed, with all it takes to send it. */
export interface ClaimedNotification {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly subject: string;
  readonly lane: string;
  readonly language: string;
  /** Null when this account was marked unreachable since the message was written. */
  readonly to: Recipient | null;
  /** This account is marked unreachable. */
  readonly givenUp: boolean;
  readonly progress: DeliveryProgress;
}

/** A second message of a notification: the first, which was in doubt, was tapped while this one was on its way. */
interface Double {
  /** Of the notification. */
  readonly id: string;
  readonly to: Recipient | null;
  readonly reference: string;
}

/** What is to be written down about one attempt. */
export interface Outcome {
  readonly id: string;
  /** Which attempt this is about: news of an older one than the database knows is dropped, unless it was sent. */
  readonly attempt: number;
  readonly progress: DeliveryProgress;
  /** The platform says that this person is gone. */
  readonly unreachable: boolean;
  /** The platform took it although the person had been given up. */
  readonly reachedAgain: boolean;
  /** It surely did not arrive, because nobody is there: another account of the person is to get it. */
  readonly elsewhere: boolean;
}

/** The outbox. Every method is one transaction. */
export interface NotificationStore {
  /**
   * Takes notifications of a lane that are due, oldest first, and marks them `sending`. No two callers get the same.
   * @param limit at most this many
   */
  claim(lane: string, now: Date, limit: number): Promise<ClaimedNotification[]>;
  /**
   * Notifications of a lane that are `sending` since before `settledBefore`: their attempt was lost sight of.
   * @param except ids that this worker is sending right now
   */
  lostSight(
    lane: string,
    settledBefore: Date,
    except: readonly string[],
    limit: number,
  ): Promise<ClaimedNotification[]>;
  /**
   * Writes outcomes down, marks the accounts of the unreachable ones, and hands what is for elsewhere to the person's
   * other accounts, to the first that can be reached, if there is one.
   */
  record(outcomes: readonly Outcome[], now: Date): Promise<void>;
  /**
   * Whether this message, or another one for the same person in its lane, was refused with this code before: one that waits, or
   * that ran out so and after which nothing reached them.
   */
  wasRefused(id: string, reason: string): Promise<boolean>;
  /** Messages of a lane that stand in a chat a second time, as long as they matter. */
  doubles(lane: string, now: Date): Promise<Double[]>;
  /** It is gone, or nobody can take it away. */
  forgetDouble(double: Double): Promise<void>;
  /** What is due, and came too late for the moment that was chosen for it, or is one too many in this week. */
  untimely(now: Date): Promise<Untimely[]>;
  /** Lets messages wait until another moment, also those that had none before; null: there is none, so that they are given up. */
  postpone(until: ReadonlyMap<string, Date | null>): Promise<void>;
  /**
   * Lets what somebody asked for, or what is about their own appointment, and is late now, wait until the morning, unless that is too
   * late: whoever booked a time wants to hear of it, but not at three in the night because a platform was away until then.
   */
  leaveToMorning(lane: string, now: Date): Promise<void>;
  /** Marks everything queued whose time has passed as expired. @returns how many */
  expire(now: Date): Promise<number>;
}

/** The lane of a workspace: what shares a platform's limits. */
export function laneOf(platform: PlatformName, workspace: string): string {
  return `${platform}:${workspace}`;
}

/** The platform of a lane. Throws RangeError for a lane that no platform has. */
export function platformOf(lane: string): PlatformName {
  if (lane.startsWith('slack:')) return 'slack';
  if (lane.startsWith('teams:')) return 'teams';
  throw new RangeError('a lane starts with a platform');
}
