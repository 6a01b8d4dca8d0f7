import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { dayName } from '../../text/day-name.ts';
import type { LoggedVisit, PossibleTeacher } from './log-store.ts';
import { logTexts } from './log-texts.ts';

export const LOG_ACTION = 'intervention.log';
export const CHANGE_ACTION = 'intervention.change';
export const REMOVE_ACTION = 'intervention.remove';

/** What a choice can hold. */
const MOST_OPTIONS = 100;
/** Shown with buttons of their own, so that a message stays short. */
const SHOWN = 8;
/** Buttons in a row that both platforms take. */
const MOST_SCHOOLS = 20;

interface Noting {
  readonly interventions: InterventionList;
  readonly language: string;
}

/** What a supervisor noted lately, and the way to note more. */
export function logView(
  visits: readonly LoggedVisit[],
  teachers: readonly PossibleTeacher[],
  noting: Noting,
  first: string | null = null,
): View {
  const texts = logTexts(noting.language);
  return {
    summary: first ?? texts.title,
    blocks: [
      ...(first === null ? [] : [{ kind: 'text', text: first } as const]),
      { kind: 'heading', text: texts.title },
      { kind: 'buttons', layout: 'row', buttons: logButtons(teachers, noting.language) },
      { kind: 'note', text: texts.why },
      { kind: 'divider' },
      { kind: 'text', text: visits.length === 0 ? texts.none : texts.recent },
      ...visits.slice(0, SHOWN).flatMap((visit) => visitBlocks(visit, noting)),
      ...(visits.length > SHOWN ? [{ kind: 'note', text: texts.more(visits.length - SHOWN) } as const] : []),
    ],
  };
}

/** One button; one for each school where there are more teachers than a choice can hold. */
function logButtons(teachers: readonly PossibleTeacher[], language: string): Button[] {
  if (teachers.length <= MOST_OPTIONS) return [logButton(language)];
  const schools = [...new Set(teachers.map(({ school }) => school))].slice(0, MOST_SCHOOLS);
  return schools.map((school) => ({ ...logButton(language), label: school.slice(0, 75), data: { school } }));
}

export function logButton(language: string): Button {
  return { label: logTexts(language).log, action: LOG_ACTION, data: {}, tone: 'primary', opens: 'dialog' };
}

function visitBlocks(visit: LoggedVisit, { interventions, language }: Noting): Block[] {
  const texts = logTexts(language);
  const data = { visit: visit.id };
  const what = visit.codes.map((code) => interventions.labelOf(code, language)).join(', ');
  return [
    { kind: 'text', text: texts.entry(visit.teacher, dayName(visit.day, language)) },
    { kind: 'note', text: what },
    {
      kind: 'buttons',
      layout: 'row',
      buttons: [
        { label: texts.change, action: CHANGE_ACTION, data, tone: 'plain', opens: 'dialog' },
        { label: texts.remove, action: REMOVE_ACTION, data, tone: 'plain', opens: 'view' },
      ],
    },
  ];
}

/** @param school whose teachers it offers; null for all of them */
export function logDialog(
  teachers: readonly PossibleTeacher[],
  school: string | null,
  today: string,
  noting: Noting,
): Dialog {
  const texts = logTexts(noting.language);
  const offered = teachers.filter((each) => school === null || each.school === school).slice(0, MOST_OPTIONS);
  const teacher: DialogField = {
    kind: 'choice',
    name: 'teacher',
    label: texts.teacher,
    missing: texts.missing,
    options: offered.map(({ id, name, school: at }) => ({ label: `${name} (${at})`.slice(0, 75), value: id })),
    initial: null,
  };
  const fields = [teacher, ...whatFields({ codes: [], day: today, expected: null }, noting)];
  return { ...frame(noting.language), action: LOG_ACTION, data: school === null ? {} : { school }, fields };
}

export function changeDialog(visit: LoggedVisit, noting: Noting): Dialog {
  const intro = logTexts(noting.language).changeIntro(visit.teacher);
  const fields = whatFields(visit, noting);
  return { ...frame(noting.language), intro, action: CHANGE_ACTION, data: { visit: visit.id }, fields };
}

function frame(language: string): Pick<Dialog, 'title' | 'intro' | 'submit' | 'close'> {
  const { dialogTitle: title, dialogIntro: intro, save: submit, close } = logTexts(language);
  return { title, intro, submit, close };
}

function whatFields(
  { codes, day, expected }: Pick<LoggedVisit, 'codes' | 'day' | 'expected'>,
  { interventions, language }: Noting,
): DialogField[] {
  const texts = logTexts(language);
  const { missing } = texts;
  return [
    {
      kind: 'several',
      name: 'what',
      label: texts.what,
      missing,
      options: interventions.codes.map((value) => ({ value, label: interventions.labelOf(value, language) })),
      initial: codes,
    },
    { kind: 'date', name: 'day', label: texts.day, missing, initial: day },
    {
      kind: 'choice',
      name: 'expected',
      label: texts.expected,
      help: texts.expectedHelp,
      missing: null,
      options: texts.steps.map((label, index) => ({ label, value: String(index + 1) })),
      initial: expected === null ? null : String(expected),
    },
  ];
}
