import { addDays } from 'date-fns';
import { formatInstrumentId, type Instrument } from '../../measurement/instrument.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import type { Random } from '../../measurement/random.ts';
import { assignItems } from '../../measurement/rotation.ts';
import type { CheckInStore, PlannedCheckIn } from './check-in-store.ts';
import { regionsOnHoliday } from './school-holidays.ts';

export interface Planning {
  readonly store: CheckInStore;
  readonly instrument: Instrument;
  readonly timezone: string;
  readonly random: Random;
}

/**
 * Plans this week's check-ins: everyone who takes part, can be reached, has no holiday and has none yet. A circle at
 * a time, because items are balanced within a circle; each circle is one transaction, so that a crash leaves whole
 * circles and the next run does the rest.
 * @returns how many check-ins were made
 */
export async function planCheckIns({ store, instrument, timezone, random }: Planning, now: Date): Promise<number> {
  const week = weekOf(now, timezone);
  const closesAt = endOfWeek(week, timezone);
  const onHoliday = regionsOnHoliday(now, timezone);
  let made = 0;
  for (const circleId of await store.circlesDue(week, onHoliday)) {
    const teachers = await store.dueTeachers(circleId, week, onHoliday);
    const items = assignItems(teachers, instrument, random);
    const plan = teachers.flatMap((teacher): PlannedCheckIn[] => {
      const asked = items.get(teacher.id);
      if (!asked) return [];
      const { cycle, third, accountId, lane } = teacher;
      const about = { personId: teacher.id, circleId, week, cycle, third, items: asked };
      return [{ ...about, instrument: formatInstrumentId(instrument), closesAt, accountId, lane }];
    });
    made += await store.savePlan(plan, now);
  }
  return made;
}

/** The latest moment at which a check-in is still worth sending: there must be a day left to answer it. */
export function lastSendingOf(closesAt: Date): Date {
  return addDays(closesAt, -1);
}
