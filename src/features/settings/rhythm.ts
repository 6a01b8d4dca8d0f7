import { z } from 'zod';
import { minutesOf } from '../../calendar/day.ts';
import { isGoodTime } from '../../calendar/good-moment.ts';
import type { ChatEvent, FieldErrors, Reply } from '../../chat/event.ts';
import type { Handlers, Submission } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { FieldValues } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { retimeQueued } from '../../outbox/retime-queued.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import type { Chosen, createSettingsStore } from './store.ts';
import { settingsTexts } from './texts.ts';
import {
  badTimeText,
  comingLines,
  OPEN_ACTION,
  SAVE_ACTION,
  type Shown,
  settingsDialog,
  settingsView,
  USUAL,
} from './view.ts';

export interface SettingsContext extends Tools {
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

/** When somebody is asked: seen, and chosen in a dialog. */
export function rhythmHandlers(
  context: SettingsContext,
): Required<Pick<Handlers, 'idempotentTaps' | 'submissions' | 'commands'>> {
  return {
    idempotentTaps: {
      [OPEN_ACTION]: (event) =>
        withTeacher(context, event, async (person) => {
          return { kind: 'dialog', dialog: settingsDialog(await shownTo(context, person)) };
        }),
    },
    submissions: { [SAVE_ACTION]: (event) => withTeacher(context, event, (person) => save(context, person, event)) },
    commands: {
      settings: (event) => withTeacher(context, event, async (person) => say(await viewFor(context, person))),
    },
  };
}

export async function shownTo({ store, settings, now }: SettingsContext, person: Person): Promise<Shown> {
  return { person, own: await store.read(person.id), settings, now: now() };
}

/** @param first what is said before it */
export async function viewFor(context: SettingsContext, person: Person, first: string | null = null) {
  return settingsView(await shownTo(context, person), await context.all.coming(person), first);
}

/** What waits to be sent follows what was chosen. */
export async function followUp({ database, goodMoments, now, all }: SettingsContext, person: Person): Promise<void> {
  await all.replan(person);
  await retimeQueued(database, goodMoments, person.id, now());
}

export function withTeacher(
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

/** Null for what no dialog of ours sends. */
function readChoice(values: FieldValues, { own }: Shown): Chosen | null {
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

/** What can never be good. */
function faultsOf({ day, time, workdays }: Chosen, shown: Shown): FieldErrors {
  const { notWorking } = settingsTexts(shown.person.language);
  return {
    ...(day !== null && !workdays.includes(day) && { day: notWorking }),
    ...(time !== null && !isGoodTime(minutesOf(time), shown.settings.lessonTime) && { time: badTimeText(shown) }),
  };
}
