import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { endOfDay } from 'date-fns/endOfDay';
import { format } from 'date-fns/format';
import { max } from 'date-fns/max';
import { subHours } from 'date-fns/subHours';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { createReminderStore, type Unanswered } from './remind-store.ts';

/** Before the time at which people may be disturbed, on each day on which they may be. */
const EARLY = '0 6 * * 1-5';

/** The least time that must be left to answer. */
export const MIN_HOURS_LEFT = 1;

/**
 * Sends the only reminder of a check-in that nobody began to answer: two days after it, or one day when it closes
 * sooner.
 */
export function reminders({ database, settings: { timezone }, goodMoments }: Tools): ScheduledRun {
  const store = createReminderStore(database);
  return {
    name: 'reminders',
    cron: EARLY,
    timezone,
    period: (at) => format(new TZDate(at, timezone), 'yyyy-MM-dd'),
    lastMoment: (day) => new Date(endOfDay(TZDate.tz(timezone, `${day}T12:00`)).getTime()),
    run: async (_day, now) => {
      const unanswered = await store.unanswered(weekOf(now, timezone), now);
      await store.save(await planReminders(unanswered, goodMoments, now), now);
    },
  };
}

/**
 * Plans today's reminders. For people who may only be disturbed later, that day's run plans it when the check-in is
 * still open.
 */
async function planReminders(unanswered: readonly Unanswered[], goodMoments: GoodMoments, now: Date) {
  const tomorrow = addDays(now, 1);
  const planned: Parameters<ReturnType<typeof createReminderStore>['save']>[0][number][] = [];
  for (const begin of new Set(unanswered.map((each) => remindAt(each).getTime()))) {
    const these = unanswered.filter((each) => remindAt(each).getTime() === begin);
    const from = max([new Date(begin), now]);
    if (from >= tomorrow) continue;
    const moments = await goodMoments(
      these.map(({ personId }) => personId),
      from,
    );
    for (const { id: subject, personId, closesAt } of these) {
      const notBefore = moments.get(personId);
      const notAfter = subHours(closesAt, MIN_HOURS_LEFT);
      if (notBefore && notBefore < tomorrow && notBefore < notAfter) {
        planned.push({ personId, subject, notBefore, notAfter });
      }
    }
  }
  return planned;
}

/** Rounded to the minute, so that people who were asked together are reminded together. */
function remindAt({ sentAt, closesAt }: Unanswered): Date {
  const asked = new Date(Math.floor(sentAt.getTime() / 60_000) * 60_000);
  const later = addDays(asked, 2);
  return later < subHours(closesAt, MIN_HOURS_LEFT) ? later : addDays(asked, 1);
}
