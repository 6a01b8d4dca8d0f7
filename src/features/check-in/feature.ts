import type { Feature, Tools } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { checkInHandlers, firstView } from './answer-check-in.ts';
import { followCalendar } from './follow-calendar.ts';
import { createOwnPlan } from './own-plan.ts';
import { planCheckIns } from './plan-check-ins.ts';
import { reminders } from './remind.ts';
import { snoozeCheckIn } from './snooze.ts';
import { createCheckInStore } from './store.ts';
import { checkInTexts } from './texts.ts';
import { upcomingCheckIns } from './upcoming-check-ins.ts';
import { isToAnswer, reminderView, whyOver } from './view.ts';
import { waitingLines } from './waiting-lines.ts';
import { lastSendingOf } from './week-moments.ts';

/**
 * Check-ins are planned at the beginning of the week, before anybody's own moment, so that the items of a circle can be
 * balanced.
 */
const WEEKLY = '0 0 * * 1';

/** Three questions a week, one tap each. */
export const feature: Feature = {
  name: 'check-in',
  words: [
    {
      command: 'check-in',
      ways: ['check in', 'checkin', 'vragen', 'mijn vragen', 'questions', 'my questions'],
      listed: {
        nl: { type: 'check-in', does: 'je vragen van deze week', menu: 'de vragen van deze week nog eens zien' },
        en: { type: 'check-in', does: 'your questions for this week', menu: "see this week's questions again" },
      },
      atHome: 'first',
      shortcut: true,
    },
    {
      command: 'check-in',
      // The labels of buttons below a question or the thanks. They are not listed, so that nothing is taken for a
      // mistyped one: "niet" is close to "niet nu".
      ways: [
        ...['overslaan', 'later', 'niet nu', 'nu niet', 'skip', 'not now'],
        ...['antwoord wijzigen', 'antwoorden wijzigen', 'mijn antwoord wijzigen', 'ik wil mijn antwoord wijzigen'],
        ...['mijn antwoorden wijzigen', 'change answers', 'change my answer', 'change my answers'],
      ],
    },
  ],
  make: (tools) => {
    const { database, instruments, people, now, all } = tools;
    const store = createCheckInStore(database);
    const ownPlan = createOwnPlan(tools);
    const lessonsEnd = tools.settings.lessonTime.end;
    return {
      ...checkInHandlers({
        ...{ store, instruments, now, lessonsEnd, people, all },
        nextOf: (id) => ownPlan.next(id, now()),
        standsStill: ownPlan.standsStill,
        snooze: (event, checkIn, asItStands) => snoozeCheckIn(tools, event, checkIn, asItStands),
      }),
      messages: {
        'check-in': async (subject, at) => {
          const asked = await store.get(subject);
          // Nobody who has seen every question needs the message, whatever the outbox knows about it.
          const isOpen = asked?.items.some(isToAnswer);
          return asked && isOpen ? firstView(asked, { instruments, lessonsEnd, all }, at) : null;
        },
        // Not needed by somebody who answered everything in the meantime.
        snoozed: async (subject, at) => {
          const asked = await store.get(subject);
          if (!asked || whyOver(asked, at) !== null || !asked.items.some(isToAnswer)) return null;
          return firstView(asked, { instruments, lessonsEnd, all }, at);
        },
        // Not needed by somebody who began to answer, who has seen the message.
        reminder: async (subject, at) => {
          const asked = await store.get(subject);
          if (!asked || whyOver(asked, at) !== null || !asked.items.every(isToAnswer)) return null;
          return reminderView(asked, instruments.inLanguage(asked.language), at, lessonsEnd);
        },
      },
      messageNames: (language) => checkInTexts(language).messageNames,
      schedules: [checkIns(tools), reminders(tools)],
      coming: async ({ id, language }) => {
        const next = await ownPlan.next(id, now());
        return next ? [{ ...next, what: checkInTexts(language).coming }] : [];
      },
      waiting: (person) => waitingLines(ownPlan, person, now()),
      replan: ({ id }) => ownPlan.replan(id, now()),
      export: async ({ id, language }) => {
        const { title, ...columns } = checkInTexts(language).stored;
        const rows = (await store.listOf(id)).map((row) => ({ ...row }));
        const wording = Object.fromEntries(
          instruments.inLanguage(language).items.map(({ code, text }) => [code, text]),
        );
        return [{ name: 'checkIns', title, columns, rows, words: { questions: wording, skipped: wording } }];
      },
      upcoming: (at) => upcomingCheckIns(tools, at),
    };
  },
};

function checkIns({ database, instruments, settings, goodMoments }: Tools): ScheduledRun {
  const { timezone } = settings;
  const planning = { database, instruments, settings, random: Math.random };
  return {
    name: 'check-ins',
    cron: WEEKLY,
    timezone,
    period: (at) => weekOf(at, timezone),
    lastMoment: (week) => lastSendingOf(endOfWeek(week, timezone)),
    run: async (_week, now) => {
      await planCheckIns(planning, now);
    },
    // Moves waiting messages after new holidays came in, and asks people who could not be asked before: their workspace
    // was connected again, or they agreed or became reachable.
    again: async (_week, now) => {
      await followCalendar({ database, settings, goodMoments }, now);
      return (await planCheckIns(planning, now)) > 0;
    },
  };
}
