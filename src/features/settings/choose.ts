import { z } from 'zod';
import { clockTime, type Day, dayAt, daysAfter, minutesOf } from '../../calendar/day.ts';
import { EARLIEST, isGoodTime, LATEST } from '../../calendar/good-moment.ts';
import type { ChatEvent, FieldErrors, Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { FieldValues, View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { retimeQueued } from '../../outbox/unasked.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { dayName } from '../../text/day-name.ts';
import type { createSettingsStore } from './store.ts';
import { settingsTexts } from './texts.ts';
import { ACTIONS, comingLines, isPaused, pauseDialog, pauseView, settingsDialog, settingsView, USUAL } from './view.ts';

type ShownSettings = Parameters<typeof settingsView>[0];
type Chosen = Parameters<ReturnType<typeof createSettingsStore>['save']>[1];

interface SettingsContext extends Tools {
  readonly store: ReturnType<typeof createSettingsStore>;
}

const weekday = z.string().regex(/^[1-5]$/);
const chosen = z.object({
  day: z.union([z.literal(USUAL), weekday]),
  time: z.string().optional(),
  every: z.enum(['1', '2', '4']),
  workdays: z.array(weekday).min(1),
  place: z.uuid().optional(),
});

const MAX_PAUSE_DAYS = 366;

const length = z.object({ weeks: z.enum(['1', '2', '4']) });

/** Handlers for choosing in a dialog when to be asked, for a pause, and for its end. */
export function settingsHandlers(context: SettingsContext): Handlers {
  // A repeated tap shows the present state, whatever it would have said.
  const again = (event: Tap) =>
    withTeacher(context, event, async (person) => inPlace(context, event, person, await viewFor(context, person)));
  return {
    taps: {
      [ACTIONS.pause]: (event) => withTeacher(context, event, (person) => pauseForWeeks(context, person, event)),
      [ACTIONS.resume]: (event) =>
        withTeacher(context, event, async (person) =>
          inPlace(context, event, person, await resumePerson(context, person)),
        ),
    },
    repeatedTaps: { [ACTIONS.pause]: again, [ACTIONS.resume]: again },
    idempotentTaps: {
      [ACTIONS.open]: (event) =>
        withTeacher(context, event, async (person) => {
          return { kind: 'dialog', dialog: settingsDialog(await shownTo(context, person)) };
        }),
      [ACTIONS.chooseDay]: (event) =>
        withTeacher(context, event, async (person) => ({ kind: 'dialog', dialog: pauseDialog(person) })),
    },
    overwritingSubmissions: {
      [ACTIONS.save]: (event) => withTeacher(context, event, (person) => save(context, person, event)),
      [ACTIONS.pauseUntil]: (event) => withTeacher(context, event, (person) => pauseUntil(context, person, event)),
    },
    commands: {
      settings: (event) => withTeacher(context, event, async (person) => say(await viewFor(context, person))),
      pause: (event) => withTeacher(context, event, async (person) => say(pauseView(person))),
      resume: (event) => withTeacher(context, event, async (person) => say(await resumePerson(context, person))),
    },
  };
}

/** What the views and dialogs of settings need. */
export async function shownTo({ store, settings, now }: SettingsContext, person: Person) {
  return { person, own: await store.read(person.id), settings, now: now() };
}

/** The settings. @param first a sentence to put before them */
async function viewFor(context: SettingsContext, person: Person, first: string | null = null) {
  return settingsView(await shownTo(context, person), await context.all.coming(person), first);
}

/** Moves messages that wait to be sent to the new moments. */
async function followUp({ database, goodMoments, now, all }: SettingsContext, person: Person): Promise<void> {
  await all.replan(person);
  await retimeQueued(database, goodMoments, person.id, now());
}

function withTeacher(
  { people }: SettingsContext,
  event: ChatEvent,
  answer: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  return withPerson(people, event.from, async (person) => {
    if (person.role === 'teacher') return answer(person);
    const { notForYou } = commonTexts(person.language);
    return event.kind === 'submission' ? { kind: 'close', note: notForYou } : say(sentenceView(notForYou));
  });
}

async function save(context: SettingsContext, person: Person, { values }: Submission): Promise<Reply> {
  const texts = settingsTexts(person.language);
  const shown = await shownTo(context, person);
  const choice = readChoice(values, shown);
  if (choice === null) return { kind: 'close', note: texts.notSaved };
  const fields = faultsOf(choice, shown);
  if (Object.keys(fields).length > 0) return { kind: 'errors', dialog: settingsDialog(shown), fields };
  await context.store.save(person.id, choice);
  await followUp(context, person);
  const lines = comingLines(await context.all.coming(person), person.language);
  return { kind: 'close', note: [texts.saved, ...lines].join(' ') };
}

/** Reads the dialog; null for values that our dialog cannot send. */
function readChoice(values: FieldValues, { own }: ShownSettings): Chosen | null {
  const parsed = chosen.safeParse(values);
  if (!parsed.success) return null;
  const { day, time = null, every, workdays, place = null } = parsed.data;
  if (place !== null && !own.accounts.some(({ id }) => id === place)) return null;
  return {
    day: day === USUAL ? null : Number(day),
    time,
    everyWeeks: Number(every),
    workdays: [...new Set(workdays.map(Number))].sort(),
    account: place,
  };
}

/** Choices that can never work. */
function faultsOf({ day, time, workdays }: Chosen, shown: ShownSettings): FieldErrors {
  const { notWorking } = settingsTexts(shown.person.language);
  return {
    ...(day !== null && !workdays.includes(day) && { day: notWorking }),
    ...(time !== null && !isGoodTime(minutesOf(time), shown.settings.lessonTime) && { time: badTimeText(shown) }),
  };
}

function badTimeText({ person, settings: { lessonTime } }: ShownSettings): string {
  const times = [EARLIEST, lessonTime.begin, lessonTime.end, LATEST].map(clockTime);
  const [early = '', begin = '', end = '', latest = ''] = times;
  return settingsTexts(person.language).badTime(early, begin, end, latest);
}

async function inPlace(context: SettingsContext, { data }: Tap, person: Person, view: View): Promise<Reply> {
  if (data['place'] === 'home') return context.views.home(person);
  return replaceBy(view);
}

async function resumePerson(context: SettingsContext, person: Person): Promise<View> {
  const wasPaused = isPaused(await shownTo(context, person));
  await context.store.pause(person.id, null);
  await followUp(context, person);
  return viewFor(context, person, wasPaused ? settingsTexts(person.language).resumed : null);
}

async function pauseForWeeks(context: SettingsContext, person: Person, { data }: Tap): Promise<Reply> {
  const parsed = length.safeParse(data);
  if (!parsed.success) return say(sentenceView(commonTexts(person.language).outdated));
  const until = daysAfter(await today(context, person), 7 * Number(parsed.data.weeks));
  await pausePerson(context, person, until);
  return replaceBy(await viewFor(context, person));
}

async function pauseUntil(context: SettingsContext, person: Person, { values }: Submission): Promise<Reply> {
  const texts = settingsTexts(person.language);
  const until = z.iso.date().safeParse(values['until']);
  if (!until.success) return { kind: 'close', note: texts.notSaved };
  const fault = pauseFault(until.data, await today(context, person), texts);
  if (fault !== null) return { kind: 'errors', dialog: pauseDialog(person), fields: { until: fault } };
  await pausePerson(context, person, until.data);
  return { kind: 'close', note: texts.paused(dayName(until.data, person.language)) };
}

function pauseFault(until: Day, now: Day, texts: ReturnType<typeof settingsTexts>): string | null {
  if (until <= now) return texts.dayPast;
  return until > daysAfter(now, MAX_PAUSE_DAYS) ? texts.dayFar : null;
}

async function pausePerson(context: SettingsContext, person: Person, until: Day): Promise<void> {
  await context.store.pause(person.id, until);
  await followUp(context, person);
}

/** Today, in the timezone of their school. */
async function today(context: SettingsContext, person: Person): Promise<Day> {
  const { own, now } = await shownTo(context, person);
  return dayAt(now, own.rhythm.timezone);
}
