import type { Feature, Tools } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { checkInHandlers } from './answer-check-in.ts';
import { checkInView } from './check-in-view.ts';
import { examineHolidays } from './examine-holidays.ts';
import { lastSendingOf, planCheckIns } from './plan-check-ins.ts';
import { createCheckInStore } from './store.ts';
import { upcomingCheckIns } from './upcoming.ts';

/** Three questions a week, one tap each. */
export const checkIn: Feature = {
  name: 'check-in',
  words: [
    {
      command: 'check-in',
      ways: ['check in', 'checkin', 'vragen', 'mijn vragen', 'questions', 'my questions'],
      listed: {
        nl: { type: 'check-in', does: 'je vragen van deze week' },
        en: { type: 'check-in', does: 'your questions of this week' },
      },
    },
  ],
  examine: async (_database, now) => [examineHolidays(now)],
  make: (tools) => {
    const { database, instruments, people, now, settings } = tools;
    const store = createCheckInStore(database, instruments.scaleOf);
    return {
      ...checkInHandlers({ store, instrumentFor: instruments.inLanguage, now, people }),
      messages: {
        'check-in': async (subject, at) => {
          const asked = await store.get(subject);
          // Whoever has answered everything has had the message, whatever the outbox knows of it.
          const isOpen = asked?.items.some(({ value }) => value === null);
          return asked && isOpen ? checkInView(asked, instruments.inLanguage(asked.language), at) : null;
        },
      },
      schedules: [checkIns(tools, store)],
      upcoming: (at) => upcomingCheckIns(store, settings, at),
    };
  },
};

function checkIns({ instruments, settings }: Tools, store: ReturnType<typeof createCheckInStore>): ScheduledRun {
  const { checkInSchedule: cron, timezone } = settings;
  const planning = { store, instrument: instruments.first, timezone, random: Math.random };
  return {
    name: 'check-ins',
    cron,
    timezone,
    period: (at) => weekOf(at, timezone),
    lastMoment: (week) => lastSendingOf(endOfWeek(week, timezone)),
    run: async (_week, now) => {
      await planCheckIns(planning, now);
    },
    // Whoever could not be asked when the others were: a workspace was connected again, somebody agreed or was found again.
    again: async (_week, now) => (await planCheckIns(planning, now)) > 0,
  };
}
