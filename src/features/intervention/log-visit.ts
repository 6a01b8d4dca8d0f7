import { z } from 'zod';
import { dayAt, daysAfter } from '../../calendar/day.ts';
import type { FieldErrors, Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { Dialog, FieldValues } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ACTIONS } from './actions.ts';
import type { LogStore, PossibleTeacher } from './log-store.ts';
import { logTexts } from './log-texts.ts';
import { changeDialog, findDialog, logDialog, logView, MAX_OPTIONS } from './log-view.ts';

interface Logging extends Pick<Tools, 'people' | 'instruments' | 'now' | 'settings' | 'goodMoments'> {
  readonly store: LogStore;
  /** Called after a visit was logged or changed, when there may be something to ask a teacher. */
  readonly onLogged: () => Promise<void>;
}

/** How many days ago a visit that is logged now may have been. */
const MAX_DAYS_BACK = 31;

const searched = z.object({ search: z.string().optional() });
const sought = z.object({ search: z.string().min(1) });
const ofVisit = z.object({ visit: z.uuid() });
const filled = z.object({
  teacher: z.uuid().optional(),
  what: z.array(z.string()).min(1),
  day: z.iso.date(),
  expected: z
    .string()
    .regex(/^[1-5]$/)
    .transform(Number)
    .optional(),
});

/** Handlers for what supervisors do about the visits that they log. */
export function logHandlers(logging: Logging): Handlers {
  const asSupervisor = (event: Pick<Tap, 'from'>, answer: (person: Person) => Promise<Reply>) =>
    withPerson(logging.people, event.from, (person) =>
      person.role === 'teacher' ? say(sentenceView(commonTexts(person.language).outdated)) : answer(person),
    );
  return {
    idempotentTaps: {
      [ACTIONS.log]: (event) => asSupervisor(event, (person) => openLog(logging, person)),
      [ACTIONS.change]: (event) => asSupervisor(event, (person) => openChange(logging, person, event)),
      // Safe to repeat: removing twice changes nothing.
      [ACTIONS.remove]: (event) => asSupervisor(event, (person) => remove(logging, person, event)),
    },
    submissions: {
      [ACTIONS.find]: (event) => asSupervisor(event, (person) => find(logging, person, event)),
      [ACTIONS.log]: (event) => asSupervisor(event, (person) => log(logging, person, event)),
    },
    overwritingSubmissions: {
      [ACTIONS.change]: (event) => asSupervisor(event, (person) => change(logging, person, event)),
    },
  };
}

/** A supervisor's recent visits. */
export async function showLog(
  { store, instruments, now }: Logging,
  { id, language }: Person,
  reply: typeof say = say,
  first: string | null = null,
): Promise<Reply> {
  const visits = await store.recent(id, now());
  return reply(logView(visits, { interventions: instruments.interventions, language }, first));
}

async function openLog(logging: Logging, { id, language }: Person): Promise<Reply> {
  const teachers = await logging.store.teachersOf(id);
  if (teachers.length === 0) return say(sentenceView(logTexts(language).nobody));
  if (teachers.length > MAX_OPTIONS) return { kind: 'dialog', dialog: findDialog(language) };
  return { kind: 'dialog', dialog: dialogFor(logging, language, teachers, null) };
}

/** Finds teachers by part of a name, and opens the dialog with those. */
async function find(logging: Logging, { id, language }: Person, event: Submission): Promise<Reply> {
  const texts = logTexts(language);
  const read = sought.safeParse(event.values);
  const dialog = findDialog(language);
  const errors = (search: string) => errorsOn(dialog, { search });
  const tooLong = tooLongIn(dialog, event.values, language);
  if (hasErrors(tooLong)) return errorsOn(dialog, tooLong);
  if (!read.success) return errors(texts.missing);
  const { search } = read.data;
  const teachers = meant(await logging.store.teachersOf(id), search);
  if (teachers.length === 0) return errors(texts.notFound);
  if (teachers.length > MAX_OPTIONS) return errors(texts.tooMany);
  return { kind: 'dialog', dialog: dialogFor(logging, language, teachers, search) };
}

/** The teachers whose name or school contains every word of the search, ignoring accents and capitals. */
function meant(teachers: readonly PossibleTeacher[], search: string): readonly PossibleTeacher[] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain(search).split(/\s+/);
  return teachers.filter(({ name, school }) => words.every((word) => plain(`${name} ${school}`).includes(word)));
}

