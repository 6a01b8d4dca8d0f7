import type { ChatUser } from '../../chat/address.ts';
import type { DueTeacher as AskedSoFar } from '../../measurement/rotation.ts';

/** A teacher who is to get a check-in this week. */
export interface DueTeacher extends AskedSoFar {
  readonly circleId: string;
  /** The running cycle of nine items, from 0, and which third of it comes next. */
  readonly cycle: number;
  readonly third: number;
  /** The account that the check-in goes to, and its lane. */
  readonly accountId: string;
  readonly lane: string;
}

export interface DueCircle {
  readonly id: string;
  readonly teachers: number;
}

export interface PlannedCheckIn {
  readonly personId: string;
  readonly circleId: string;
  readonly week: string;
  readonly cycle: number;
  readonly third: number;
  readonly instrument: string;
  readonly items: readonly string[];
  readonly closesAt: Date;
  readonly accountId: string;
  readonly lane: string;
}

/** A check-in with what was answered so far. */
export interface CheckIn {
  readonly id: string;
  readonly week: string;
  readonly language: string;
  readonly closesAt: Date;
  /** False once its owner has stopped: then nothing is stored any more. */
  readonly takesPart: boolean;
  /** In the order of asking; value null until answered. */
  readonly items: readonly { readonly item: string; readonly value: number | null }[];
}

/** The key of the notification that asks a check-in. */
export function notificationOf(checkInId: string): string {
  return `check-in:${checkInId}`;
}

export interface CheckInStore {
  /** Circles with teachers who take part, are not on holiday that day and have no check-in this week, and how many. */
  circlesDue(week: string, holidayRegions: readonly string[]): Promise<readonly DueCircle[]>;
  /** Those teachers of some circles who can be reached, or were given up at least six days ago: they are tried once more. */
  dueTeachers(
    circleIds: readonly string[],
    week: string,
    holidayRegions: readonly string[],
    now: Date,
  ): Promise<readonly DueTeacher[]>;
  /** The regions that schools with teachers are in. */
  regionsWithTeachers(): Promise<readonly string[]>;
  /** Writes check-ins, items and notifications in one transaction; a teacher who has this week's already is left out. @returns how many were made */
  savePlan(plan: readonly PlannedCheckIn[], now: Date): Promise<number>;
  /** The check-in, if it is this person's; otherwise null. */
  find(checkInId: string, owner: ChatUser): Promise<CheckIn | null>;
  /** The check-in, for the one who sends it; null when its owner has stopped. What is asked for in the same turn is one query. */
  get(checkInId: string): Promise<CheckIn | null>;
  /** The newest check-in of this person. */
  findLatest(owner: ChatUser): Promise<CheckIn | null>;
  /**
   * Stores a person's answer, unless there is one, the check-in is closed, its owner has stopped, or this item was not asked in it.
   * @returns the check-in as it stands afterwards; null when it is not this person's
   */
  answer(checkInId: string, owner: ChatUser, item: string, value: number, now: Date): Promise<CheckIn | null>;
  /** The same for whoever it was asked. @returns false when nothing was stored */
  addAnswer(checkInId: string, item: string, value: number, now: Date): Promise<boolean>;
  /** Stores these answers, new or changed, unless the check-in is closed or its owner has stopped. @returns false when nothing was stored */
  changeAnswers(checkInId: string, values: ReadonlyMap<string, number>, now: Date): Promise<boolean>;
}
