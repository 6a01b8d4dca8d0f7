import type { ChatUser } from '../../chat/address.ts';
import type { WeekAnswers } from '../../measurement/circle-scores.ts';
import type { ItemPast } from '../../measurement/corrections.ts';
import type { Instrument } from '../../measurement/instrument.ts';

/** How often an item was answered in a week, and the sum of the answers. */
export interface ItemTotal {
  readonly item: string;
  readonly count: number;
  readonly sum: number;
}

export interface FrozenWeek {
  readonly week: string;
  /** The JSON text of a PublishedWeek. */
  readonly body: string;
}

export interface TrendStore {
  /** All circles by name; `asked` where somebody got a check-in for this week. */
  circles(week: string): Promise<readonly { readonly name: string; readonly asked: boolean }[]>;
  /** The week's answers to this instrument's items of everybody who agreed to take part. */
  answersOf(week: string, instrument: Instrument): Promise<WeekAnswers>;
  /** How the partnership answered each item in the frozen weeks before this one. */
  itemPast(week: string): Promise<readonly ItemPast[]>;
  /** At most `count` frozen weeks up to and including this one, oldest first. */
  publishedUpTo(week: string, count: number): Promise<readonly FrozenWeek[]>;
  /**
   * Freezes the week unless it is frozen, with how it was answered, for itemPast of later weeks.
   * @returns the text that stands, byte for byte
   */
  freeze(week: string, body: string, totals: readonly ItemTotal[], now: Date): Promise<string>;
  /** Writes the week's post for every supervisors' channel to the outbox, once. @returns how many were new */
  announce(week: string, now: Date, notAfter: Date): Promise<number>;
  /** Whether this channel of somebody's workspace gets the weekly post. */
  isSupervisorsChannel(from: ChatUser, channel: string): Promise<boolean>;
}
