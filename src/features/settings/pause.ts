import { z } from 'zod';
import { type Day, dayAt, daysAfter } from '../../calendar/day.ts';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { sayDay } from '../../text/say-moment.ts';
import { followUp, type SettingsContext, shownTo, viewFor, withTeacher } from './rhythm.ts';
import { settingsTexts } from './texts.ts';
import { CHOOSE_DAY_ACTION, PAUSE_ACTION, PAUSE_UNTIL_ACTION, pauseDialog, pauseView, RESUME_ACTION } from './view.ts';

const LONGEST_DAYS = 366;

const length = z.object({ weeks: z.enum(['1', '2', '4']) });

/** A pause, and the end of it. */
export function pauseHandlers(
  context: SettingsContext,
): Required<Pick<Handlers, 'taps' | 'repeatedTaps' | 'idempotentTaps' | 'submissions' | 'commands'>> {
  // A tap that comes again tells how things stand, whatever it would have said.
  const again = (event: Tap) =>
    withTeacher(context, event, async (person) => inPlace(context, event, person, await viewFor(context, person)));
  return {
    taps: {
      [PAUSE_ACTION]: (event) => withTeacher(context, event, (person) => pauseForWeeks(context, person, event)),
      [RESUME_ACTION]: (event) =>
        withTeacher(context, event, async (person) => inPlace(context, event, person, await resume(context, person))),
    },
    repeatedTaps: { [PAUSE_ACTION]: again, [RESUME_ACTION]: again },
    idempotentTaps: {
      [CHOOSE_DAY_ACTION]: (event) =>
        withTeacher(context, event, async (person) => ({ kind: 'dialog', dialog: pauseDialog(person) })),
    },
    submissions: {
      [PAUSE_UNTIL_ACTION]: (event) => withTeacher(context, event, (person) => pauseUntil(context, person, event)),
    },
    commands: {
      pause: (event) => withTeacher(context, event, async (person) => say(pauseView(person))),
      resume: (event) => withTeacher(context, event, async (person) => say(await resume(context, person))),
    },
  };
}

async function inPlace(context: SettingsContext, { data }: Tap, person: Person, view: View): Promise<Reply> {
  if (data['place'] === 'home') return context.views.home(person);
  return replaceBy(view);
}

async function resume(context: SettingsContext, person: Person): Promise<View> {
  await context.store.pause(person.id, null);
  await followUp(context, person);
  return viewFor(context, person, settingsTexts(person.language).resumed);
}

async function pauseForWeeks(context: SettingsContext, person: Person, { data }: Tap): Promise<Reply> {
  const parsed = length.safeParse(data);
  if (!parsed.success) return say(sentenceView(commonTexts(person.language).outdated));
  const until = daysAfter(await today(context, person), 7 * Number(parsed.data.weeks));
  await pause(context, person, until);
  return replaceBy(await viewFor(context, person));
}

async function pauseUntil(context: SettingsContext, person: Person, { values }: Submission): Promise<Reply> {
  const texts = settingsTexts(person.language);
  const until = z.iso.date().safeParse(values['until']);
  if (!until.success) return { kind: 'close', note: texts.notSaved };
  const fault = faultOf(until.data, await today(context, person), texts);
  if (fault !== null) return { kind: 'errors', dialog: pauseDialog(person), fields: { until: fault } };
  await pause(context, person, until.data);
  return { kind: 'close', note: texts.paused(sayDay(until.data, person.language)) };
}

function faultOf(until: Day, now: Day, texts: ReturnType<typeof settingsTexts>): string | null {
  if (until <= now) return texts.dayPast;
  return until > daysAfter(now, LONGEST_DAYS) ? texts.dayFar : null;
}

async function pause(context: SettingsContext, person: Person, until: Day): Promise<void> {
  await context.store.pause(person.id, until);
  await followUp(context, person);
}

/** By the clocks of their school. */
async function today(context: SettingsContext, person: Person): Promise<Day> {
  const { own, now } = await shownTo(context, person);
  return dayAt(now, own.rhythm.timezone);
}
