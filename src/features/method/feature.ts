import type { Feature, Tools } from '../../feature.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import { endOfQuarter, firstMondayOf, quarterOf } from '../../measurement/quarter.ts';
import { nextDue } from '../../schedule/due.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { announceMethod, composeMethod } from './announce-method.ts';
import { createMethodStore } from './store.ts';

/** 08:15 on the first Monday of a quarter. */
const QUARTERLY = '15 8 * 1,4,7,10 1#1';

/** Publishes once a quarter how well the questions measure. */
export const feature: Feature = {
  name: 'method',
  cli: { method: async () => (await import('./method-command.ts')).methodCommand },
  make: ({ database, instruments, settings: { timezone } }: Tools) => {
    const context = { store: createMethodStore(database), instrument: instruments.first, timezone };
    return {
      posts: { method: (subject, _at, language) => composeMethod(context, subject, language) },
      schedules: [quarterly(context)],
      upcoming: async (now) => {
        const at = nextDue(QUARTERLY, timezone, now).next().value;
        const quarter = quarterOf(at, timezone);
        return {
          name: 'method',
          facts: { at, quarter },
          describe: (time) => `Method: ${time(at)}, for quarter ${quarter}.`,
        };
      },
    };
  },
};

function quarterly(method: Parameters<typeof announceMethod>[0]): ScheduledRun {
  const { timezone } = method;
  return {
    name: 'method',
    cron: QUARTERLY,
    timezone,
    period: (at) => quarterBegunAt(at, timezone),
    // The whole quarter, because a pause or an outage may last all of the first week, and the figures are the same on
    // every day.
    lastMoment: (quarter) => endOfQuarter(quarter, timezone),
    run: async (quarter, now) => {
      await announceMethod(method, quarter, now);
    },
  };
}

/** The quarter whose first Monday is in this week; null in other weeks. */
function quarterBegunAt(at: Date, timezone: string): string | null {
  const quarter = quarterOf(at, timezone);
  return weekOf(at, timezone) === weekOf(firstMondayOf(quarter, timezone), timezone) ? quarter : null;
}
