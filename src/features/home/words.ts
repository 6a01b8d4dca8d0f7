import type { Word } from '../../chat/word.ts';
import type { Person } from '../../people/person.ts';

export const WORDS: readonly Word[] = [
  {
    command: 'home',
    ways: ['home', 'thuis', 'startpagina', 'mijn pagina', 'begin', 'overzicht', 'home page', 'my page', 'overview'],
    listed: {
      nl: { type: 'home', does: 'je startpagina', menu: 'je startpagina, met alles op een rij' },
      en: { type: 'home', does: 'your home page', menu: 'your home page, with everything in one place' },
    },
    for: 'everybody',
    atHome: false,
    shortcut: true,
  },
  {
    command: 'help',
    ways: [
      ...['hulp', 'help', 'uitleg', 'info', 'menu', 'hallo', 'hoi', 'hi', 'hello', 'hey'],
      ...['goedemorgen', 'goedemiddag', 'goedenavond', 'good morning', 'good afternoon'],
      ...['wat is dit', 'wie ben je', 'wie ben jij', 'wat kun je', 'waarom krijg ik dit'],
      ...['what is this', 'who are you', 'what can you do', 'why do i get this'],
      // The help has the language choice, for somebody who cannot read the rest.
      ...[
        'taal',
        'language',
        'nederlands',
        'in het nederlands',
        'dutch',
        'engels',
        'in het engels',
        'english',
        'in english',
      ],
    ],
    listed: {
      nl: { type: 'hulp', does: 'deze uitleg', menu: 'wat Polsslag voor je kan doen' },
      en: { type: 'help', does: 'this text', menu: 'what Polsslag can do for you' },
    },
    for: 'everybody',
    atHome: false,
    silence: true,
  },
  {
    // What was forgotten (the questions, an appointment, themselves) is not said, so the reply offers all of them.
    command: 'forgotten',
    ways: [
      ...[
        'vergeten',
        'ik ben het vergeten',
        'ik was het vergeten',
        'ik vergat het',
        'het vergeten',
        'helemaal vergeten',
        'sorry vergeten',
      ],
      ...['forgot', 'i forgot', 'i forgot it', 'forgotten', 'i have forgotten', 'i ve forgotten'],
    ],
    // Only one slip away from "verzetten".
    meantAsSaid: ['vergeten'],
    for: 'everybody',
  },
];

/** The listed words that this person can use. */
export function wordsOf({ role }: Pick<Person, 'role'>, words: readonly Word[]): readonly Word[] {
  const theirs = role === 'teacher' ? 'teachers' : 'supervisors';
  return words.filter((word) => word.listed && (word.for === 'everybody' || (word.for ?? 'teachers') === theirs));
}
