import { regionsOnHoliday } from '../../calendar/school-holidays.ts';
import type { Feature, Tools, Upcoming } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { checkInHandlers } from './answer-check-in.ts';
import { examineHolidays } from './examine-holidays.ts';
import { lastSendingOf, planCheckIns } from './plan-check-ins.ts';
import { createPlanStore } from './plan-store.ts';
import { reminders } from './remind.ts';
import { createCheckInStore } from './store.ts';
import { checkInTexts } from './texts.ts';
import { checkInView, isToAnswer, reminderView, whyOver } from './view.ts';

/** No holiday is as long as this many moments of any schedule that asks once a day at most. */
const MAX_SKIPPED = 100;

/** Three questions a week, one tap each. */
export const checkIn: Feature = {
  name: 'check-in',
  words: [
    {
      command: 'check-in',
      ways: ['check in', 'checkin', 'vragen', 'mijn vragen', 'questions', 'my questions'],
      listed: {
        nl: { type: 'check-in', does: 'je vragen van deze week', menu: 'de vragen van deze week nog eens zien' },
        en: { type: 'check-in', does: 'your questions of this week', menu: "see this week's questions again" },
      },
    },
  ],
  examine: async (_database, now) => [examineHolidays(now)],
  make: (tools) => {
    const { database, instruments, people, now, all } = tools;
    const store = createCheckInStore(database);
    return {
      ...checkInHandlers({ store, instruments, now, people, thanks: all.thanks }),
      messages: {
        'check-in': async (subject, at) => {
          const asked = await store.get(subject);
          // Whoever has seen every question has had the message, whatever the outbox knows of it.
          const isOpen = asked?.items.some(isToAnswer);
          return asked && isOpen ? checkInView(asked, instruments.inLanguage(asked.language), at) : null;
        },
        // Whoever began to answer has seen the message.
        reminder: async (subject, at) => {
          const asked = await store.get(subject);
          if (!asked || whyOver(asked, at) !== null || !asked.items.every(isToAnswer)) return null;
          return reminderView(asked, instruments.inLanguage(asked.language), at);
        },
      },
      schedules: [checkIns(tools), reminders(tools)],
      export: async ({ id, language }) => {
        const { title, ...columns } = checkInTexts(language).stored;
        const rows = (await store.listOf(id)).map((row) => ({ ...row }));
        return [{ name: 'checkIns', title, columns, rows }];
      },
      upcoming: (at) => upcomingCheckIns(tools, at),
    };
  },
};

function checkIns({ database, instruments, settings }: Tools): ScheduledRun {
  const { checkInSchedule: cron, closingSchedule: closing, timezone } = settings;
  const planning = { database, instruments, timezone, closing, random: Math.random };
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

interface NextCheckIns {
  /** The first moment at which somebody is asked. */
  readonly at: Date;
  readonly week: string;
  /** The regions of our schools that are left alone then. */
  readonly onHoliday: readonly string[];
  /** Moments before it at which every region of our schools has a holiday. */
  readonly skipped: readonly Date[];
}

/** When somebody is asked next, holidays taken into account. */
async function upcomingCheckIns({ database, instruments, settings }: Tools, now: Date): Promise<Upcoming> {
  const { checkInSchedule, timezone } = settings;
  const regions = await createPlanStore(database, instruments.scaleOf).regionsWithTeachers();
  const next = nextCheckIns(checkInSchedule, timezone, regions, now);
  const { at, week, onHoliday, skipped } = next;
  return {
    name: 'checkIns',
    facts: { ...next },
    describe: (time) => {
      const left = skipped.length === 0 ? '' : `, after holidays on ${skipped.map(time).join('; ')}`;
      const without = onHoliday.length === 0 ? '' : ` (not in ${onHoliday.join(' and ')}: holidays)`;
      return `Check-ins: ${time(at)}, for week ${week}${without}${left}.`;
    },
  };
}

/** @param regions those of our schools; none means that there are no schools yet */
function nextCheckIns(pattern: string, timezone: string, regions: readonly string[], now: Date): NextCheckIns {
  const skipped: Date[] = [];
  for (const at of nextDue(pattern, timezone, now)) {
    const away = regionsOnHoliday(at, timezone);
    const onHoliday = regions.filter((region) => away.includes(region));
    const everybody = regions.length > 0 && onHoliday.length === regions.length;
    if (!everybody || skipped.length >= MAX_SKIPPED) return { at, week: weekOf(at, timezone), onHoliday, skipped };
    skipped.push(at);
  }
  throw new Error('a schedule has no end');
}
