import { z } from 'zod';
import { clockTime, dayAt, daysAfter, minutesOf, weekdayOf } from '../../calendar/day.ts';
import type { FieldErrors, Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { FieldValues } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { dayName } from '../../text/day-name.ts';
import { ACTIONS } from './actions.ts';
import type { Audience, createHourStore } from './hours-store.ts';
import { hourTexts } from './hours-texts.ts';
import { askIllView, awayDialog, choiceOf, hourDialog, hoursView } from './hours-view.ts';
import { EARLIEST_HOUR, type Hour, hoursOverlap, LATEST_HOUR, SLOT_MINUTES } from './slots.ts';

type HourStore = ReturnType<typeof createHourStore>;

interface SettingHours extends Pick<Tools, 'people' | 'settings' | 'now'> {
  readonly store: HourStore;
  /** Called when hours were added or ended. */
  readonly onChanged: () => Promise<void>;
}

/** How far ahead anything can be set. */
const MAX_DAYS_AHEAD = 730;

const named = z.object({ hour: z.uuid() });
const aDay = z.object({ day: z.iso.date() });
const filled = z.object({
  where: z.string(),
  begins: z.string(),
  ends: z.string(),
  slotMinutes: z.string(),
  place: z.string(),
  weekday: z
    .string()
    .regex(/^[1-5]$/)
    .optional(),
  day: z.iso.date().optional(),
  firstDay: z.iso.date().optional(),
  lastDay: z.iso.date().optional(),
});
const turned = z.object({
  from: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
type Filled = z.infer<typeof filled>;

/** The handlers for supervisors' actions on their hours. */
export function hoursHandlers(setting: SettingHours): Handlers {
  const withSupervisor = (event: Pick<Tap, 'from'>, answer: (person: Person) => Promise<Reply>) =>
    withPerson(setting.people, event.from, (person) =>
      person.role === 'teacher' ? say(sentenceView(hourTexts(person.language).notASupervisor)) : answer(person),
    );
  const overview = (event: Pick<Tap, 'from'>, reply: typeof say) =>
    withSupervisor(event, (person) => showHours(setting, person, reply));
  const opens = (kind: typeof ACTIONS.addWeekly | typeof ACTIONS.addOnce) => (event: Tap) =>
    withSupervisor(event, (person) => openHour(setting, person, kind));
  const adds = (kind: typeof ACTIONS.addWeekly | typeof ACTIONS.addOnce) => (event: Submission) =>
    withSupervisor(event, (person) => addHour(setting, person, kind, event.values));
  return {
    commands: {
      hours: (event) => overview(event, say),
      // A single word may mean something else, so it asks first. A teacher who is ill has no hours, but may have an
      // appointment.
      ill: (event) =>
        withPerson(setting.people, event.from, (person) =>
          person.role === 'teacher'
            ? say(sentenceView(hourTexts(person.language).illTeacher))
            : askIll(setting, person),
        ),
      'well-again': (event) =>
        withPerson(setting.people, event.from, (person) =>
          person.role === 'teacher'
            ? say(sentenceView(hourTexts(person.language).wellTeacher))
            : showDaysAway(setting, person),
        ),
    },
    idempotentTaps: {
      [ACTIONS.hours]: (event) => {
        const from = turned.safeParse(event.data).data?.from;
        return withSupervisor(event, (person) =>
          from === undefined ? showHours(setting, person, say) : showHours(setting, person, replaceBy, { from }),
        );
      },
      [ACTIONS.addWeekly]: opens(ACTIONS.addWeekly),
      [ACTIONS.addOnce]: opens(ACTIONS.addOnce),
      [ACTIONS.away]: (event) =>
        withSupervisor(event, async (person) => ({
          kind: 'dialog',
          dialog: awayDialog(await today(setting, person), person.language),
        })),
    },
    taps: {
      [ACTIONS.remove]: (event) => withSupervisor(event, (person) => removeHour(setting, person, event)),
      [ACTIONS.illToday]: (event) => withSupervisor(event, (person) => beIllToday(setting, person)),
      [ACTIONS.there]: (event) => withSupervisor(event, (person) => beThere(setting, person, event)),
    },
    repeatedTaps: Object.fromEntries(
      [ACTIONS.remove, ACTIONS.illToday, ACTIONS.there].map((action) => [
        action,
        (event: Tap) => overview(event, replaceBy),
      ]),
    ),
    submissions: {
      [ACTIONS.addWeekly]: adds(ACTIONS.addWeekly),
      [ACTIONS.addOnce]: adds(ACTIONS.addOnce),
      [ACTIONS.away]: (event) => withSupervisor(event, (person) => beAway(setting, person, event.values)),
    },
  };
}

async function showHours(
  setting: SettingHours,
  person: Person,
  reply: typeof say,
  page: Parameters<typeof hoursView>[2] = {},
): Promise<Reply> {
  const { store } = setting;
  const day = await today(setting, person);
  const [hours, absences] = await Promise.all([store.hoursOf(person.id, day), store.absencesOf(person.id, day)]);
  return reply(hoursView({ today: day, hours, absences }, person.language, page));
}

/** Somebody who said so already sees how to undo it. */
async function askIll(setting: SettingHours, person: Person): Promise<Reply> {
  const now = await today(setting, person);
  const isSaid = (await setting.store.absencesOf(person.id, now)).some(({ day, ill }) => ill && day === now);
  return isSaid ? showHours(setting, person, say) : say(askIllView(person.language));
}

/**
 * Shows the absences of somebody who says that they are well. A word undoes nothing, because another day may be meant.
 */
async function showDaysAway(setting: SettingHours, person: Person): Promise<Reply> {
  const { well, wellAgain } = hourTexts(person.language);
  const absences = await setting.store.absencesOf(person.id, await today(setting, person));
  return absences.length === 0 ? say(sentenceView(well)) : showHours(setting, person, say, { first: wellAgain });
}

async function openHour(
  setting: SettingHours,
  person: Person,
  kind: typeof ACTIONS.addWeekly | typeof ACTIONS.addOnce,
): Promise<Reply> {
  const { id, language } = person;
  const audiences = await setting.store.audiencesOf(id);
  if (audiences.length === 0) return say(sentenceView(hourTexts(language).noCircle));
  return { kind: 'dialog', dialog: hourDialog(kind, audiences, await today(setting, person), language) };
}

async function addHour(
  setting: SettingHours,
  person: Person,
  kind: typeof ACTIONS.addWeekly | typeof ACTIONS.addOnce,
  values: FieldValues,
): Promise<Reply> {
  const { store, now } = setting;
  const texts = hourTexts(person.language);
  const [audiences, day] = await Promise.all([store.audiencesOf(person.id), today(setting, person)]);
  const dialog = hourDialog(kind, audiences, day, person.language);
  const errors = (fields: FieldErrors): Reply => ({ kind: 'errors', dialog, fields });
  const tooLong = tooLongIn(dialog, values, person.language);
  if (hasErrors(tooLong)) return errors(tooLong);
  const read = filled.safeParse(values);
  const audience = audiences.find((each) => read.success && choiceOf(each) === read.data.where);
  if (!read.success) return errors(missingIn(read.error, texts.missing));
  if (!audience) return errors({ where: texts.notYours });
  const hour = toHour(read.data, audience, person.id, kind === ACTIONS.addWeekly);
  const wrong = faultsOf(hour, day, person.language, kind === ACTIONS.addWeekly);
  if (hasErrors(wrong)) return errors(wrong);
  const others = await store.hoursOf(person.id, day);
  if (others.some((other) => hoursOverlap({ ...hour, timezone: other.timezone }, other))) {
    return errors({ begins: texts.overlaps });
  }
  if ((await store.add(hour, now())) === null) return errors({ where: texts.notYours });
  await setting.onChanged();
  return { kind: 'close', note: texts.added };
}

function missingIn({ issues }: z.ZodError, text: string): FieldErrors {
  return Object.fromEntries(issues.map(({ path }) => [String(path[0]), text]));
}

function toHour(read: Filled, { circleId, schoolId }: Audience, supervisorId: string, weekly: boolean) {
  const firstDay = (weekly ? read.firstDay : read.day) ?? '';
  return {
    supervisorId,
    circleId,
    schoolId,
    place: read.place,
    weekday: weekly ? Number(read.weekday ?? 0) : weekdayOf(firstDay),
    begins: minutesOf(read.begins),
    ends: minutesOf(read.ends),
    slotMinutes: Number(read.slotMinutes),
    firstDay,
    lastDay: weekly ? (read.lastDay ?? null) : firstDay,
  };
}

/** The faults of an hour, by the field where each can be corrected. */
function faultsOf(hour: Omit<Hour, 'id' | 'timezone'>, today: string, language: string, weekly: boolean): FieldErrors {
  const texts = hourTexts(language);
  const { begins, ends, slotMinutes, weekday, firstDay, lastDay } = hour;
  const dayField = weekly ? 'firstDay' : 'day';
  const between = texts.tooEarly(clockTime(EARLIEST_HOUR), clockTime(LATEST_HOUR));
  const latest = daysAfter(today, MAX_DAYS_AHEAD);
  const faults: [string, string, boolean][] = [
    ['weekday', texts.missing, weekly && !(weekday >= 1)],
    [dayField, texts.missing, firstDay === ''],
    [dayField, texts.past, !weekly && firstDay !== '' && firstDay < today],
    [dayField, texts.tooFar, firstDay > latest],
    ['lastDay', texts.beforeFirst, weekly && lastDay !== null && (lastDay < firstDay || lastDay < today)],
    ['slotMinutes', texts.missing, !SLOT_MINUTES.some((minutes) => minutes === slotMinutes)],
    ['begins', between, begins < EARLIEST_HOUR],
    ['ends', between, ends > LATEST_HOUR],
    ['ends', texts.tooShort, ends - begins < slotMinutes],
  ];
  return Object.fromEntries(faults.filter(([, , isWrong]) => isWrong).map(([name, text]) => [name, text]));
}

async function removeHour(setting: SettingHours, person: Person, event: Tap): Promise<Reply> {
  const asked = named.safeParse(event.data);
  const removed = asked.success && (await setting.store.remove(asked.data.hour, person.id, setting.now()));
  if (removed) await setting.onChanged();
  return showHours(setting, person, replaceBy, { first: removed ? hourTexts(person.language).removed : null });
}

async function beAway(setting: SettingHours, person: Person, values: FieldValues): Promise<Reply> {
  const texts = hourTexts(person.language);
  const read = z.object({ day: z.iso.date(), why: z.enum(['off', 'ill']) }).safeParse(values);
  const now = await today(setting, person);
  const errors = (fields: FieldErrors): Reply => ({
    kind: 'errors',
    dialog: awayDialog(now, person.language),
    fields,
  });
  if (!read.success) return errors(missingIn(read.error, texts.missing));
  const { day, why } = read.data;
  if (day < now) return errors({ day: texts.past });
  if (day > daysAfter(now, MAX_DAYS_AHEAD)) return errors({ day: texts.tooFar });
  await setting.store.beAway(person.id, day, why === 'ill');
  await setting.onChanged();
  return { kind: 'close', note: texts.isAway(dayName(day, person.language)) };
}

async function beIllToday(setting: SettingHours, person: Person): Promise<Reply> {
  const day = await today(setting, person);
  await setting.store.beAway(person.id, day, true);
  await setting.onChanged();
  const first = hourTexts(person.language).isAway(dayName(day, person.language));
  return showHours(setting, person, replaceBy, { first });
}

async function beThere(setting: SettingHours, person: Person, event: Tap): Promise<Reply> {
  const asked = aDay.safeParse(event.data);
  if (!asked.success) return showHours(setting, person, replaceBy);
  await setting.store.beThere(person.id, asked.data.day);
  await setting.onChanged();
  const first = hourTexts(person.language).isThere(dayName(asked.data.day, person.language));
  return showHours(setting, person, replaceBy, { first });
}

/** The current day in the supervisor's time zone. */
async function today({ now, settings, store }: SettingHours, { id }: Pick<Person, 'id'>): Promise<string> {
  return dayAt(now(), (await store.timezoneOf(id)) ?? settings.timezone);
}
