import { endOfWeek, weekOf } from '../src/measurement/iso-week.ts';
import { newestMessageJson } from './actors.ts';
import { fillIn, supervisorOn, tap, typeAndAwait } from './chat-driver.ts';
import type { Demo } from './demo.ts';
import type { DemoPerson } from './partnership.ts';
import type { Simulators } from './simulators.ts';

/** The figures of the contact hours in the played week. */
export interface PlayedHours {
  /** Slots in the hours of both supervisors. */
  readonly offered: number;
  readonly booked: number;
  readonly moved: number;
  readonly waiting: number;
}

const TIMEZONE = 'Europe/Amsterdam';
const ADD = 'contact-hour.add-weekly';
const TAKE = 'contact-hour.take';
const LOOK = 'contact-hour.look';
const WAIT = 'contact-hour.wait';
/** Thursday with four slots and Friday with two. */
const HOURS = [
  { platform: 'slack', weekday: '4', ends: '16:00', slots: 4 },
  { platform: 'teams', weekday: '5', ends: '15:30', slots: 2 },
] as const;

/**
 * Two supervisors of one circle, one on each platform, each set a contact hour. Two teachers, one on each platform, tap
 * the same slot at once; one of them then moves. Others book until nothing is left, and the last ones join the waiting
 * list.
 */
export async function playContactHours({ simulators, running, teachers, clock }: Demo): Promise<PlayedHours> {
  const lastDay = endOfWeek(weekOf(clock.now(), TIMEZONE), TIMEZONE).toISOString().slice(0, 10);
  const { prisma } = running.foundation.database;
  for (const hour of HOURS) await setHour(simulators, supervisorOn(hour.platform), hour, lastDay);
  const circle = teachers.filter((each) => each.circle === supervisorOn('slack').circle && each.language === 'nl');
  const [one, other] = (['slack', 'teams'] as const).map((platform) =>
    circle.find((each) => each.platform === platform),
  );
  if (!one || !other) throw new Error('nobody to book anything');
  for (const teacher of [one, other]) await typeAndAwait(simulators, teacher, 'contactuurtje', TAKE);
  await Promise.all([one, other].map((teacher) => tap(simulators, teacher, TAKE)));
  // The teacher who was too late sees the free slots, and takes the first.
  for (const teacher of [one, other])
    if (newestMessageJson(simulators, teacher).includes(TAKE)) await tap(simulators, teacher, TAKE);
  await tap(simulators, one, LOOK);
  await tap(simulators, one, TAKE);
  for (const teacher of circle.filter((each) => each !== one && each !== other)) {
    await typeAndAwait(simulators, teacher, 'contactuurtje', 'contact-hour.');
    await tap(simulators, teacher, newestMessageJson(simulators, teacher).includes(TAKE) ? TAKE : WAIT);
  }
  const live = { endedAt: null, heldUntil: null };
  return {
    offered: HOURS.reduce((sum, { slots }) => sum + slots, 0),
    booked: await prisma.appointment.count({ where: live }),
    moved: await prisma.appointment.count({ where: { ...live, sequence: { gt: 0 } } }),
    waiting: await prisma.contactHourWaiting.count(),
  };
}

async function setHour(
  simulators: Simulators,
  supervisor: DemoPerson,
  { weekday, ends }: (typeof HOURS)[number],
  lastDay: string,
): Promise<void> {
  await typeAndAwait(simulators, supervisor, 'uren', ADD);
  await fillIn(simulators, supervisor, ADD, {
    'choice.weekday': weekday,
    'time.ends': ends,
    'date.lastDay': lastDay,
    'text.place': 'De Zandloper, lokaal 3',
  });
}
