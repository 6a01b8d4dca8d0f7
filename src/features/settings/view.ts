import { clockTime, dayAt, minutesAt, weekdayOf } from '../../calendar/day.ts';
import { LATEST, WORKDAYS } from '../../calendar/good-moment.ts';
import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { Coming, Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { nextDue } from '../../schedule/due.ts';
import { dayName } from '../../text/day-name.ts';
import { sayMoment } from '../../text/say-moment.ts';
import type { OwnSettings } from './store.ts';
import { settingsTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  open: 'settings.open',
  save: 'settings.save',
  pause: 'settings.pause',
  chooseDay: 'settings.choose-day',
  pauseUntil: 'settings.pause-until',
  resume: 'settings.resume',
} as const;

/** The value for the deployment's usual day. */
export const USUAL = 'usual';
const EVERY_WEEKS = [1, 2, 4] as const;

interface ShownSettings {
  readonly person: Person;
  readonly own: OwnSettings;
  readonly settings: Pick<Tools['settings'], 'checkInSchedule' | 'lessonTime'>;
  readonly now: Date;
}

/** When somebody is asked, with buttons to change it. @param first a sentence to put before it */
export function settingsView(shown: ShownSettings, coming: readonly Coming[], first: string | null = null): View {
  const { person } = shown;
  const texts = settingsTexts(person.language);
  const sentence = rhythmSentence(shown);
  const lines = comingLines(coming, person.language);
  return {
    summary: first ?? sentence,
    blocks: [
      { kind: 'heading', text: texts.heading },
      ...[first, sentence].flatMap((text): Block[] => (text === null ? [] : [{ kind: 'text', text }])),
      ...(lines.length === 0 ? [] : [{ kind: 'text', text: lines.join('\n') } as const]),
      { kind: 'buttons', layout: 'row', buttons: [changeButton(person), pauseOrResume(shown, 'message')] },
      { kind: 'note', text: neverText(shown) },
    ],
  };
}

/** Lines such as 'Je volgende vragen: dinsdag 1 december om 15:30.' */
export function comingLines(coming: readonly Coming[], language: string): string[] {
  return coming.map(({ at, timezone, what }) => {
    const first = what.charAt(0).toUpperCase() + what.slice(1);
    return `${first}: ${sayMoment(at, timezone, language)}.`;
  });
}

/** The section of the home page; the other buttons are elsewhere on it. */
export function settingsSection(shown: ShownSettings): Block[] {
  if (!shown.person.takesPart) return [];
  const sentence: Block = { kind: 'text', text: rhythmSentence(shown) };
  if (!isPaused(shown)) return [sentence];
  return [sentence, { kind: 'buttons', layout: 'row', buttons: [pauseOrResume(shown, 'home')] }];
}

/** Asks how long a pause should last. */
export function pauseView({ language }: Person): View {
  const texts = settingsTexts(language);
  const choice = (weeks: (typeof EVERY_WEEKS)[number]): Button => ({
    label: texts.weeks[weeks],
    action: ACTIONS.pause,
    data: { weeks: String(weeks) },
    tone: 'plain',
    opens: 'view',
  });
  const day: Button = { label: texts.chooseDay, action: ACTIONS.chooseDay, data: {}, tone: 'plain', opens: 'dialog' };
  return {
    summary: texts.askPause,
    blocks: [
      { kind: 'text', text: texts.askPause },
      { kind: 'buttons', layout: 'row', buttons: [...EVERY_WEEKS.map(choice), day] },
    ],
  };
}

/** The dialog for a pause until a chosen day. */
export function pauseDialog({ language }: Person): Dialog {
  const texts = settingsTexts(language);
  return {
    action: ACTIONS.pauseUntil,
    data: {},
    title: texts.pauseTitle,
    intro: texts.pauseIntro,
    fields: [{ kind: 'date', name: 'until', label: texts.pauseUntil, missing: texts.noDay, initial: null }],
    submit: texts.save,
    close: texts.close,
  };
}

/** The settings dialog, filled in with the present choices; what is sent replaces all of them. */
export function settingsDialog(shown: ShownSettings): Dialog {
  const { person, own } = shown;
  const texts = settingsTexts(person.language);
  const usual = usualMoment(shown);
  const { day, time, workdays } = own.rhythm;
  const named = WORKDAYS.map((value) => ({ value: String(value), label: weekdayName(value, person.language) }));
  const usualDay = { value: USUAL, label: texts.usualDay(weekdayName(usual.day, person.language)) };
  const missing = texts.missing;
  return {
    action: ACTIONS.save,
    data: {},
    title: texts.title,
    intro: `${texts.intro} ${neverText(shown)}`,
    fields: [
      {
        kind: 'choice',
        name: 'day',
        label: texts.day,
        options: [usualDay, ...named],
        initial: day === null ? USUAL : String(day),
        missing,
      },
      { kind: 'time', name: 'time', label: texts.time, help: texts.timeHelp(usual.time), missing: null, initial: time },
      {
        kind: 'choice',
        name: 'every',
        label: texts.every,
        options: EVERY_WEEKS.map((value) => ({ value: String(value), label: texts.everyWeeks[value] })),
        initial: String(own.everyWeeks),
        missing,
      },
      {
        kind: 'several',
        name: 'workdays',
        label: texts.workdays,
        options: named,
        initial: workdays.map(String),
        missing: texts.noWorkday,
      },
      ...placeField(own, person.language),
    ],
    submit: texts.save,
    close: texts.close,
  };
}

/** The choice of the account, for people with more than one. */
function placeField({ accounts }: OwnSettings, language: string): DialogField[] {
  const [first] = accounts;
  if (!first || accounts.length < 2) return [];
  const options = accounts.map(({ id, platform, workspace }) => ({
    value: id,
    label: `${platform === 'slack' ? 'Slack' : 'Teams'} (${workspace})`,
  }));
  const { place: label, missing } = settingsTexts(language);
  return [{ kind: 'choice', name: 'place', label, options, initial: first.id, missing }];
}

/** When somebody is asked, in one sentence; or until when they are not. */
function rhythmSentence(shown: ShownSettings): string {
  const { person, own } = shown;
  const texts = settingsTexts(person.language);
  const { day, time, pausedUntil } = own.rhythm;
  const until = pausedUntil !== null && isPaused(shown) ? dayName(pausedUntil, person.language) : null;
  if (!person.takesPart) return until === null ? texts.notTaking : texts.notTakingPaused(until);
  if (until !== null) return texts.paused(until);
  const usual = usualMoment(shown);
  const when = texts.when(weekdayName(day ?? usual.day, person.language), time ?? usual.time);
  const weeks = EVERY_WEEKS.find((each) => each === own.everyWeeks) ?? 1;
  return texts.rhythm[weeks](when);
}

/** Whether somebody pauses now. */
export function isPaused({ own: { rhythm }, now }: ShownSettings): boolean {
  return rhythm.pausedUntil !== null && rhythm.pausedUntil > dayAt(now, rhythm.timezone);
}

/** A sentence about the times that are never good. */
function neverText({ person, settings: { lessonTime } }: ShownSettings): string {
  return settingsTexts(person.language).never(
    clockTime(lessonTime.begin),
    clockTime(lessonTime.end),
    clockTime(LATEST),
  );
}

/** The deployment's usual day and time. */
function usualMoment({ own: { rhythm }, settings: { checkInSchedule }, now }: ShownSettings) {
  const at = nextDue(checkInSchedule, rhythm.timezone, now).next().value;
  return { day: weekdayOf(dayAt(at, rhythm.timezone)), time: clockTime(minutesAt(at, rhythm.timezone)) };
}

function weekdayName(day: number, language: string): string {
  return settingsTexts(language).weekdays[day - 1] ?? '';
}

function changeButton({ language }: Person): Button {
  const label = settingsTexts(language).change;
  return { label, action: ACTIONS.open, data: {}, tone: 'plain', opens: 'dialog' };
}

function pauseOrResume(shown: ShownSettings, place: 'message' | 'home'): Button {
  const texts = settingsTexts(shown.person.language);
  // People who do not take part get no questions when the pause ends, so the button does not promise any.
  const resume = shown.person.takesPart ? texts.resume : texts.endPause;
  return isPaused(shown)
    ? { label: resume, action: ACTIONS.resume, data: { place }, tone: 'primary', opens: 'view' }
    : { label: texts.pause, action: ACTIONS.chooseDay, data: {}, tone: 'plain', opens: 'dialog' };
}
