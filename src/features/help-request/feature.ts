import { createAfterReply } from '../../after-reply.ts';
import type { Calendar, Place } from '../../calendar/calendar.ts';
import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Block } from '../../chat/view.ts';
import type { Feature, OwnData, Tools } from '../../feature.ts';
import { discloseWaiting } from '../../measurement/disclosure/waiting.ts';
import { mondayOf, nextWeek } from '../../measurement/iso-week.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { askHandlers, dated, type Helping, showOwn, unsealRequest } from './ask.ts';
import { createCardStore } from './card-store.ts';
import { isLapsed, isSchoolDay, latenessOf, reminderOf } from './deadline.ts';
import { helpMessages, helpPosts } from './messages.ts';
import { requestDataTexts } from './own-data-texts.ts';
import { createRedraw } from './redraw.ts';
import { reopenRequests } from './reopen-store.ts';
import { createHelpStore, type HelpRequest } from './store.ts';
import { showRequests, takeHandlers } from './take.ts';
import { helpTexts } from './texts.ts';
import { askButton, stateText } from './view.ts';
import { forgetMessages } from './visit-off-store.ts';
import { waitedInWeek } from './waited-store.ts';
import { WORDS } from './words.ts';

const DAILY = '30 7 * * 1-5';

/**
 * Teachers ask for help in one sentence, one supervisor takes the request, and reminders follow until the first visit.
 */
export const feature: Feature = {
  name: 'help-request',
  words: WORDS,
  sealed: [
    { table: 'HelpRequest', column: 'sealedQuestion' },
    { table: 'HelpRequest', column: 'sealedFeedback' },
    { table: 'HelpRequest', column: 'sealedMaterials' },
  ],
  make: (tools) => {
    const { database, people } = tools;
    const afterReply = createAfterReply((error) => tools.onTrouble(error, 'a request is shown as it stood'));
    const helping: Helping = {
      ...tools,
      store: createHelpStore(database),
      onChange: (requestId) => afterReply.start(() => redraw(requestId)),
    };
    const redrawing = { ...helping, ...tools, cards: createCardStore(database) };
    const redraw = createRedraw(redrawing);
    const [ofTeachers, ofSupervisors] = [askHandlers(helping), takeHandlers(helping)];
    return {
      idempotentTaps: { ...ofTeachers.idempotentTaps, ...ofSupervisors.idempotentTaps },
      submissions: { ...ofTeachers.submissions },
      overwritingSubmissions: { ...ofSupervisors.overwritingSubmissions },
      commands: {
        'help-request': (event) =>
          withPerson(people, event.from, (person) =>
            person.role === 'teacher' ? showOwn(helping, person) : showRequests(helping, person),
          ),
      },
      helpButtons: ({ role, language }) => (role === 'teacher' ? [askButton(language)] : []),
      support: async ({ role, language }) => (role === 'teacher' ? [askButton(language)] : []),
      waiting: (person) => waitingLines(helping, person),
      messages: helpMessages(helping),
      posts: helpPosts(helping),
      messageNames: (language) => requestDataTexts(language).messageNames,
      schedules: [reminders(helping), cardsOf(tools, () => redraw(null))],
      settled: afterReply.settled,
      weekPost: (week, language) => weekBlocks(helping, week, language),
      export: (person) => exportRequests(redrawing, person),
    };
  },
};

/**
 * What waits for a person. Teachers see who comes; supervisors see how many requests are free and how many of theirs
 * have no day. Never the question itself.
 */
async function waitingLines(helping: Helping, person: Person): Promise<readonly string[]> {
  const { store } = helping;
  const texts = helpTexts(person.language);
  if (person.role === 'teacher') {
    const requests = await store.of(person.id, 'standing');
    return requests.map((request) => texts.yours(stateText(dated(helping, request), person.language)));
  }
  const requests = await store.inCirclesOf(person.id);
  const open = requests.filter(({ supervisorId }) => supervisorId === null).length;
  const unplanned = requests.filter(
    ({ supervisorId, visitOn }) => supervisorId === person.id && visitOn === null,
  ).length;
  return [...(open === 0 ? [] : [texts.open(open)]), ...(unplanned === 0 ? [] : [texts.unplanned(unplanned)])];
}

function reminders(helping: Helping): ScheduledRun {
  const { timezone } = helping.settings;
  return {
    name: 'help-request-reminders',
    cron: DAILY,
    timezone,
    period: (at) => dayAt(at, timezone),
    lastMoment: (day) => momentOf(daysAfter(day, 1), 0, timezone),
    run: (_day, at) => remindAll(helping, at),
  };
}

/**
 * Every five minutes: reopens requests whose supervisor has left, and redraws messages. It is the longest that anybody
 * sees an old state.
 */
function cardsOf(
  { database, goodMoments, settings: { timezone } }: Tools,
  redrawAll: () => Promise<void>,
): ScheduledRun {
  return {
    name: 'help-request-cards',
    cron: '*/5 * * * *',
    timezone,
    period: (at) => dayAt(at, timezone),
    lastMoment: (day) => momentOf(daysAfter(day, 1), 0, timezone),
    run: async (_day, at) => {
      await reopenRequests(database, at, goodMoments);
      await redrawAll();
    },
  };
}

/** How many late requests a circle is told about in a day, the oldest first: nobody would read all of them at once. */
const MAX_LATE_A_DAY = 3;

