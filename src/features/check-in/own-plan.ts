import type { Calendar } from '../../calendar/calendar.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { nextWeek, startOfWeek, weekOf, weeksBefore } from '../../measurement/iso-week.ts';
import { createOwnPlanStore } from './own-plan-store.ts';
import { lastSendingOf, momentsOfWeek } from './week-moments.ts';

type OwnPlanning = Pick<Tools, 'database' | 'settings'>;

/** No pause and no holidays are as long. */
const MAX_WEEKS = 60;

/** What is planned for one teacher. */
export function createOwnPlan({ database, settings }: OwnPlanning) {
  const store = createOwnPlanStore(database, settings.timezone);
  return {
    /** Moves the check-in that waits for somebody to the moment that is right for them now, or takes it back. */
    replan: async (personId: string, now: Date): Promise<void> => {
      const waiting = await store.waiting(personId, now);
      if (!waiting) return;
      const asked = await store.asked(personId);
      const moments = momentsOfWeek(waiting.week, await readCalendar(database.prisma, settings.lessonTime), settings);
      const notBefore = asked && moments.momentFor(asked.rhythm, now);
      if (!notBefore) return store.withdraw(waiting.id);
      const closesAt = moments.closesAt(asked.rhythm.timezone, notBefore);
      await store.move(waiting.id, { notBefore, closesAt, notAfter: lastSendingOf(closesAt) });
    },

    openUntil: store.openUntil,

    /** Whether somebody who would be asked is not, because the deployment is paused. */
    standsStill: async (personId: string): Promise<boolean> => (await store.asked(personId))?.standsStill ?? false,

    /** When somebody gets their next check-in; null for who gets none, or where nobody knows. */
    next: async (personId: string, now: Date): Promise<{ readonly at: Date; readonly timezone: string } | null> => {
      const asked = await store.asked(personId);
      if (!asked || asked.standsStill) return null;
      const { timezone } = asked.rhythm;
      const planned = await store.comesAt(personId, now);
      if (planned) return { at: planned, timezone };
      const calendar = await readCalendar(database.prisma, settings.lessonTime);
      const at = firstMoment(asked, calendar, settings, now);
      return at && { at, timezone };
    },
  };
}

type Participant = NonNullable<Awaited<ReturnType<ReturnType<typeof createOwnPlanStore>['asked']>>>;

/** In the first week that is somebody's turn and has a good moment. */
function firstMoment(asked: Participant, calendar: Calendar, settings: Tools['settings'], now: Date): Date | null {
  let week = weekOf(now, settings.timezone);
  for (let ahead = 0; ahead < MAX_WEEKS; ahead += 1, week = nextWeek(week)) {
    if (!isTheirTurn(asked.everyWeeks, asked.lastWeek, week)) continue;
    const begin = startOfWeek(week, asked.rhythm.timezone);
    const at = momentsOfWeek(week, calendar, settings).momentFor(asked.rhythm, begin > now ? begin : now);
    if (at !== null) return at;
  }
  return null;
}

function isTheirTurn(everyWeeks: number, lastWeek: string | null, week: string): boolean {
  return lastWeek === null || lastWeek <= weeksBefore(week, everyWeeks);
}
