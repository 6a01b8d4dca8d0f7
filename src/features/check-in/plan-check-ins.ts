import { WORKDAYS } from '../../calendar/good-moment.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { Random } from '../../measurement/random.ts';
import { assignItems } from '../../measurement/rotation.ts';
import { createPlanStore, type PlannedCheckIn, type PlannedTeacher, type School } from './plan-store.ts';
import { type CheckInSettings, lastSendingOf, momentsOfWeek } from './week-moments.ts';

type WeekMoments = ReturnType<typeof momentsOfWeek>;

interface Planning extends Pick<Tools, 'database' | 'instruments'> {
  readonly settings: CheckInSettings;
  readonly random: Random;
}

/** How many teachers are planned in one transaction: enough to be fast, few enough to save memory. */
const BATCH = 300;

/**
 * Plans this week's check-ins, each at its teacher's own moment, for everyone who takes part, can be reached or tried
 * once more, is due by their rhythm, has a good moment left in the week and has no check-in yet. Items are balanced
 * within a circle, so that circles are never split: a transaction holds whole circles, and after a crash the next run
 * does the rest.
 * @returns how many check-ins were made
 */
export async function planCheckIns(planning: Planning, now: Date): Promise<number> {
  const { database, instruments, settings } = planning;
  const store = createPlanStore(database, instruments.scaleOf);
  const week = weekOf(now, settings.timezone);
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  const moments = momentsOfWeek(week, calendar, settings);
  const schools = await store.schoolsWithTeachers();
  const schoolIds = schools.filter((school) => isLeft(school, moments, now)).map(({ id }) => id);
  const due = { week, schoolIds, now };
  let made = 0;
  for (const circleIds of inBatches(await store.circlesDue(due))) {
    const teachers = await store.dueTeachers({ ...due, circleIds });
    made += await store.save(planTeachers(planning, teachers, { week, moments, now }), now);
  }
  return made;
}

/** Whether anybody of a school can still be asked this week; this keeps most other teachers out of the queries. */
function isLeft({ id, region, timezone }: School, moments: WeekMoments, now: Date): boolean {
  const anybody = { day: 1, time: '00:00', timezone, school: { id, region }, workdays: WORKDAYS, pausedUntil: null };
  return moments.momentFor(anybody, now) !== null;
}

/** Groups circle ids into batches of about BATCH teachers, with at least one circle each. */
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

interface PlannedWeek {
  readonly week: string;
  readonly moments: WeekMoments;
  readonly now: Date;
}

function planTeachers(
  { instruments: { first: instrument }, random }: Planning,
  teachers: readonly PlannedTeacher[],
  { week, moments, now }: PlannedWeek,
): PlannedCheckIn[] {
  const version = formatInstrumentId(instrument);
  const timesOf = timesOfTeachers(moments, now);
  const timed = teachers.flatMap((teacher) => {
    const times = timesOf(teacher);
    return times === null ? [] : [{ ...teacher, times }];
  });
  return byCircle(timed).flatMap((circle) => {
    const items = assignItems(circle, instrument, random);
    return circle.flatMap(({ id, circleId, cycle, third, accountId, lane, times }): PlannedCheckIn[] => {
      const asked = items.get(id);
      if (!asked) return [];
      const about = { personId: id, circleId, week, cycle, third, items: asked };
      return [{ ...about, ...times, instrument: version, accountId, lane }];
    });
  });
}

type Times = Pick<PlannedCheckIn, 'notBefore' | 'notAfter' | 'closesAt'>;

/**
 * Finds times once for equal rhythms, which most teachers of a school share; it takes longer than everything else about
 * a teacher.
 */
function timesOfTeachers(moments: WeekMoments, now: Date): (teacher: PlannedTeacher) => Times | null {
  const known = new Map<string, Times | null>();
  const find = ({ rhythm }: PlannedTeacher) => {
    const notBefore = moments.momentFor(rhythm, now);
    if (notBefore === null) return null;
    const closesAt = moments.closesAt(rhythm.timezone, notBefore);
    return { notBefore, closesAt, notAfter: lastSendingOf(closesAt) };
  };
  return (teacher) => {
    const { school, day, time, workdays, pausedUntil } = teacher.rhythm;
    const same = [school?.id, day, time, workdays.join(), pausedUntil].join(' ');
    const found = known.get(same);
    if (found !== undefined) return found;
    const times = find(teacher);
    known.set(same, times);
    return times;
  };
}

function byCircle<Teacher extends PlannedTeacher>(teachers: readonly Teacher[]): Teacher[][] {
  const circles = new Map<string, Teacher[]>();
  for (const teacher of teachers) {
    const circle = circles.get(teacher.circleId);
    if (circle) circle.push(teacher);
    else circles.set(teacher.circleId, [teacher]);
  }
  return [...circles.values()];
}
