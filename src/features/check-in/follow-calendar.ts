import { nextGoodMoment } from '../../calendar/good-moment.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { retimeQueued } from '../../outbox/unasked.ts';
import { createOwnPlan } from './own-plan.ts';
import { createOwnPlanStore } from './own-plan-store.ts';

/**
 * Moves or withdraws waiting messages whose moment is no longer good, because a school got other holidays, another
 * region or another time zone. Check-ins are planned again; other messages that nobody asked for move to the next good
 * moment.
 */
export async function followCalendar(
  planning: Pick<Tools, 'database' | 'settings' | 'goodMoments'>,
  now: Date,
): Promise<void> {
  const { database, settings, goodMoments } = planning;
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  const waiting = await createOwnPlanStore(database, settings.timezone).allWaiting(now);
  // Computed once for equal cases: most people of a school share one.
  const known = new Map<string, boolean>();
  const isGood = ({ notBefore, rhythm }: (typeof waiting)[number]) => {
    const same = JSON.stringify([notBefore, rhythm]);
    const good = known.get(same) ?? nextGoodMoment(notBefore, rhythm, calendar).getTime() === notBefore.getTime();
    known.set(same, good);
    return good;
  };
  const untimely = waiting.filter((each) => !isGood(each));
  const { replan } = createOwnPlan(planning);
  for (const { personId, isCheckIn } of untimely) if (isCheckIn) await replan(personId, now);
  const others = new Set(untimely.flatMap(({ personId, isCheckIn }) => (isCheckIn ? [] : [personId])));
  for (const personId of others) await retimeQueued(database, goodMoments, personId, now);
}