function dialogFor(
  logging: Logging,
  language: string,
  teachers: readonly PossibleTeacher[],
  search: string | null,
): Dialog {
  return logDialog(teachers.slice(0, MAX_OPTIONS), search, todayAt(logging, teachers[0]?.timezone), {
    interventions: logging.instruments.interventions,
    language,
  });
}

async function log(logging: Logging, { id, language }: Person, event: Submission): Promise<Reply> {
  const texts = logTexts(language);
  const teachers = await logging.store.teachersOf(id);
  const errors = (fields: FieldErrors): Reply => {
    const { search = null } = searched.parse(event.data);
    return errorsOn(dialogFor(logging, language, search === null ? teachers : meant(teachers, search), search), fields);
  };
  const whose = teachers.find((each) => each.id === event.values['teacher']);
  const read = readFilled(logging, event.values, language, whose?.timezone);
  if ('faults' in read) return errors(read.faults);
  const { teacher } = read;
  if (teacher === undefined) return errors({ teacher: texts.missing });
  const visit = { ...read, supervisorId: id, teacherId: teacher };
  if (!(await logging.store.log(visit, logging.now()))) return errors({ teacher: texts.notYours });
  await logging.onLogged();
  return { kind: 'close', note: texts.saved };
}

async function openChange(logging: Logging, person: Person, event: Tap): Promise<Reply> {
  const visit = await ownVisit(logging, person, event);
  if (!visit) return showLog(logging, person, replaceBy, logTexts(person.language).tooLate);
  const { interventions } = logging.instruments;
  return { kind: 'dialog', dialog: changeDialog(visit, { interventions, language: person.language }) };
}

async function change(logging: Logging, person: Person, event: Submission): Promise<Reply> {
  const { id, language } = person;
  const texts = logTexts(language);
  const visit = await ownVisit(logging, person, event);
  if (!visit) return { kind: 'close', note: texts.tooLate };
  const read = readFilled(logging, event.values, language, visit.timezone);
  const { interventions } = logging.instruments;
  if ('faults' in read) return errorsOn(changeDialog(visit, { interventions, language }), read.faults);
  const { store, now, goodMoments } = logging;
  const isChanged = await store.change(visit.id, { ...read, supervisorId: id }, now(), goodMoments);
  if (isChanged) await logging.onLogged();
  return { kind: 'close', note: isChanged ? texts.saved : texts.tooLate };
}

async function remove(logging: Logging, person: Person, event: Tap): Promise<Reply> {
  const texts = logTexts(person.language);
  const data = ofVisit.safeParse(event.data);
  const { store, now, goodMoments } = logging;
  const isRemoved = data.success && (await store.remove(data.data.visit, person.id, now(), goodMoments));
  return showLog(logging, person, replaceBy, isRemoved ? texts.removed : texts.tooLate);
}

async function ownVisit({ store, now }: Logging, { id }: Person, { data }: Tap | Submission) {
  const asked = ofVisit.safeParse(data);
  return asked.success ? (await store.recent(id, now())).find((each) => each.id === asked.data.visit) : undefined;
}

/** Reads the dialog. @param timezone of the teacher's school, where the visit took place */
function readFilled(logging: Logging, values: FieldValues, language: string, timezone: string | null | undefined) {
  const texts = logTexts(language);
  const { codes: known } = logging.instruments.interventions;
  const read = filled.safeParse(values);
  if (!read.success) {
    return { faults: Object.fromEntries(read.error.issues.map(({ path }) => [String(path[0]), texts.missing])) };
  }
  const { teacher, what, day, expected } = read.data;
  const latest = todayAt(logging, timezone);
  const faults: FieldErrors = {
    ...(day > latest && { day: texts.future }),
    ...(day < daysAfter(latest, -MAX_DAYS_BACK) && { day: texts.longAgo }),
    ...(what.some((code) => !known.includes(code)) && { what: texts.missing }),
  };
  if (Object.keys(faults).length > 0) return { faults };
  return { teacher, codes: [...new Set(what)], day, expected: expected ?? null };
}

function errorsOn(dialog: Dialog, fields: FieldErrors): Reply {
  return { kind: 'errors', dialog, fields };
}

/** Today. @param timezone of a school; without one, the deployment's is used */
function todayAt({ now, settings }: Logging, timezone: string | null | undefined): string {
  return dayAt(now(), timezone ?? settings.timezone);
}
