import { addDays } from 'date-fns/addDays';
import { regionsOnHoliday } from '../../calendar/school-holidays.ts';
import type { Tools } from '../../feature.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { Random } from '../../measurement/random.ts';
import { assignItems } from '../../measurement/rotation.ts';
import { closingOf } from './closing.ts';
import { createPlanStore, type DueTeacher, type PlannedCheckIn } from './plan-store.ts';

interface Planning extends Pick<Tools, 'database' | 'instruments'> {
  readonly timezone: string;
  readonly random: Random;
  /** When check-ins close, as a cron pattern; without one at the end of their week. */
  readonly closing?: string;
}

/** Teachers planned in one transaction: enough to be fast, few enough to stay small in memory. */
const BATCH = 300;

/**
 * Plans this week's check-ins: everyone who takes part, can be reached or tried once more, has no holiday and has none
 * yet. Items are balanced within a circle, so circles are never split: some of them at a time are one transaction, so
 * that a crash leaves whole circles and the next run does the rest.
 * @returns how many check-ins were made
 */
export async function planCheckIns(planning: Planning, now: Date): Promise<number> {
  const { database, instruments, timezone } = planning;
  const store = createPlanStore(database, instruments.scaleOf);
  const week = weekOf(now, timezone);
  const holidayRegions = regionsOnHoliday(now, timezone);
  let made = 0;
  for (const circleIds of inBatches(await store.circlesDue(week, holidayRegions))) {
    const teachers = await store.dueTeachers({ circleIds, week, holidayRegions, now });
    made += await store.save(planTeachers(planning, teachers, week, now), now);
  }
  return made;
}

/** Ids of circles, as many at a time as have BATCH teachers together, and at least one. */
function* inBatches(
  circles: readonly { readonly id: string; readonly teachers: number }[],
): Generator<readonly string[]> {
  let batch: string[] = [];
  let together = 0;
  for (const { id, teachers } of circles) {
    if (batch.length > 0 && together + teachers > BATCH) {
      yield batch;
      batch = [];
      together = 0;
    }
    batch.push(id);
    together += teachers;
  }
  if (batch.length > 0) yield batch;
}

function planTeachers(planning: Planning, teachers: readonly DueTeacher[], week: string, now: Date): PlannedCheckIn[] {
  const {
    instruments: { first: instrument },
    timezone,
    random,
    closing = null,
  } = planning;
  const closesAt = closingOf(week, closing, timezone, now);
  const version = formatInstrumentId(instrument);
  return byCircle(teachers).flatMap((circle) => {
    const items = assignItems(circle, instrument, random);
    return circle.flatMap(({ id, circleId, cycle, third, accountId, lane }): PlannedCheckIn[] => {
      const asked = items.get(id);
      if (!asked) return [];
      const about = { personId: id, circleId, week, cycle, third, items: asked };
      return [{ ...about, instrument: version, closesAt, notAfter: lastSendingOf(closesAt), accountId, lane }];
    });
  });
}

function byCircle(teachers: readonly DueTeacher[]): DueTeacher[][] {
  const circles = new Map<string, DueTeacher[]>();
  for (const teacher of teachers) {
    const circle = circles.get(teacher.circleId);
    if (circle) circle.push(teacher);
    else circles.set(teacher.circleId, [teacher]);
  }
  return [...circles.values()];
}

/** The latest moment at which a check-in is still worth sending: there must be a day left to answer it. */
export function lastSendingOf(closesAt: Date): Date {
  return addDays(closesAt, -1);
}
