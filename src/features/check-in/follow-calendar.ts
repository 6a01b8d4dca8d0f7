import { nextGoodMoment } from '../../calendar/good-moment.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { retimeQueued } from '../../outbox/unasked.ts';
import { createOwnPlan } from './own-plan.ts';
import { createOwnPlanStore } from './own-plan-store.ts';

/**
 * Moves what waits for a moment that is no longer good, or takes it back: somebody's school has other holidays, another region or
 * other clocks than when it was planned. Check-ins are planned again; what else nobody asked for comes at the next good moment.
 */
export async function followCalendar(
  planning: Pick<Tools, 'database' | 'settings' | 'goodMoments'>,
  now: Date,
): Promise<void> {
  const { database, settings, goodMoments } = planning;
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  const waiting = await createOwnPlanStore(database, settings.timezone).allWaiting(now);
  // Most people of a school have the same answer.
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
