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

/** How many appointments to come a teacher has at most: with more of them nothing would be left for the others of the circle. */
export const MAX_BOOKED = 3;

export type OfferedSlot = Slot<OfferedHour>;

/** What a teacher can choose from, and what they have. */
export interface Offer {
  readonly person: { readonly id: string; readonly language: string };
  /** When it was looked at. */
  readonly at: Date;
  /** The earliest first. */
  readonly free: readonly OfferedSlot[];
  /** Theirs, and what is held for them. */
  readonly own: readonly Appointment[];
  /** There are hours, whether or not anything in them is free. */
  readonly hasHours: boolean;
  readonly waits: boolean;
}

/** Computed from the hours every time: nothing that came along with a tap is believed. Null for who is no teacher of a school. */
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
    // Of the teacher's own school: others of the circle may have theirs another week.
    isHoliday: (day) => calendar.isHoliday(day, { timezone, school }),
    isAway: (day, { supervisorId }) => away.has(`${supervisorId} ${day}`),
  };
  const slots = slotsFrom(calendar, JSON.stringify([hours, absences, school, timezone]), wholeMinute(now), (from) =>
    slotsBetween(hours, closed, from, addWeeks(from, WEEKS_AHEAD)),
  );
  const free = freeSlots(slots, taken).filter((slot) => !own.some((mine) => meets(slot, mine)));
  return { person, at: now, free, own, hasHours: hours.length > 0, waits };
}

/** Whether a teacher must give something up before they can have more. */
export function hasEnough({ own }: Pick<Offer, 'own'>): boolean {
  return own.filter(({ heldUntil }) => heldUntil === null).length >= MAX_BOOKED;
}

/** Holidays are imported once a year, and in a burst everybody asks for them. */
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
  // What failed is asked again by the next one.
  calendar.catch(() => kept.delete(prisma));
  return calendar;
}

/** In a burst a whole circle looks at the same slots: kept as long as the calendar is, by what they follow from. */
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

/** Slots begin at whole minutes: those from a moment on are those from the next whole minute on. */
function wholeMinute(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000);
}

function meets(one: { begins: Date; ends: Date }, other: { begins: Date; ends: Date }): boolean {
  return one.begins < other.ends && other.begins < one.ends;
}
