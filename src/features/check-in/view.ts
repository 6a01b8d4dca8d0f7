import { TZDate } from '@date-fns/tz';
import { minutesAt } from '../../calendar/day.ts';
import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { sayMoment } from '../../text/say-moment.ts';
import type { CheckIn } from './store.ts';
import { checkInTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  answer: 'check-in.answer',
  skip: 'check-in.skip',
  open: 'check-in.open',
  change: 'check-in.change',
  snooze: 'check-in.snooze',
  now: 'check-in.now',
} as const;

const MIDNIGHT = 24 * 60;

/** The choices for postponing a check-in. */
export const WHENS = ['hour', 'after-school', 'tomorrow'] as const;

/**
 * The message of a check-in: the first question that was neither answered nor skipped, with its seven answers; the
 * thanks; or why it is over. It never tells what was answered or whether, because a message stays in the chat and can
 * be exported.
 * @param instrument in the teacher's language
 * @param offers blocks below the thanks
 * @param lessonsEnd in minutes after midnight; until then it can be postponed until after school
 */
export function checkInView(
  checkIn: CheckIn,
  instrument: Instrument,
  now: Date,
  offers: readonly Block[] = [],
  lessonsEnd = MIDNIGHT,
): View {
  const texts = checkInTexts(checkIn.language);
  const index = checkIn.items.findIndex(isToAnswer);
  const open = checkIn.items[index];
  const over = whyOver(checkIn, now);
  if (over !== null) return { summary: over, blocks: [{ kind: 'text', text: over }] };
  if (!open) return thanksView(checkIn, offers);

  const buttons = instrument.answers.map(
    ({ value, label }): Button => ({
      label: `${value} · ${label}`,
      action: ACTIONS.answer,
      data: { checkIn: checkIn.id, item: open.item, value: String(value) },
      tone: 'plain',
      opens: 'view',
    }),
  );
  return {
    summary: texts.summary,
    blocks: [
      { kind: 'note', text: texts.progress(index + 1, checkIn.items.length) },
      { kind: 'heading', text: itemText(instrument, open.item) },
      { kind: 'text', text: instrument.question },
      { kind: 'buttons', layout: 'stacked', buttons },
      {
        kind: 'buttons',
        layout: 'row',
        buttons: [skipButton(checkIn, open.item), ...(index > 0 ? [openButton(checkIn)] : [])],
      },
      ...(index === 0 ? putOffBlocks(checkIn, now, lessonsEnd) : []),
      { kind: 'note', text: `${texts.whoSees} ${texts.halfway}` },
    ],
  };
}

/** Whether a question is still open. */
export function isToAnswer({ value, skipped }: CheckIn['items'][number]): boolean {
  return value === null && !skipped;
}

function skipButton({ id, language }: CheckIn, item: string): Button {
  const label = checkInTexts(language).skip;
  return { label, action: ACTIONS.skip, data: { checkIn: id, item }, tone: 'plain', opens: 'view' };
}

function openButton({ id, language }: CheckIn): Button {
  const label = checkInTexts(language).change;
  return { label, action: ACTIONS.open, data: { checkIn: id }, tone: 'plain', opens: 'dialog' };
}

/**
 * Buttons to postpone a check-in that was not begun. 'After school' is left out when school is over already, because it
 * would mean tomorrow.
 */
function putOffBlocks({ id, language, timezone }: CheckIn, now: Date, lessonsEnd: number): Block[] {
  const texts = checkInTexts(language);
  const isOut = minutesAt(now, timezone ?? DUTCH_TIMEZONE) >= lessonsEnd;
  const buttons = WHENS.filter((when) => when !== 'after-school' || !isOut).map(
    (when): Button => ({
      label: texts.putOff[when],
      action: ACTIONS.snooze,
      data: { checkIn: id, when },
      tone: 'plain',
      opens: 'view',
    }),
  );
  return [
    { kind: 'note', text: texts.notNow },
    { kind: 'buttons', layout: 'row', buttons },
  ];
}

/** Replaces a postponed check-in: tells when it comes back. */
export function snoozedView({ id, language }: CheckIn, until: Date, timezone: string): View {
  const texts = checkInTexts(language);
  const text = texts.snoozed(sayMoment(until, timezone, language));
  const now: Button = { label: texts.now, action: ACTIONS.now, data: { checkIn: id }, tone: 'plain', opens: 'view' };
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [now] },
    ],
  };
}

/** The first question once more, with the notice that this is the only reminder. */
export function reminderView(checkIn: CheckIn, instrument: Instrument, now: Date, lessonsEnd: number): View {
  const { reminder } = checkInTexts(checkIn.language);
  const { blocks } = checkInView(checkIn, instrument, now, [], lessonsEnd);
  return { summary: reminder, blocks: [{ kind: 'text', text: reminder }, ...blocks] };
}

/** In the time zone of its owner's school. */
function closingTime({ closesAt, timezone }: CheckIn): TZDate {
  return new TZDate(closesAt, timezone ?? DUTCH_TIMEZONE);
}

/** Tells the teacher why nothing can be answered any more; null while it can. */
export function whyOver({ language, closesAt, takesPart }: CheckIn, now: Date): string | null {
  const texts = checkInTexts(language);
  if (!takesPart) return texts.stopped;
  return now >= closesAt ? texts.closed : null;
}

/** The dialog in which a teacher sees and changes the answers of an open check-in. */
export function changeDialog(checkIn: CheckIn, instrument: Instrument): Dialog {
  const texts = checkInTexts(checkIn.language);
  const options = instrument.answers.map(({ value, label }) => ({
    value: String(value),
    label: `${value} · ${label}`,
  }));
  return {
    action: ACTIONS.change,
    data: { checkIn: checkIn.id },
    title: texts.dialogTitle,
    intro: texts.dialogIntro(closingTime(checkIn)),
    fields: checkIn.items.map(({ item, value }) => ({
      kind: 'choice',
      name: item,
      label: itemText(instrument, item),
      options,
      initial: value === null ? null : String(value),
      // An answer can be changed, and not taken back.
      missing: value === null ? null : texts.nothingChosen,
    })),
    submit: texts.save,
    close: texts.close,
  };
}

function thanksView(checkIn: CheckIn, offers: readonly Block[]): View {
  const { whoSees, untilWhen } = checkInTexts(checkIn.language);
  const thanks = thanksOf(checkIn);
  return {
    summary: thanks,
    blocks: [
      { kind: 'text', text: thanks },
      { kind: 'buttons', layout: 'row', buttons: [openButton(checkIn)] },
      { kind: 'note', text: `${untilWhen(closingTime(checkIn))} ${whoSees}` },
      ...offers,
    ],
  };
}

/** Chooses another text every week, the same each time the message is drawn, and whatever was answered. */
function thanksOf({ personId, week, language }: CheckIn): string {
  const { thanks } = checkInTexts(language);
  const person = [...personId].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
  return thanks[(person + Number(week.slice(6))) % thanks.length] ?? '';
}

function itemText(instrument: Instrument, code: string): string {
  // An item of an instrument that was replaced is shown by its code.
  return instrument.items.find((item) => item.code === code)?.text ?? code;
}
