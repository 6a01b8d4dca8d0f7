import { readCalendar } from '../../calendar/store.ts';
import type { Block } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { endOfWeek, previousWeek } from '../../measurement/iso-week.ts';
import { hourTexts } from './hours-texts.ts';
import { type Closed, type Slot, slotsBetween } from './slots.ts';
import { type GivenHour, readWeekSlots } from './week-store.ts';

/** Numbers of slots in a week, of all circles together. */
interface WeekOfHours {
  readonly offered: number;
  readonly booked: number;
  readonly moved: number;
  readonly waiting: number;
}

/**
 * The line about contact hours in the weekly post: numbers of slots only, for all circles together, because it is
 * nobody's business who came.
 */
export async function weekBlocks(
  tools: Pick<Tools, 'database' | 'settings'>,
  week: string,
  language: string,
): Promise<readonly Block[]> {
  const { offered, booked, waiting } = await weekOfHours(tools, week);
  return offered === 0 ? [] : [{ kind: 'note', text: hourTexts(language).weekPost(offered, booked, waiting) }];
}

/** Counts the slots of a week, without holidays of all their schools and without absences. */
async function weekOfHours(
  { database, settings }: Pick<Tools, 'database' | 'settings'>,
  week: string,
): Promise<WeekOfHours> {
  const { timezone, lessonTime } = settings;
  const [from, until] = [endOfWeek(previousWeek(week), timezone), endOfWeek(week, timezone)];
  const [{ hours, absences, ...counts }, calendar] = await Promise.all([
    readWeekSlots(database, from, until),
    readCalendar(database.prisma, lessonTime),
  ]);
  const away = new Set(absences.map(({ supervisorId, day }) => `${supervisorId} ${day}`));
  const closed: Closed<GivenHour> = {
    isHoliday: (day, hour) =>
      hour.schools.every((school) => calendar.isHoliday(day, { timezone: hour.timezone, school })),
    isAway: (day, { supervisorId }) => away.has(`${supervisorId} ${day}`),
  };
  const slots = slotsBetween(hours, closed, from, until).filter(wasGiven);
  return { offered: slots.length, ...counts };
}

/** A removed hour counts until its removal. */
function wasGiven({ hour, begins }: Slot<GivenHour>): boolean {
  return hour.removedAt === null || begins < hour.removedAt;
}
