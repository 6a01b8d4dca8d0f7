import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { dayName } from '../../text/day-name.ts';
import { ACTIONS } from './actions.ts';
import type { LoggedVisit, PossibleTeacher } from './log-store.ts';
import { logTexts } from './log-texts.ts';

/** The most options that a choice can have. */
export const MAX_OPTIONS = 100;
/** How many visits are shown with their own buttons; more would make the message too long. */
const MAX_SHOWN = 8;
interface Noting {
  readonly interventions: InterventionList;
  readonly language: string;
}

/** A supervisor's recent visits, with a button to log another one. */
export function logView(visits: readonly LoggedVisit[], noting: Noting, first: string | null = null): View {
  const texts = logTexts(noting.language);
  return {
    summary: first ?? texts.title,
    blocks: [
      ...(first === null ? [] : [{ kind: 'text', text: first } as const]),
      { kind: 'heading', text: texts.title },
      { kind: 'buttons', layout: 'row', buttons: [logButton(noting.language)] },
      { kind: 'note', text: texts.why },
      { kind: 'divider' },
      { kind: 'text', text: visits.length === 0 ? texts.none : texts.recent },
      ...visits.slice(0, MAX_SHOWN).flatMap((visit) => loggedVisitBlocks(visit, noting)),
      ...(visits.length > MAX_SHOWN ? [{ kind: 'note', text: texts.more(visits.length - MAX_SHOWN) } as const] : []),
    ],
  };
}

/** The button that opens the dialog to log a visit. */
export function logButton(language: string): Button {
  return { label: logTexts(language).log, action: ACTIONS.log, data: {}, tone: 'primary', opens: 'dialog' };
}

function loggedVisitBlocks(visit: LoggedVisit, { interventions, language }: Noting): Block[] {
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
        { label: texts.change, action: ACTIONS.change, data, tone: 'plain', opens: 'dialog' },
        { label: texts.remove, action: ACTIONS.remove, data, tone: 'plain', opens: 'view' },
      ],
    },
  ];
}

/** The dialog that asks for part of a name, when there are more teachers than a choice can hold. */
export function findDialog(language: string): Dialog {
  const { search: label, searchHelp: help, missing, find: submit } = logTexts(language);
  const field: DialogField = {
    kind: 'text',
    name: 'search',
    label,
    help,
    missing,
    lines: 'one',
    maxLength: 100,
    initial: null,
  };
  return { ...frame(language), intro: '', action: ACTIONS.find, data: {}, fields: [field], submit };
}

/** The dialog that logs a visit. @param search what was searched to find these teachers; null when they are all */
export function logDialog(
  teachers: readonly PossibleTeacher[],
  search: string | null,
  today: string,
  noting: Noting,
): Dialog {
  const texts = logTexts(noting.language);
  const [only] = teachers;
  const teacher: DialogField = {
    kind: 'choice',
    name: 'teacher',
    label: texts.teacher,
    missing: texts.missing,
    options: teachers.map(({ id, name, school: at }) => ({ label: `${name} (${at})`, value: id })),
    initial: only && teachers.length === 1 ? only.id : null,
  };
  const fields = [teacher, ...whatFields({ codes: [], day: today, expected: null }, noting)];
  return { ...frame(noting.language), action: ACTIONS.log, data: search === null ? {} : { search }, fields };
}

/** The dialog that changes a visit. The teacher cannot be changed. */
export function changeDialog(visit: LoggedVisit, noting: Noting): Dialog {
  const intro = logTexts(noting.language).changeIntro(visit.teacher);
  const fields = whatFields(visit, noting);
  return { ...frame(noting.language), intro, action: ACTIONS.change, data: { visit: visit.id }, fields };
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
