import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import type { Note } from './store.ts';
import { whatWorkedTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  write: 'what-worked.write',
  keep: 'what-worked.keep',
  list: 'what-worked.list',
  remove: 'what-worked.remove',
} as const;

/** The longest note. */
const MAX_LENGTH = 500;

/** How many notes are shown at a time: a dialog in Teams has room for six buttons, three of which are others. */
export const NOTES_SHOWN = 3;

/** The button to write a note. It opens a dialog, because notes must not stay in a chat. */
export function writeButton(language: string): Button {
  const label = whatWorkedTexts(language).write;
  return { label, action: ACTIONS.write, data: {}, tone: 'plain', opens: 'dialog' };
}

/** The button that lists notes. @param before only notes of weeks before this one; absent for the newest */
export function listButton(language: string, before?: string): Button {
  const { list, earlier } = whatWorkedTexts(language);
  const [label, data] = before === undefined ? [list, {}] : [earlier, { before }];
  return { label, action: ACTIONS.list, data, tone: 'plain', opens: 'dialog' };
}

/** The dialog to write this week's note. @param text the present note */
export function writeDialog(language: string, text: string | null): Dialog {
  const { title, whoSees, ask, missing, save, close } = whatWorkedTexts(language);
  return {
    action: ACTIONS.keep,
    data: {},
    title,
    intro: whoSees,
    fields: [
      { kind: 'text', name: 'text', label: ask, lines: 'several', maxLength: MAX_LENGTH, missing, initial: text },
    ],
    submit: save,
    close,
  };
}

/**
 * A page of notes, each with a button to delete it.
 * @param notes those to show, and one more when there are older ones
 */
export function listDialog(language: string, notes: readonly Note[]): Dialog {
  const { title, close } = whatWorkedTexts(language);
  const shown = notes.slice(0, NOTES_SHOWN);
  const last = shown.at(-1);
  const earlier = last && notes.length > shown.length ? [listButton(language, last.week)] : [];
  return {
    action: ACTIONS.list,
    data: {},
    title,
    intro: notesInWords(language, shown),
    fields: [],
    buttons: [...shown.map((note) => removeButton(language, note, 'dialog')), ...earlier, writeButton(language)],
    submit: null,
    close,
  };
}

/** The section of the home page, which only its owner can open. */
export function homeBlocks(language: string, notes: readonly Note[]): Block[] {
  const { list, whoSees } = whatWorkedTexts(language);
  const shown = notes.slice(0, NOTES_SHOWN);
  const buttons = [...shown.map((note) => removeButton(language, note, 'home')), writeButton(language)];
  const all = notes.length > shown.length ? [listButton(language)] : [];
  return [
    { kind: 'divider' },
    { kind: 'heading', text: list },
    { kind: 'text', text: notesInWords(language, shown) },
    { kind: 'buttons', layout: 'row', buttons: [...buttons, ...all] },
    { kind: 'note', text: whoSees },
  ];
}

/** The reply to a typed word, which cannot open a dialog. */
export function offerView(language: string): View {
  const { offer } = whatWorkedTexts(language);
  return {
    summary: offer,
    blocks: [
      { kind: 'text', text: offer },
      { kind: 'buttons', layout: 'row', buttons: [writeButton(language), listButton(language)] },
    ],
  };
}

function notesInWords(language: string, notes: readonly Note[]): string {
  const { nothing, ofWeek } = whatWorkedTexts(language);
  if (notes.length === 0) return nothing;
  return notes.map(({ week, text }) => ofWeek(week, text ?? commonTexts(language).keyGone)).join('\n\n');
}

/** The button that removes a note; what is left is shown in the same place. */
function removeButton(language: string, { id, week }: Note, place: 'dialog' | 'home'): Button {
  const label = whatWorkedTexts(language).remove(week);
  return {
    label,
    action: ACTIONS.remove,
    data: { id, place },
    tone: 'plain',
    opens: place === 'home' ? 'view' : 'dialog',
  };
}
