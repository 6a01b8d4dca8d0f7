import { nextGoodMoment } from '../../calendar/good-moment.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { createOwnPlan } from './own-plan.ts';
import { createOwnPlanStore } from './own-plan-store.ts';

/**
 * Moves the check-ins of a week that wait for a moment which is good no more, or takes them back: their school's holidays,
 * region or clocks are others than when they were planned.
 */
export async function followCalendar(
  planning: Pick<Tools, 'database' | 'settings'>,
  week: string,
  now: Date,
): Promise<void> {
  const { database, settings } = planning;
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  const waiting = await createOwnPlanStore(database, settings.timezone).allWaiting(week, now);
  // Most people of a school have the same answer.
  const known = new Map<string, boolean>();
  const isGood = ({ notBefore, rhythm }: (typeof waiting)[number]) => {
    const same = JSON.stringify([notBefore, rhythm]);
    const good = known.get(same) ?? nextGoodMoment(notBefore, rhythm, calendar).getTime() === notBefore.getTime();
    known.set(same, good);
    return good;
  };
  const { replan } = createOwnPlan(planning);
  for (const each of waiting) if (!isGood(each)) await replan(each.personId, now);
}
