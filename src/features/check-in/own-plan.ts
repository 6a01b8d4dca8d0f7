import type { Calendar } from '../../calendar/calendar.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { nextWeek, startOfWeek, weekOf, weeksBefore } from '../../measurement/iso-week.ts';
import { createOwnPlanStore } from './own-plan-store.ts';
import { lastSendingOf, momentsOfWeek } from './week-moments.ts';

type OwnPlanning = Pick<Tools, 'database' | 'settings'>;

/** Longer than any pause or holidays. */
const MAX_WEEKS = 60;

/** What is planned for one teacher. */
export function createOwnPlan({ database, settings }: OwnPlanning) {
  const store = createOwnPlanStore(database, settings.timezone);
  return {
    /** Moves somebody's waiting check-in to the moment that suits them now, or withdraws it. */
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

    /** Whether somebody gets no questions only because the deployment is paused. */
    standsStill: async (personId: string): Promise<boolean> => (await store.asked(personId))?.standsStill ?? false,

    /** When somebody gets their next check-in; null when they get none, or when it is unknown. */
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

/** The first good moment in a week in which it is their turn. */
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
