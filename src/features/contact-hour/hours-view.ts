import { clockTime } from '../../calendar/day.ts';
import { buttonRow, textBlock } from '../../chat/blocks.ts';
import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import { dayName } from '../../text/day-name.ts';
import { ACTIONS } from './actions.ts';
import type { Audience, OwnHour } from './hours-store.ts';
import { hourTexts } from './hours-texts.ts';
import { SLOT_MINUTES } from './slots.ts';

interface Absence {
  readonly day: string;
  readonly ill: boolean;
}

/** A supervisor's hours and absences from a day on. */
interface SetHours {
  readonly today: string;
  readonly hours: readonly OwnHour[];
  readonly absences: readonly Absence[];
}

/** How many are shown at a time: with more, Slack would leave out the buttons below them. */
const MAX_SHOWN = 12;

/** A supervisor's hours and absences, each with a button to remove it. @param from index of the first one shown */
export function hoursView(
  { today, hours, absences }: SetHours,
  language: string,
  { first = null, from = 0 }: { first?: string | null; from?: number } = {},
): View {
  const texts = hourTexts(language);
  const set = [
    ...hours.map((hour) => hourBlocks(hour, language)),
    ...absences.map((absence) => absenceBlocks(absence, language)),
  ];
  const begin = from < set.length ? from : 0;
  const left = set.length - begin - MAX_SHOWN;
  const turns = [
    ...(left > 0 ? [hoursButton(texts.more(left), begin + MAX_SHOWN)] : []),
    ...(begin > 0 ? [hoursButton(texts.first, 0)] : []),
  ];
  const dialogs = [
    [texts.addWeekly, ACTIONS.addWeekly],
    [texts.addOnce, ACTIONS.addOnce],
    [texts.away, ACTIONS.away],
  ] as const;
  // The absence above it says so already, with a way back.
  const isIll = absences.some(({ day, ill }) => ill && day === today);
  const ill: Button = { label: texts.illToday, action: ACTIONS.illToday, data: {}, tone: 'plain', opens: 'view' };
  return {
    summary: first ?? texts.title,
    blocks: [
      ...(first === null ? [] : [textBlock(first)]),
      { kind: 'heading', text: texts.title },
      ...(hours.length === 0 ? [textBlock(texts.none)] : []),
      ...set.slice(begin, begin + MAX_SHOWN).flat(),
      ...(turns.length === 0 ? [] : [buttonRow(turns)]),
      { kind: 'divider' },
      buttonRow([
        ...dialogs.map(([label, action]) => ({ label, action, data: {}, tone: 'plain', opens: 'dialog' }) as const),
        ...(isIll ? [] : [ill]),
      ]),
      { kind: 'note', text: texts.holidays },
    ],
  };
}

function hoursButton(label: string, from: number): Button {
  return { label, action: ACTIONS.hours, data: { from: String(from) }, tone: 'plain', opens: 'view' };
}

/** Asks whether "ill" was meant as an absence. */
export function askIllView(language: string): View {
  const texts = hourTexts(language);
  const ill: Button = { label: texts.illToday, action: ACTIONS.illToday, data: {}, tone: 'primary', opens: 'view' };
  const other: Button = { label: texts.away, action: ACTIONS.away, data: {}, tone: 'plain', opens: 'dialog' };
  return { summary: texts.askIll, blocks: [textBlock(texts.askIll), buttonRow([ill, other])] };
}

function hourBlocks(hour: OwnHour, language: string): Block[] {
  const texts = hourTexts(language);
  return [
    textBlock(describeHour(hour, language)),
    { kind: 'note', text: [hour.school ?? texts.whole(hour.circle), hour.place].join(' · ') },
    buttonRow([{ label: texts.remove, action: ACTIONS.remove, data: { hour: hour.id }, tone: 'plain', opens: 'view' }]),
  ];
}

