import { regionsOnHoliday } from '../../calendar/school-holidays.ts';
import type { Tools, Upcoming } from '../../feature.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/next-due.ts';
import type { CheckInStore } from './check-in-store.ts';

/** No holiday is as long as this many moments of any schedule that asks once a day at most. */
const MOST_SKIPPED = 100;

interface NextCheckIns {
  /** The first moment at which somebody is asked. */
  readonly at: Date;
  readonly week: string;
  /** The regions of our schools that are left alone then. */
  readonly onHoliday: readonly string[];
  /** Moments before it at which every region of our schools has a holiday. */
  readonly skipped: readonly Date[];
}

/** When somebody is asked next, holidays taken into account. */
export async function upcomingCheckIns(
  store: Pick<CheckInStore, 'regionsWithTeachers'>,
  { checkInSchedule, timezone }: Pick<Tools['settings'], 'checkInSchedule' | 'timezone'>,
  now: Date,
): Promise<Upcoming> {
  const next = nextCheckIns(checkInSchedule, timezone, await store.regionsWithTeachers(), now);
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

/** @param regions those of our schools; none means that there are no schools yet */
function nextCheckIns(pattern: string, timezone: string, regions: readonly string[], now: Date): NextCheckIns {
  const skipped: Date[] = [];
  for (const at of nextDue(pattern, timezone, now)) {
    const away = regionsOnHoliday(at, timezone);
    const onHoliday = regions.filter((region) => away.includes(region));
    const everybody = regions.length > 0 && onHoliday.length === regions.length;
    if (!everybody || skipped.length >= MOST_SKIPPED) return { at, week: weekOf(at, timezone), onHoliday, skipped };
    skipped.push(at);
  }
  throw new Error('a schedule has no end');
}
