import type { Calendar } from '../../calendar/calendar.ts';
import { WORKDAYS } from '../../calendar/good-moment.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools, Upcoming } from '../../feature.ts';
import { nextWeek, startOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';
import { createPlanStore, type School } from './plan-store.ts';
import { type CheckInSettings, momentsOfWeek } from './week-moments.ts';

/** Longer than any holidays, and than a schedule that asks once a month. */
const MAX_WEEKS = 60;

interface NextCheckIns {
  /** When the first person without a rhythm of their own is asked. */
  readonly at: Date;
  readonly week: string;
  /** The regions that have holidays in that week. */
  readonly onHoliday: readonly string[];
  /** Earlier moments that are skipped because every school has holidays. */
  readonly skipped: readonly Date[];
}

/** When people are asked next, taking holidays into account. */
export async function upcomingCheckIns({ database, instruments, settings }: Tools, now: Date): Promise<Upcoming> {
  const schools = await createPlanStore(database, instruments.scaleOf).schoolsWithTeachers();
  const next = nextCheckIns(schools, await readCalendar(database.prisma, settings.lessonTime), settings, now);
  const { at, week, onHoliday, skipped } = next;
  return {
    name: 'checkIns',
    facts: { ...next },
    describe: (time) => {
      const left = skipped.length === 0 ? '' : `, after holidays on ${skipped.map(time).join('; ')}`;
      const without = onHoliday.length === 0 ? '' : ` (not in ${onHoliday.join(' and ')}: holidays)`;
      return `Check-ins: ${time(at)}, for week ${week}${without}${left}.`;
    },
  };
}

/** @param schools the schools with teachers; empty when there are none yet */
function nextCheckIns(
  schools: readonly School[],
  calendar: Calendar,
  settings: CheckInSettings,
  now: Date,
): NextCheckIns {
  const { checkInSchedule, timezone } = settings;
  const skipped: Date[] = [];
  let week = weekOf(now, timezone);
  for (let ahead = 0; ahead < MAX_WEEKS; ahead += 1, week = nextWeek(week)) {
    const asked = askedIn(week, schools, calendar, settings);
    const later = asked.moments.filter((at) => at > now).sort((a, b) => a.getTime() - b.getTime());
    if (later[0]) return { at: later[0], week, onHoliday: asked.onHoliday, skipped };
    if (asked.moments.length === 0 && asked.usual !== null && asked.usual > now) skipped.push(asked.usual);
  }
  const at = nextDue(checkInSchedule, timezone, now).next().value;
  return { at, week: weekOf(at, timezone), onHoliday: [], skipped };
}

/** When schools are asked in a week, and the regions of those that are not. */
function askedIn(week: string, schools: readonly School[], calendar: Calendar, settings: CheckInSettings) {
  const { timezone } = settings;
  const moments = momentsOfWeek(week, calendar, settings);
  const everybody = { day: null, time: null, workdays: WORKDAYS, pausedUntil: null };
  const places = schools.map(({ id, region, timezone: zone }) => ({ timezone: zone, school: { id, region } }));
  const asked = (places.length === 0 ? [{ timezone, school: null }] : places).map((place) => ({
    region: place.school?.region ?? null,
    at: moments.momentFor({ ...everybody, ...place }, startOfWeek(week, place.timezone)),
  }));
  const regions = new Set(asked.flatMap(({ region }) => region ?? []));
  for (const { region, at } of asked) if (at !== null && region !== null) regions.delete(region);
  return {
    moments: asked.flatMap(({ at }) => at ?? []),
    onHoliday: [...regions].sort(),
    usual: moments.usual(timezone),
  };
}
