import type { Block, Button, View } from '../../chat/view.ts';
import type { Word } from '../../chat/word.ts';
import type { Coming } from '../../feature.ts';
import { firstNameOf, type Person } from '../../people/person.ts';
import { capitalised } from '../../text/capitalised.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES, type Language } from '../../text/languages.ts';
import { sayMoment } from '../../text/say-moment.ts';
import { homeTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  /** Messages that were sent long ago use this name, so that it must not change. */
  language: 'people.language',
  /** Does the same as a typed word; the data has its command. */
  do: 'home.do',
} as const;

/**
 * The place of the language choice, in which its result is shown. A message that was sent is named by its
 * notification's key.
 */
type LanguageChoicePlace =
  | { readonly place: 'message' | 'home' }
  | { readonly place: 'sent'; readonly notification: string };

/**
 * Explains what Polsslag can do, with the language choice.
 * @param buttons the buttons of all features
 * @param first a sentence to put before it
 */
export function helpView(
  person: Person,
  { words, buttons, first }: { words: readonly Word[]; buttons: readonly Button[]; first: string | null },
): View {
  const listed = helpText(words, person);
  const notForYou = person.role === 'teacher' ? [] : [commonTexts(person.language).notForYou];
  const lines = [...(first === null ? [] : [first]), ...notForYou, listed];
  return {
    summary: lines[0] ?? listed,
    blocks: [
      ...lines.map((text): Block => ({ kind: 'text', text })),
      ...(buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons } as const]),
      languageChoice(person, { place: 'message' }),
    ],
  };
}

/** How many words of the home page are offered when a message is not understood. */
const OFFERED = 3;

/**
 * The reply to a message that is not understood: the first words of the home page, and the help. @param words of the
 * home page
 */
export function offerView(
  { language }: Person,
  { why, words, help }: { why: string; words: readonly Word[]; help: readonly Word[] },
): View {
  const buttons = [...words.slice(0, OFFERED), ...help].map((word) => doButton(word, language, 'plain'));
  return {
    summary: why,
    blocks: [
      { kind: 'text', text: `${why} ${homeTexts(language).perhaps}` },
      { kind: 'buttons', layout: 'row', buttons },
    ],
  };
}

interface Home {
  /** The features' sections. */
  readonly sections: readonly Block[];
  readonly coming: readonly Coming[];
  /** What is waiting for them, one sentence each. */
  readonly waiting: readonly string[];
  /** Each becomes a button. */
  readonly words: readonly Word[];
}

/**
 * The home page: what is coming and what is waiting, the most used buttons, the features' sections, and a button for
 * everything else.
 */
export function homeView(person: Person, { sections, coming, waiting, words }: Home): View {
  const texts = homeTexts(person.language);
  const greeting = texts.greeting(firstNameOf(person));
  const isFirst = ({ atHome }: Word) => atHome === 'first';
  const most = words
    .filter(isFirst)
    .map((word, index) => doButton(word, person.language, index === 0 && person.takesPart ? 'primary' : 'plain'));
  const others = words.filter((word) => !isFirst(word)).map((word) => doButton(word, person.language, 'plain'));
  return {
    summary: greeting,
    blocks: [
      { kind: 'heading', text: greeting },
      ...comingBlocks(coming, person.language),
      ...(waiting.length === 0 ? [] : [{ kind: 'text', text: waiting.join('\n') } as const]),
      ...rowIfAny(most),
      ...sections,
      // The explanation comes after the figures, which are what supervisors open the page for.
      ...(person.role === 'teacher' ? [] : [{ kind: 'text', text: commonTexts(person.language).notForYou } as const]),
      { kind: 'divider' },
      ...(others.length === 0 ? [] : [{ kind: 'note', text: texts.more } as const]),
      ...rowIfAny(others),
      languageChoice(person, { place: 'home' }),
    ],
  };
}

function rowIfAny(buttons: readonly Button[]): Block[] {
  return buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons }];
}

/** What is coming, the soonest first. */
function comingBlocks(coming: readonly Coming[], language: string): Block[] {
  if (coming.length === 0) return [];
  const texts = homeTexts(language);
  const inOrder = coming.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const lines = inOrder.map(({ at, timezone, what }) =>
    texts.comingLine(capitalised(what), sayMoment(at, timezone, language)),
  );
  const buttons = inOrder.flatMap((each) => each.buttons ?? []);
  return [
    { kind: 'text', text: [texts.coming, ...lines].join('\n') },
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons } as const]),
  ];
}

function doButton({ command, listed, dialog }: Word, language: string, tone: Button['tone']): Button {
  const label = capitalised(listed?.[languageOf(language)].type ?? command);
  if (dialog !== undefined) return { label, action: dialog, data: {}, tone, opens: 'dialog' };
  return { label, action: ACTIONS.do, data: { command }, tone, opens: 'view' };
}

function languageOf(language: string): Language {
  return LANGUAGES.find((each) => each === language) ?? 'nl';
}

/** The list of words, in the order of the features, with the help itself last. */
function helpText(words: readonly Word[], { language, role }: Person): string {
  const listed = words.flatMap((word) => {
    const { type, does, doesForSupervisors = does } = word.listed?.[languageOf(language)] ?? {};
    return type === undefined ? [] : [`${type}: ${role === 'teacher' ? does : doesForSupervisors}`];
  });
  return homeTexts(language).help(listed);
}

/** The language choice; each language is shown by its own name. */
export function languageChoice(person: Person, place: LanguageChoicePlace): Block {
  return {
    kind: 'select',
    label: homeTexts(person.language).languageLabel,
    action: ACTIONS.language,
    name: 'language',
    data: place,
    options: LANGUAGES.map((code) => ({ label: commonTexts(code).languageName, value: code })),
    selected: person.language,
  };
}