function describeHour(hour: OwnHour, language: string): string {
  const texts = hourTexts(language);
  const { weekday, slotMinutes, firstDay, lastDay } = hour;
  const times = texts.times(clockTime(hour.begins), clockTime(hour.ends));
  if (firstDay === lastDay) return texts.once(dayName(firstDay, language), times, slotMinutes);
  const weekly = texts.weekly(texts.weekdays[weekday - 1] ?? '', times, slotMinutes);
  const last = lastDay === null ? [] : [texts.until(dayName(lastDay, language))];
  return [weekly, texts.from(dayName(firstDay, language)), ...last].join(', ');
}

function absenceBlocks({ day, ill }: Absence, language: string): Block[] {
  const texts = hourTexts(language);
  const name = dayName(day, language);
  return [
    textBlock(ill ? texts.isIll(name) : texts.isOff(name)),
    buttonRow([{ label: texts.there, action: ACTIONS.there, data: { day }, tone: 'plain', opens: 'view' }]),
  ];
}

/** The dialog of a weekly hour, or of one on a single day. */
export function hourDialog(
  kind: typeof ACTIONS.addWeekly | typeof ACTIONS.addOnce,
  audiences: readonly Audience[],
  today: string,
  language: string,
): Dialog {
  const texts = hourTexts(language);
  const weekly = kind === ACTIONS.addWeekly;
  return {
    action: kind,
    data: {},
    title: weekly ? texts.weeklyTitle : texts.onceTitle,
    intro: texts.hourIntro,
    fields: [
      {
        ...field('where', texts.forWhom, texts.missing),
        kind: 'choice',
        options: audiences.map((each) => ({ label: each.school ?? texts.whole(each.circle), value: choiceOf(each) })),
        initial: audiences[0] ? choiceOf(audiences[0]) : null,
      },
      weekly ? weekdayField(language) : { ...field('day', texts.day, texts.missing), kind: 'date', initial: today },
      { ...field('begins', texts.begins, texts.missing), kind: 'time', initial: '15:00' },
      { ...field('ends', texts.ends, texts.missing), kind: 'time', initial: '16:00' },
      {
        ...field('slotMinutes', texts.slotMinutes, texts.missing),
        kind: 'choice',
        options: SLOT_MINUTES.map((minutes) => ({ label: texts.minutes(minutes), value: String(minutes) })),
        initial: '15',
      },
      {
        ...field('place', texts.place, texts.missing),
        help: texts.placeHelp,
        kind: 'text',
        lines: 'one',
        maxLength: 200,
        initial: null,
      },
      ...(weekly ? seasonFields(today, language) : []),
    ],
    submit: texts.save,
    close: texts.close,
  };
}

function weekdayField(language: string): DialogField {
  const texts = hourTexts(language);
  return {
    ...field('weekday', texts.weekday, texts.missing),
    kind: 'choice',
    options: texts.weekdays.slice(0, 5).map((label, index) => ({ label, value: String(index + 1) })),
    initial: null,
  };
}

/** The first and last day of a weekly hour. */
function seasonFields(today: string, language: string): DialogField[] {
  const texts = hourTexts(language);
  return [
    { ...field('firstDay', texts.firstDay, texts.missing), kind: 'date', initial: today },
    { ...field('lastDay', texts.lastDay, null), kind: 'date', initial: null },
  ];
}

/** The value of an audience in the dialog's choice. */
export function choiceOf({ circleId, schoolId }: Audience): string {
  return schoolId ?? circleId;
}

/** The dialog for one day of absence: off or ill. */
export function awayDialog(today: string, language: string): Dialog {
  const texts = hourTexts(language);
  return {
    action: ACTIONS.away,
    data: {},
    title: texts.awayTitle,
    intro: texts.awayIntro,
    fields: [
      { ...field('day', texts.day, texts.missing), kind: 'date', initial: today },
      {
        ...field('why', texts.why, texts.missing),
        kind: 'choice',
        options: [
          { label: texts.off, value: 'off' },
          { label: texts.ill, value: 'ill' },
        ],
        initial: 'off',
      },
    ],
    submit: texts.save,
    close: texts.close,
  };
}

function field(name: string, label: string, missing: string | null) {
  return { name, label, missing };
}
