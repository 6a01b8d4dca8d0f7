import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import type { Note } from './store.ts';
import { whatWorkedTexts } from './texts.ts';

/** What taps and dialogs are called. */
export const ACTIONS = {
  write: 'what-worked.write',
  keep: 'what-worked.keep',
  list: 'what-worked.list',
  remove: 'what-worked.remove',
} as const;

/** Of one sentence. */
const MAX_LENGTH = 500;

/** Shown at a time: a dialog of Teams has room for six buttons, and three of them are others. */
export const NOTES_SHOWN = 3;

/** It opens a dialog: what is written must not stay in a chat. */
export function writeButton(language: string): Button {
  const label = whatWorkedTexts(language).write;
  return { label, action: ACTIONS.write, data: {}, tone: 'plain', opens: 'dialog' };
}

/** @param before notes of weeks before this one; left out for the newest */
export function listButton(language: string, before?: string): Button {
  const { list, earlier } = whatWorkedTexts(language);
  const [label, data] = before === undefined ? [list, {}] : [earlier, { before }];
  return { label, action: ACTIONS.list, data, tone: 'plain', opens: 'dialog' };
}

/** @param text what was written about this week already */
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

/** All of it, a few at a time, each with a button to delete it. @param notes those shown, and one more when there are earlier ones */
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

/** Typed words open no dialog. */
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

/** Where it is tapped, it is shown what is left. */
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
