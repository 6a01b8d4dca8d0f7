import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import type { View } from '../../chat/view.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { textsFor } from '../../text/texts.ts';
import { type CheckIn, type CheckInStore, notificationOf } from './check-in-store.ts';
import { ANSWER_ACTION, CHANGE_ACTION, changeDialog, checkInView, OPEN_ACTION, whyOver } from './check-in-view.ts';

export interface CheckInContext {
  readonly store: CheckInStore;
  /** The instrument in a language. */
  readonly instrumentFor: (language: string) => Instrument;
  readonly now: () => Date;
}

const value = z
  .string()
  .regex(/^[0-6]$/)
  .transform(Number);
const answer = z.object({ checkIn: z.uuid(), item: z.string(), value });
const reference = z.object({ checkIn: z.uuid() });

/** Taps and submissions of the check-in, and the command that shows it. */
export function checkInHandlers(context: CheckInContext): Handlers {
  const show = showCheckIn(context);
  return {
    // One answer an item, whoever sends the tap again; and this is what thousands do within minutes.
    idempotentTaps: {
      [ANSWER_ACTION]: (event) => answerItem(context, event),
      [OPEN_ACTION]: (event) => openAnswers(context, event),
    },
    submissions: { [CHANGE_ACTION]: (event) => changeAnswers(context, event) },
    commands: { 'check-in': show, checkin: show },
  };
}

/**
 * One tap, one answer. A second tap, a retry or a tap on an old message stores nothing and shows how things stand.
 * Values outside 0 to 6, items that were not asked and other people's check-ins change nothing and show nothing.
 */
async function answerItem(context: CheckInContext, event: Tap): Promise<Reply> {
  const data = answer.safeParse(event.data);
  if (!data.success) return { kind: 'none' };
  const { checkIn: id, item, value } = data.data;
  const checkIn = await context.store.answer(id, event.from, item, value, context.now());
  if (!checkIn?.items.some((asked) => asked.item === item)) return { kind: 'none' };
  const current = async () => {
    const latest = await context.store.find(id, event.from);
    return latest && viewOf(latest, context);
  };
  return { kind: 'replace', view: viewOf(checkIn, context), about: { notification: notificationOf(id), current } };
}

function viewOf(checkIn: CheckIn, { instrumentFor, now }: CheckInContext): View {
  return checkInView(checkIn, instrumentFor(checkIn.language), now());
}

async function openAnswers({ store, instrumentFor, now }: CheckInContext, event: Tap): Promise<Reply> {
  const data = reference.safeParse(event.data);
  const checkIn = data.success ? await store.find(data.data.checkIn, event.from) : null;
  if (!checkIn) return { kind: 'none' };
  const dialog = changeDialog(checkIn, instrumentFor(checkIn.language));
  const over = whyOver(checkIn, now());
  return { kind: 'dialog', dialog: over === null ? dialog : { ...dialog, intro: over, fields: [], submit: null } };
}

async function changeAnswers({ store, now }: CheckInContext, event: Submission): Promise<Reply> {
  const data = reference.safeParse(event.data);
  const checkIn = data.success ? await store.find(data.data.checkIn, event.from) : null;
  if (!checkIn) return { kind: 'close', note: '' };
  const values = readValues(checkIn, event.values);
  if (!values) return { kind: 'close', note: '' };
  const stored = await store.changeAnswers(checkIn.id, values, now());
  const texts = textsFor(checkIn.language).checkIn;
  if (stored) return { kind: 'close', note: texts.saved };
  return { kind: 'close', note: checkIn.takesPart ? texts.tooLate : texts.stopped };
}

/** Null when one value is not a whole number from 0 to 6, or one item was never asked: then nothing is stored. */
function readValues(checkIn: CheckIn, submitted: Readonly<Record<string, string>>): Map<string, number> | null {
  const values = new Map<string, number>();
  for (const [item, text] of Object.entries(submitted)) {
    if (text === '') continue;
    const parsed = value.safeParse(text);
    if (!parsed.success || !checkIn.items.some((asked) => asked.item === item)) return null;
    values.set(item, parsed.data);
  }
  return values;
}

function showCheckIn({ store, instrumentFor, now }: CheckInContext) {
  return async (event: { from: Tap['from'] }): Promise<Reply> => {
    const checkIn = await store.findLatest(event.from);
    if (!checkIn || now() >= checkIn.closesAt) {
      const text = textsFor(checkIn?.language ?? 'nl').checkIn.none;
      return { kind: 'say', view: { summary: text, blocks: [{ kind: 'text', text }] } };
    }
    return { kind: 'say', view: checkInView(checkIn, instrumentFor(checkIn.language), now()) };
  };
}
