import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import type { Button } from '../../chat/view.ts';
import type { Feature } from '../../feature.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { ACTIONS } from './actions.ts';
import { agendaHandlers, comingVisits } from './agenda.ts';
import { createAgendaStore } from './agenda-store.ts';
import { agendaBlocks } from './agenda-view.ts';
import { bookHandlers } from './book.ts';
import { createBookingStore } from './book-store.ts';
import { offerBlocks } from './book-view.ts';
import { calendarPages } from './calendar-pages.ts';
import { createCalendarStore } from './calendar-store.ts';
import { exportHours } from './export-hours.ts';
import { createExportStore } from './export-store.ts';
import { createHourStore } from './hours-store.ts';
import { hourTexts } from './hours-texts.ts';
import { createKeeper } from './keep-hours.ts';
import { createKeepStore } from './keep-store.ts';
import { contactHourMessages } from './messages.ts';
import { createHasHours } from './offer-store.ts';
import { hourDataTexts } from './own-data-texts.ts';
import { hoursHandlers } from './set-hours.ts';
import { contactHourTexts } from './texts.ts';
import { createWaitingStore } from './waiting-store.ts';
import { weekBlocks } from './week-post.ts';
import { WORDS } from './words.ts';

/** How many days after it a supervisor's absence, and whether they were ill, is deleted. */
const ABSENCE_DAYS = 28;

/**
 * A fixed hour in which supervisors are available for the teachers of their circle: set, booked, moved and cancelled.
 */
export const feature: Feature = {
  name: 'contact-hour',
  words: WORDS,
  sealed: [{ table: 'Appointment', column: 'sealedTopic' }],
  make: (tools) => {
    const { database, now, pages, secrets, settings } = tools;
    const store = createBookingStore(database);
    const hasHours = createHasHours(database, now);
    const calendars = createCalendarStore(database);
    const waiting = createWaitingStore(database);
    const agenda = createAgendaStore(database);
    const keep = createKeepStore(database);
    const keeper = createKeeper({ database, settings, waiting, keep });
    const agendaTools = { ...tools, store, calendars, agenda };
    const parts = [
      bookHandlers({
        ...tools,
        store,
        waiting,
        calendars,
        onChange: (changed, freed) => keeper.afterChange(changed, freed, now()),
      }),
      hoursHandlers({ ...tools, store: createHourStore(database), onChanged: () => keeper.makeRoom(now()) }),
      agendaHandlers(agendaTools),
    ];
    return {
      taps: Object.assign({}, ...parts.map(({ taps }) => taps)),
      repeatedTaps: Object.assign({}, ...parts.map(({ repeatedTaps }) => repeatedTaps)),
      idempotentTaps: Object.assign({}, ...parts.map(({ idempotentTaps }) => idempotentTaps)),
      submissions: Object.assign({}, ...parts.map(({ submissions }) => submissions)),
      overwritingSubmissions: Object.assign({}, ...parts.map((part) => part.overwritingSubmissions)),
      commands: Object.assign({}, ...parts.map(({ commands }) => commands)),
      thanks: async ({ id, language }) => ((await hasHours(id)) ? offerBlocks(language) : []),
      helpButtons: ({ role, language }) =>
        role === 'teacher' ? [chooseButton(language)] : supervisorButtons(language),
      support: async ({ id, language }) => ((await hasHours(id)) ? [chooseButton(language)] : []),
      home: async (person) =>
        person.role === 'teacher'
          ? []
          : agendaBlocks(await comingVisits(agendaTools, person.id), now(), person.language),
      coming: async ({ id, role, language }) => {
        const booked = role === 'teacher' ? await agenda.booked(id, now()) : [];
        return booked.map(({ begins: at, timezone, supervisor }) => {
          return { at, timezone, what: contactHourTexts(language).coming(supervisor) };
        });
      },
      waiting: async ({ id, role, language }) => {
        const standing = role === 'teacher' ? await waiting.standing(id, now()) : null;
        return standing === null ? [] : [contactHourTexts(language).atHome[standing]];
      },
      messages: contactHourMessages({ ...tools, store, waiting, agenda }),
      messageNames: (language) => hourDataTexts(language).messageNames,
      schedules: schedulesOf(settings.timezone, keeper, keep),
      weekPost: (week, language) => weekBlocks(tools, week, language),
      routes: pages ? [calendarPages({ key: pages.key, store: calendars, now })] : [],
      helped: agenda.received,
      export: (person) => exportHours({ store: createExportStore(database), secrets }, person),
    };
  },
};

function schedulesOf(
  timezone: string,
  keeper: ReturnType<typeof createKeeper>,
  keep: ReturnType<typeof createKeepStore>,
): readonly ScheduledRun[] {
  const daily = {
    timezone,
    period: (at: Date) => dayAt(at, timezone),
    lastMoment: (day: string) => momentOf(daysAfter(day, 1), 0, timezone),
  };
  return [
    { ...daily, name: 'contact-hours', cron: '*/5 * * * *', run: (_day, at) => keeper.keepAll(at) },
    {
      ...daily,
      name: 'contact-hours-forgotten',
      cron: '40 4 * * *',
      run: async (_day, at) => {
        await keep.forgetMessages(at);
        await keep.forgetAbsences(daysAfter(dayAt(at, timezone), -ABSENCE_DAYS));
      },
    },
  ];
}

function supervisorButtons(language: string): Button[] {
  const texts = hourTexts(language);
  return [
    { label: texts.showAgenda, action: ACTIONS.agenda, data: {}, tone: 'plain', opens: 'view' },
    { label: texts.setHours, action: ACTIONS.hours, data: {}, tone: 'plain', opens: 'view' },
  ];
}

function chooseButton(language: string): Button {
  return {
    label: contactHourTexts(language).offerButton,
    action: ACTIONS.open,
    data: {},
    tone: 'plain',
    opens: 'view',
  };
}
