import { addWeeks } from 'date-fns/addWeeks';
import type { Calendar } from '../../calendar/calendar.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Pool } from '../../database/client.ts';
import type { Tools } from '../../feature.ts';
import type { Appointment } from './appointment.ts';
import { type OfferedHour, readOffer } from './offer-store.ts';
import { type Closed, freeSlots, type Slot, slotsBetween } from './slots.ts';

/** How far ahead slots are shown. */
const WEEKS_AHEAD = 8;

/** How many future appointments a teacher may have; with more, little would be left for others in the circle. */
export const MAX_BOOKED = 3;

export type OfferedSlot = Slot<OfferedHour>;

/** The free slots for a teacher, and what they have. */
export interface Offer {
  readonly person: { readonly id: string; readonly language: string };
  /** When it was read. */
  readonly at: Date;
  /** The earliest first. */
  readonly free: readonly OfferedSlot[];
  /** Their appointments, and the slots held for them. */
  readonly own: readonly Appointment[];
  /** Whether there are hours, free or not. */
  readonly hasHours: boolean;
  readonly waits: boolean;
}

/**
 * Computes the offer from the hours each time, because data of a tap is not trusted. Null for somebody who is not a
 * teacher of a school.
 */
export async function offerTo(
  pool: Pool,
  settings: Pick<Tools['settings'], 'lessonTime'>,
  whose: Parameters<typeof readOffer>[1],
  now: Date,
): Promise<Offer | null> {
  const [found, calendar] = await Promise.all([readOffer(pool, whose, now), calendarOf(pool, settings.lessonTime)]);
  if (!found) return null;
  const { person, hours, absences, taken, own, school, timezone, waits } = found;
  const away = new Set(absences.map(({ supervisorId, day }) => `${supervisorId} ${day}`));
  const closed: Closed<OfferedHour> = {
    // The holidays of the teacher's own school; other schools of the circle may have theirs another week.
    isHoliday: (day) => calendar.isHoliday(day, { timezone, school }),
    isAway: (day, { supervisorId }) => away.has(`${supervisorId} ${day}`),
  };
  const slots = slotsFrom(calendar, JSON.stringify([hours, absences, school, timezone]), wholeMinute(now), (from) =>
    slotsBetween(hours, closed, from, addWeeks(from, WEEKS_AHEAD)),
  );
  const free = freeSlots(slots, taken).filter((slot) => !own.some((mine) => meets(slot, mine)));
  return { person, at: now, free, own, hasHours: hours.length > 0, waits };
}

/** Whether a teacher must give up an appointment before booking another. */
export function hasEnough({ own }: Pick<Offer, 'own'>): boolean {
  return own.filter(({ heldUntil }) => heldUntil === null).length >= MAX_BOOKED;
}

/** How long the calendar is reused: holidays are imported once a year, and in a burst everybody needs them. */
const KEPT_MS = 5_000;
const kept = new WeakMap<
  Pool['prisma'],
  { readonly until: number; readonly calendar: ReturnType<typeof readCalendar> }
>();

function calendarOf({ prisma }: Pool, lessonTime: Tools['settings']['lessonTime']): ReturnType<typeof readCalendar> {
  const known = kept.get(prisma);
  if (known && performance.now() < known.until) return known.calendar;
  const calendar = readCalendar(prisma, lessonTime);
  kept.set(prisma, { until: performance.now() + KEPT_MS, calendar });
  // After an error the next call reads it again.
  calendar.catch(() => kept.delete(prisma));
  return calendar;
}

/**
 * In a burst a whole circle looks at the same slots. They are kept as long as the calendar, by everything they depend
 * on.
 */
const computed = new WeakMap<Calendar, Map<string, readonly OfferedSlot[]>>();
const MAX_COMPUTED = 100;

function slotsFrom(
  calendar: Calendar,
  hours: string,
  from: Date,
  compute: (from: Date) => readonly OfferedSlot[],
): readonly OfferedSlot[] {
  const known = computed.get(calendar) ?? new Map<string, readonly OfferedSlot[]>();
  computed.set(calendar, known);
  const key = `${from.getTime()} ${hours}`;
  const slots = known.get(key) ?? compute(from);
  if (known.size >= MAX_COMPUTED) known.clear();
  known.set(key, slots);
  return slots;
}

/** Rounds up to a whole minute, because slots begin at whole minutes. */
function wholeMinute(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000);
}

function meets(one: { begins: Date; ends: Date }, other: { begins: Date; ends: Date }): boolean {
  return one.begins < other.ends && other.begins < one.ends;
}
