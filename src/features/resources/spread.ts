import type { Calendar } from '../../calendar/calendar.ts';
import { dayAt, daysAfter, momentOf, weekdayOf } from '../../calendar/day.ts';
import { nextGoodMoment, type Rhythm } from '../../calendar/good-moment.ts';
import { mondayOf, nextWeek, weekOf } from '../../measurement/iso-week.ts';
import { endOfQuarter } from '../../measurement/quarter.ts';
import { nextDue } from '../../schedule/due.ts';
import { sha256 } from '../../sha256.ts';
import { A_FEW } from './view.ts';

/** When a teacher is asked. */
export interface Turns {
  readonly rhythm: Rhythm;
  /** 1, 2 or 4. */
  readonly everyWeeks: number;
}

/**
 * The items in an order that depends on the person and the quarter: the last ones are answered least, and must not be
 * the same for everybody. The order is derived, not stored.
 */
export function inOwnOrder(codes: readonly string[], personId: string, quarter: string): readonly string[] {
  const places = new Map(codes.map((code) => [code, sha256(`${quarter} ${personId} ${code}`)]));
  const placeOf = (code: string) => places.get(code) ?? '';
  return codes.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

/** How many items to offer this turn: what is left, spread over the turns that are left, a few at a time. */
export function portionOf(left: number, turns: number): number {
  return Math.min(A_FEW, Math.ceil(left / turns));
}

/**
 * How many turns somebody has left in a quarter, including this one: weeks with a good moment from their day on, by
 * their rhythm. Weeks of holidays or a pause do not count.
 * @param checkInSchedule when people are asked who chose no day
 */
export function turnsLeft(
  { rhythm, everyWeeks }: Turns,
  quarter: string,
  now: Date,
  { calendar, checkInSchedule }: { readonly calendar: Calendar; readonly checkInSchedule: string },
): number {
  const { timezone } = rhythm;
  const end = endOfQuarter(quarter, timezone);
  const usual = nextDue(checkInSchedule, timezone, now).next().value;
  const day = rhythm.day ?? weekdayOf(dayAt(usual, timezone));
  let later = 0;
  for (let week = nextWeek(weekOf(now, timezone)); ; week = nextWeek(week)) {
    const from = momentOf(daysAfter(mondayOf(week), day - 1), 0, timezone);
    if (from >= end) return 1 + Math.floor(later / everyWeeks);
    // A good moment on Sunday would be too late to ask.
    const sunday = momentOf(daysAfter(mondayOf(week), 6), 0, timezone);
    const at = nextGoodMoment(from, rhythm, calendar);
    if (at < sunday && at < end) later += 1;
  }
}

/** Whether something may be offered today: not in a holiday, and not in a pause. */
export function isOfferDay({ rhythm }: Pick<Turns, 'rhythm'>, now: Date, calendar: Calendar): boolean {
  const today = dayAt(now, rhythm.timezone);
  const isPaused = rhythm.pausedUntil !== null && rhythm.pausedUntil > today;
  return !isPaused && !calendar.isHoliday(today, rhythm);
}
