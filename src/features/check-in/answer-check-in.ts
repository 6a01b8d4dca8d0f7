import { z } from 'zod';
import type { ChatUser } from '../../chat/address.ts';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { say, sayText } from '../../chat/sentence.ts';
import type { FieldValues, View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { sayMoment } from '../../text/say-moment.ts';
import { inAllLanguages } from '../../text/translated.ts';
import type { CheckIn, createCheckInStore } from './store.ts';
import { checkInTexts } from './texts.ts';
import { ACTIONS, changeDialog, checkInView, isToAnswer, whyOver } from './view.ts';

interface CheckInContext extends Pick<Tools, 'instruments' | 'now' | 'people'> {
  readonly all: Pick<Tools['all'], 'thanks' | 'aboveQuestions'>;
  readonly store: ReturnType<typeof createCheckInStore>;
  /** When somebody gets their next questions; null for somebody who gets none. */
  readonly nextOf: (personId: string) => Promise<{ readonly at: Date; readonly timezone: string } | null>;
  /** Whether somebody gets no questions only because the deployment is paused. */
  readonly standsStill: (personId: string) => Promise<boolean>;
  /** The end of lessons, in minutes after midnight. */
  readonly lessonsEnd: number;
  /** Postpones a check-in. */
  readonly snooze: (event: Tap, checkIn: CheckIn, asItStands: () => Promise<View>) => Promise<Reply>;
}

const value = z
  .string()
  .regex(/^[0-6]$/)
  .transform(Number);
const answer = z.object({ checkIn: z.uuid(), item: z.string(), value });
const skipped = answer.omit({ value: true });
const reference = z.object({ checkIn: z.uuid() });

/** The handlers of the check-in's taps, submissions and command. */
export function checkInHandlers(context: CheckInContext): Handlers {
  const show = showCheckIn(context);
  return {
    // A repeated tap stores nothing new, and thousands of people tap these within minutes.
    idempotentTaps: {
      [ACTIONS.answer]: (event) => answerItem(context, event),
      [ACTIONS.skip]: (event) => skipItem(context, event),
      [ACTIONS.open]: (event) => openAnswers(context, event),
      [ACTIONS.now]: (event) => showAgain(context, event),
    },
    taps: { [ACTIONS.snooze]: (event) => putOff(context, event) },
    // Shows the current state, whatever the tap would have done.
    repeatedTaps: { [ACTIONS.snooze]: (event) => showAgain(context, event) },
    overwritingSubmissions: { [ACTIONS.change]: (event) => changeAnswers(context, event) },
    commands: { 'check-in': show },
  };
}

/**
 * Stores the answer of a tap. A second tap, a retry or a tap on an old message stores nothing and shows the current
 * state. Values outside 0 to 6, items that were not asked and other people's check-ins change nothing, and the person
 * is told.
 */
async function answerItem(context: CheckInContext, event: Tap): Promise<Reply> {
  const data = answer.safeParse(event.data);
  if (!data.success) return sayText(await toldTo(context, event.from, (texts) => texts.notStored));
  const { checkIn: id, item, value } = data.data;
  const checkIn = await context.store.answer(id, event.from, item, value, context.now());
  const answered = checkIn?.items.find((asked) => asked.item === item);
  if (!checkIn || !answered) return sayText(await toldTo(context, event.from, (texts) => texts.notStored));
  const notTaken = answered.value !== null && answered.value !== value && whyOver(checkIn, context.now()) === null;
  const show = async (latest: CheckIn) => {
    const view = await viewOf(latest, context);
    return notTaken ? keptFirst(view, latest.language) : view;
  };
  return showNow(context, event.from, checkIn, show);
}

/** Skips a question. It counts as no answer, not as zero. */
async function skipItem(context: CheckInContext, event: Tap): Promise<Reply> {
  const data = skipped.safeParse(event.data);
  const checkIn = data.success
    ? await context.store.skip(data.data.checkIn, event.from, data.data.item, context.now())
    : null;
  if (!checkIn) return sayText(await toldTo(context, event.from, (texts) => texts.notStored));
  return showNow(context, event.from, checkIn, (latest) => viewOf(latest, context));
}

async function putOff(context: CheckInContext, event: Tap): Promise<Reply> {
  const checkIn = await tappedCheckIn(context, event);
  if (!checkIn) return sayText(await toldTo(context, event.from, (texts) => texts.gone));
  const asItStands = async () => viewOf((await context.store.find(checkIn.id, event.from)) ?? checkIn, context);
  return context.snooze(event, checkIn, asItStands);
}

async function showAgain(context: CheckInContext, event: Tap): Promise<Reply> {
  const checkIn = await tappedCheckIn(context, event);
  if (!checkIn) return sayText(await toldTo(context, event.from, (texts) => texts.gone));
  return showNow(context, event.from, checkIn, (latest) => viewOf(latest, context));
}

async function tappedCheckIn({ store }: CheckInContext, event: Tap): Promise<CheckIn | null> {
  const data = reference.safeParse(event.data);
  return data.success ? store.find(data.data.checkIn, event.from) : null;
}

/** Replaces the tapped message by the current view, which is asked for again when drawing took long. */
async function showNow(
  { store }: CheckInContext,
  owner: ChatUser,
  checkIn: CheckIn,
  show: (checkIn: CheckIn) => Promise<View>,
): Promise<Reply> {
  const current = async () => {
    const latest = await store.find(checkIn.id, owner);
    return latest && show(latest);
  };
  return { kind: 'replace', view: await show(checkIn), about: { notification: `check-in:${checkIn.id}`, current } };
}

/**
 * Adds a note when a question already had another answer: seeing only the next question, the person would believe that
 * the new answer was stored.
 */
function keptFirst(view: View, language: string): View {
  return { ...view, blocks: [{ kind: 'note', text: checkInTexts(language).keptFirst }, ...view.blocks] };
}

async function viewOf(
  checkIn: CheckIn,
  { instruments, now, lessonsEnd, all: { thanks } }: Pick<CheckInContext, 'instruments' | 'now' | 'lessonsEnd' | 'all'>,
): Promise<View> {
  const { personId: id, language, items } = checkIn;
  const offers = items.some(isToAnswer) ? [] : await thanks({ id, language });
  return checkInView(checkIn, instruments.inLanguage(language), now(), offers, lessonsEnd);
}

/** The view of a check-in as it is sent or asked for, with what features add above the first question. */
export async function firstView(
  checkIn: CheckIn,
  { instruments, lessonsEnd, all }: Pick<CheckInContext, 'instruments' | 'lessonsEnd' | 'all'>,
  at: Date,
): Promise<View> {
  const context = { instruments, lessonsEnd, all, now: () => at };
  const [first] = checkIn.items;
  const view = await viewOf(checkIn, context);
  if (!first || !isToAnswer(first) || whyOver(checkIn, at) !== null) return view;
  const above = await all.aboveQuestions({ checkIn: checkIn.id, language: checkIn.language });
  return { ...view, blocks: [...above, ...view.blocks] };
}

async function openAnswers(context: CheckInContext, event: Tap): Promise<Reply> {
  const { instruments, now } = context;
  const checkIn = await tappedCheckIn(context, event);
  if (!checkIn) return sayText(await toldTo(context, event.from, (texts) => texts.gone));
  const dialog = changeDialog(checkIn, instruments.inLanguage(checkIn.language));
  const over = whyOver(checkIn, now());
  return { kind: 'dialog', dialog: over === null ? dialog : { ...dialog, intro: over, fields: [], submit: null } };
}

async function changeAnswers(context: CheckInContext, event: Submission): Promise<Reply> {
  const data = reference.safeParse(event.data);
  const checkIn = data.success ? await context.store.find(data.data.checkIn, event.from) : null;
  const values = checkIn && readValues(checkIn, event.values);
  const note =
    checkIn && values
      ? await storeChanges(context, checkIn, values)
      : await toldTo(context, event.from, (texts) => texts.notChanged);
  return { kind: 'close', note };
}

/** Stores changed answers. @returns the text that tells the result */
async function storeChanges(
  { store, now }: CheckInContext,
  checkIn: CheckIn,
  values: ReadonlyMap<string, number>,
): Promise<string> {
  const texts = checkInTexts(checkIn.language);
  const at = now();
  if (values.size === 0) return whyOver(checkIn, at) ?? texts.nothingChosen;
  if (await store.changeAnswers(checkIn.id, values, at)) return texts.saved;
  return checkIn.takesPart ? texts.tooLate : texts.stopped;
}

/**
 * Reads changed answers. Null when a value is not a whole number from 0 to 6, or an item was not asked; nothing is
 * stored then.
 */
function readValues(checkIn: CheckIn, submitted: FieldValues): Map<string, number> | null {
  const values = new Map<string, number>();
  for (const [item, chosen] of Object.entries(submitted)) {
    const parsed = value.safeParse(chosen);
    if (!parsed.success || !checkIn.items.some((asked) => asked.item === item)) return null;
    values.set(item, parsed.data);
  }
  return values;
}

function showCheckIn(context: CheckInContext) {
  return async (event: { from: ChatUser }): Promise<Reply> => {
    const checkIn = await context.store.findLatest(event.from);
    if (checkIn && context.now() < checkIn.closesAt) return say(await firstView(checkIn, context, context.now()));
    return withPerson(context.people, event.from, async (person) => sayText(await whyNone(context, person)));
  };
}

/** Tells why there are no questions and when they come, so that nobody waits who was not asked to take part. */
async function whyNone(
  { nextOf, standsStill }: CheckInContext,
  { id, role, takesPart, language }: Person,
): Promise<string> {
  const texts = checkInTexts(language);
  if (role !== 'teacher') return commonTexts(language).notForYou;
  if (!takesPart) return texts.notTakingPart;
  const next = await nextOf(id);
  if (next) return `${texts.none} ${texts.next(sayMoment(next.at, next.timezone, language))}`;
  return (await standsStill(id)) ? `${texts.none} ${texts.standsStill}` : texts.none;
}

/** Tells somebody that their check-in is not available, in their language when we know them. */
async function toldTo(
  context: CheckInContext,
  user: ChatUser,
  pick: (texts: ReturnType<typeof checkInTexts>) => string,
): Promise<string> {
  const language = await languageOf(context, user);
  return language === null ? inAllLanguages(checkInTexts, ({ unknown }) => unknown) : pick(checkInTexts(language));
}

/** Null for an unknown person. */
async function languageOf({ people }: CheckInContext, user: ChatUser): Promise<string | null> {
  return (await people.findByUser(user))?.language ?? null;
}
