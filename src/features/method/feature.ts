import type { Feature, Tools } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { firstMondayOf, quarterOf } from '../../measurement/quarter.ts';
import { nextDue } from '../../schedule/due.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { announceMethod, composeMethod } from './announce-method.ts';
import { createMethodStore } from './store.ts';

/** Every Monday 08:15. Cron reads a day of the month and a day of the week as "or", so that the code looks at the date. */
const MONDAYS = '15 8 * * 1';

/** Once a quarter: how well the questions measure. */
export const method: Feature = {
  name: 'method',
  cli: { method: async () => (await import('./method-command.ts')).methodCommand },
  make: ({ database, instruments, settings: { timezone } }: Tools) => {
    const context = { store: createMethodStore(database), instrument: instruments.first, timezone };
    return {
      messages: { method: (subject, _at, language) => composeMethod(context, subject, language) },
      schedules: [quarterly(context)],
      upcoming: async (now) => {
        const at = firstOfQuarter(timezone, now);
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
    cron: MONDAYS,
    timezone,
    period: (at) => quarterBegunAt(at, timezone),
    lastMoment: (quarter) => endOfWeek(weekOf(firstMondayOf(quarter, timezone), timezone), timezone),
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

function firstOfQuarter(timezone: string, now: Date): Date {
  for (const at of nextDue(MONDAYS, timezone, now)) if (quarterBegunAt(at, timezone) !== null) return at;
  throw new Error('a schedule has no end');
}
