import { type Day, dayAt, daysAfter, momentOf, weekdayOf } from '../../calendar/day.ts';

/** A weekly hour, or one on a single day. Times are minutes after midnight in the school's time zone. */
export interface Hour {
  readonly id: string;
  readonly supervisorId: string;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly begins: number;
  readonly ends: number;
  readonly slotMinutes: number;
  readonly firstDay: Day;
  /** Null while it has no end. */
  readonly lastDay: Day | null;
  /** IANA name. */
  readonly timezone: string;
}

/** A part of an hour that one teacher can have. */
export interface Slot<Of extends Hour = Hour> {
  readonly hour: Of;
  readonly begins: Date;
  readonly ends: Date;
}

/** A time at which a supervisor is taken. */
interface Taken {
  readonly supervisorId: string;
  readonly begins: Date;
  readonly ends: Date;
}

export const SLOT_MINUTES = [10, 15, 20] as const;

/** Hours may be set between these times, far from the moments at which clocks change. */
export const EARLIEST_HOUR = 7 * 60;
export const LATEST_HOUR = 21 * 60;

/** The whole slots of an hour on a day; a remainder shorter than a slot is not used. */
function slotsOn<Of extends Hour>(hour: Of, day: Day): Slot<Of>[] {
  const count = Math.floor((hour.ends - hour.begins) / hour.slotMinutes);
  // Clocks do not change within an hour, which lies in the daytime.
  const first = momentOf(day, hour.begins, hour.timezone).getTime();
  const at = (index: number) => new Date(first + index * hour.slotMinutes * 60_000);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => ({ hour, begins: at(index), ends: at(index + 1) }));
}

/** Tells when hours are not held. */
export interface Closed<Of extends Hour = Hour> {
  isHoliday(day: Day, hour: Of): boolean;
  isAway(day: Day, hour: Of): boolean;
}

/**
 * All slots that begin between two moments, in order. Slots of one supervisor never overlap, whatever hours they set.
 */
export function slotsBetween<Of extends Hour>(
  hours: readonly Of[],
  { isHoliday, isAway }: Closed<Of>,
  from: Date,
  until: Date,
): Slot<Of>[] {
  const slots = hours.flatMap((hour) =>
    datesOf(hour, from, until)
      .filter((day) => !isHoliday(day, hour) && !isAway(day, hour))
      .flatMap((day) => slotsOn(hour, day)),
  );
  const inTime = slots.filter(({ begins }) => begins >= from && begins < until);
  return withoutOverlap(inTime.sort(byTime));
}

/** The slots whose supervisor is not taken. */
export function freeSlots<Of extends Hour>(slots: readonly Slot<Of>[], taken: readonly Taken[]): Slot<Of>[] {
  return slots.filter(
    (slot) => !taken.some((other) => other.supervisorId === slot.hour.supervisorId && overlap(slot, other)),
  );
}

/** Whether two hours of one supervisor could overlap. */
export function hoursOverlap(one: Omit<Hour, 'id'>, other: Omit<Hour, 'id'>): boolean {
  const last = ({ lastDay }: Pick<Hour, 'lastDay'>) => lastDay ?? '9999-12-31';
  return (
    one.supervisorId === other.supervisorId &&
    one.weekday === other.weekday &&
    one.begins < other.ends &&
    other.begins < one.ends &&
    one.firstDay <= last(other) &&
    other.firstDay <= last(one)
  );
}

function datesOf({ weekday, firstDay, lastDay, timezone }: Hour, from: Date, until: Date): Day[] {
  const begin = dayAt(from, timezone);
  const first = firstDay > begin ? firstDay : begin;
  const end = dayAt(until, timezone);
  const last = lastDay !== null && lastDay < end ? lastDay : end;
  const days: Day[] = [];
  const ahead = (weekday - weekdayOf(first) + 7) % 7;
  for (let day = daysAfter(first, ahead); day <= last; day = daysAfter(day, 7)) days.push(day);
  return days;
}

function byTime(one: Slot, other: Slot): number {
  const apart = one.begins.getTime() - other.begins.getTime();
  return apart !== 0 ? apart : one.hour.id.localeCompare(other.hour.id);
}

function withoutOverlap<Of extends Hour>(sorted: readonly Slot<Of>[]): Slot<Of>[] {
  const busyUntil = new Map<string, Date>();
  return sorted.filter(({ hour, begins, ends }) => {
    const until = busyUntil.get(hour.supervisorId);
    if (until && begins < until) return false;
    busyUntil.set(hour.supervisorId, ends);
    return true;
  });
}

function overlap(one: Pick<Taken, 'begins' | 'ends'>, other: Pick<Taken, 'begins' | 'ends'>): boolean {
  return one.begins < other.ends && other.begins < one.ends;
}
