import type { Block, Button, Dialog, DialogField } from '../../chat/view.ts';
import { RESOURCE_GROUPS, type ResourceInstrument } from '../../measurement/resource-instrument.ts';
import type { GivenAnswer } from './answer-store.ts';
import { resourceTexts } from './texts.ts';
import { ACTIONS, answersButton } from './view.ts';

interface Own {
  readonly language: string;
  /** In that language. */
  readonly instrument: ResourceInstrument;
  /** The present quarter. */
  readonly quarter: string;
  /** Oldest first. */
  readonly answers: readonly GivenAnswer[];
}

/** A person's answers, grouped, in a dialog, which does not stay in the chat. */
export function ownDialog(own: Own): Dialog {
  const texts = resourceTexts(own.language);
  const told = groupTexts(own);
  const nothing = told.length === 0 ? [texts.none] : [];
  return {
    action: ACTIONS.own,
    data: {},
    title: texts.own,
    intro: [texts.ownIntro, ...told, ...nothing].join('\n\n'),
    fields: [],
    buttons: changeButtons(own),
    submit: null,
    close: texts.close,
  };
}

/**
 * The section of the home page, which only its owner can open: how many answers there are, and a button. All answers
 * would take too much room.
 */
export function homeBlocks({ language, instrument, answers }: Own): Block[] {
  const texts = resourceTexts(language);
  const answered = instrument.items.filter(({ code }) =>
    answers.some((each) => each.item === code && each.value !== null),
  );
  if (answered.length === 0) return [];
  return [
    { kind: 'divider' },
    { kind: 'heading', text: texts.own },
    { kind: 'text', text: texts.answered(answered.length, instrument.items.length) },
    { kind: 'buttons', layout: 'row', buttons: [answersButton(language)] },
    { kind: 'note', text: texts.onlyYou },
  ];
}

/** The dialog that changes this quarter's answers, and answers skipped questions. */
export function changeDialog(own: Own): Dialog {
  const { language, instrument } = own;
  const texts = resourceTexts(language);
  const options = instrument.answers.map(({ value, label }) => ({
    value: String(value),
    label: `${value} · ${label}`,
  }));
  const fields = changeable(own).map(
    ({ code, text, value }): DialogField => ({
      kind: 'choice',
      name: code,
      label: text,
      options,
      initial: value === null ? null : String(value),
      // An answer can be changed, but not removed.
      missing: value === null ? null : texts.nothingChosen,
    }),
  );
  const { own: title, changeIntro: intro, save: submit, close } = texts;
  return { action: ACTIONS.change, data: { quarter: own.quarter }, title, intro, fields, submit, close };
}

/** This quarter's items that were answered or skipped, in the order of the questionnaire. */
export function changeable({ instrument, quarter, answers }: Own) {
  return instrument.items.flatMap(({ code, text }) => {
    const given = answers.find((each) => each.quarter === quarter && each.item === code);
    return given ? [{ code, text, value: given.value }] : [];
  });
}

function changeButtons(own: Own): Button[] {
  if (changeable(own).length === 0) return [];
  const label = resourceTexts(own.language).change;
  return [{ label, action: ACTIONS.change, data: {}, tone: 'plain', opens: 'dialog' }];
}

/** A text for each group with answers: its title, and a line for each item. */
function groupTexts({ language, instrument, answers }: Own): string[] {
  const texts = resourceTexts(language);
  return RESOURCE_GROUPS.flatMap((group) => {
    const lines = instrument.items.flatMap((item) => {
      if (item.group !== group) return [];
      const values = answers.flatMap(({ item: code, value }) => (code === item.code && value !== null ? [value] : []));
      const [before = null, latest] = [values.at(-2), values.at(-1)];
      if (latest === undefined) return [];
      const step = instrument.answers.find(({ value }) => value === latest)?.label ?? '';
      return [texts.line(item.label, `${latest} · ${step}`, before)];
    });
    return lines.length === 0 ? [] : [[`${instrument.groups[group].title}:`, ...lines].join('\n')];
  });
}
