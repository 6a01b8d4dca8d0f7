import type { Block, Button, View } from '../../chat/view.ts';
import type { Word } from '../../chat/word.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES, type Language } from '../../text/languages.ts';
import { homeTexts } from './texts.ts';

/** Messages that were sent long ago carry this name, too. */
export const LANGUAGE_ACTION = 'people.language';

/** Where a choice of the language stands: what it leads to is shown there. A message that was sent is named by its key. */
type Place = { readonly place: 'message' | 'home' } | { readonly place: 'sent'; readonly notification: string };

/**
 * What one can do here, with the choice of a language.
 * @param buttons of all features
 * @param first what is said before it
 */
export function helpView(
  person: Person,
  { words, buttons, first }: { words: readonly Word[]; buttons: readonly Button[]; first: string | null },
): View {
  const intro = person.role === 'teacher' ? helpText(words, person.language) : commonTexts(person.language).notForYou;
  const lines = first === null ? [intro] : [first, intro];
  return {
    summary: lines[0] ?? intro,
    blocks: [
      ...lines.map((text): Block => ({ kind: 'text', text })),
      ...(buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons } as const]),
      languageChoice(person, { place: 'message' }),
    ],
  };
}

/** The home page: what every feature has to show somebody; nobody else can open it. */
export function homeView(sections: readonly Block[]): View {
  const summary = sections.find((block) => block.kind === 'text')?.text ?? '';
  return { summary, blocks: sections };
}

/** In the order of the features, with the help itself at the end. */
function helpText(words: readonly Word[], language: string): string {
  const listed = words.flatMap(({ listed }) => {
    const known = LANGUAGES.find((each): each is Language => each === language);
    return listed && known ? [`${listed[known].type} (${listed[known].does})`] : [];
  });
  return homeTexts(language).help(listed);
}

export function languageChoice(person: Person, place: Place): Block {
  return {
    kind: 'select',
    label: homeTexts(person.language).languageLabel,
    action: LANGUAGE_ACTION,
    name: 'language',
    data: place,
    options: LANGUAGES.map((code) => ({ label: commonTexts(code).languageName, value: code })),
    selected: person.language,
  };
}