async function remindAll(helping: Helping, now: Date): Promise<void> {
  const { store, database, settings } = helping;
  await forgetMessages(database);
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  for (const request of await store.planned(now)) await askAfterwards(helping, request, calendar, now);
  const lateOnes = new Map<string, number>();
  for (const request of await store.waiting()) {
    const school = await store.schoolOf(request.teacherId);
    if (!school) continue;
    const { timezone, schoolId: id, region } = school;
    const place = { timezone, school: { id, region } };
    if (calendar.isHoliday(dayAt(now, timezone), place)) continue;
    const posted = await remindInTurn(store, request, lateOnes, { place, calendar, now });
    // At most one post a day about the same request.
    if (posted === 0) await store.callOut(request, now);
  }
}

/**
 * Sends the reminder that is due today. @param lateOnes how many late ones were told today, by circle
 * @returns how many posts are new
 */
async function remindInTurn(
  store: Helping['store'],
  request: HelpRequest,
  lateOnes: Map<string, number>,
  { place, calendar, now }: { readonly place: Place; readonly calendar: Calendar; readonly now: Date },
): Promise<number> {
  const [asked, today] = [dayAt(request.createdAt, place.timezone), dayAt(now, place.timezone)];
  const after = reminderOf(asked, today, place, calendar);
  const lateness = latenessOf(request.lapsedOn ?? asked, today, place, calendar);
  const late = lateOnes.get(request.circleId) ?? 0;
  if (after === null || lateness === 'forgotten' || (lateness === 'late' && late >= MAX_LATE_A_DAY)) return 0;
  const { told, posted } = await store.remind(request, after, now);
  if (lateness === 'late' && told + posted > 0) lateOnes.set(request.circleId, late + 1);
  return posted;
}

/**
 * Asks the supervisor whether they were there, once the planned day has passed. Without an answer the planned day
 * lapses, and the request counts as one without a day.
 */
async function askAfterwards(
  { store, goodMoments, onChange }: Helping,
  { id, teacherId, supervisorId, visitOn }: HelpRequest,
  calendar: Calendar,
  now: Date,
): Promise<void> {
  const school = await store.schoolOf(teacherId);
  if (!school || supervisorId === null || visitOn === null) return;
  const { timezone, schoolId, region } = school;
  const place = { timezone, school: { id: schoolId, region } };
  const today = dayAt(now, timezone);
  if (visitOn >= today || !isSchoolDay(today, place, calendar)) return;
  const moment = (await goodMoments([supervisorId], now)).get(supervisorId) ?? now;
  const asked = await store.askVisited(id, supervisorId, visitOn, moment, now);
  // Counted from the planned day when no question could be sent: otherwise a supervisor who cannot be reached would
  // block all reminders.
  if (!isLapsed(asked === null ? visitOn : dayAt(asked, timezone), today, place, calendar)) return;
  await store.lapse(id, visitOn);
  onChange(id);
}

/** The median wait for a first visit, where publishing it identifies nobody. */
async function weekBlocks({ database, settings }: Helping, week: string, language: string): Promise<readonly Block[]> {
  const disclose = (waits: Parameters<typeof discloseWaiting>[0]) => discloseWaiting(waits, settings.minimumGroup);
  const days = await waitedInWeek(database, week, mondayOf(nextWeek(week)), settings.timezone, disclose);
  return days === null ? [] : [{ kind: 'note', text: helpTexts(language).weekPost(days) }];
}

async function exportRequests(
  helping: Helping & { readonly cards: ReturnType<typeof createCardStore> },
  { id, language }: Pick<Person, 'id' | 'language'>,
): Promise<readonly OwnData[]> {
  const { interventions } = helping.instruments;
  const { stored, taken, cards, messageNames } = requestDataTexts(language);
  const { abouts } = helpTexts(language);
  const requests = await helping.store.of(id, 'all');
  const { title, ...columns } = stored;
  const { title: takenTitle, ...takenColumns } = taken;
  const { title: cardsTitle, ...cardColumns } = cards;
  const own = requests
    .filter(({ teacherId }) => teacherId === id)
    .map((request) => unsealRequest(helping, request, language));
  const others = requests.filter(({ supervisorId }) => supervisorId === id);
  return [
    {
      name: 'helpRequests',
      title,
      columns,
      rows: own.map(({ question, feedback, materials, wishes, cluster, ...rest }) => {
        const { coordinatorKnows, createdAt, dueOn, visitOn, lapsedOn, doneAt, withdrawnAt, supervisor } = rest;
        const labels = wishes.map((code) => interventions.labelOf(code, language)).join(', ');
        const about = cluster === 3 || cluster === 4 ? abouts[cluster] : null;
        const what = { question, feedback, materials, wishes: labels, cluster: about, coordinatorKnows };
        return { ...what, createdAt, dueOn, visitOn, lapsedOn, doneAt, withdrawnAt, supervisor };
      }),
    },
    {
      name: 'helpTaken',
      title: takenTitle,
      columns: takenColumns,
      rows: others.map(({ createdAt, takenAt, visitOn, lapsedOn, doneAt }) => {
        return { createdAt, takenAt, visitOn, lapsedOn, doneAt };
      }),
    },
    {
      name: 'helpCards',
      title: cardsTitle,
      columns: cardColumns,
      rows: await helping.cards.of(id),
      words: { kind: messageNames },
    },
  ];
}
