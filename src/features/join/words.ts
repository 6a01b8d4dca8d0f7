import type { Word } from '../../chat/word.ts';
import { codeSaid } from './code.ts';

/** People who are not in an import join; supervisors make codes for them. */
export const WORDS: readonly Word[] = [
  {
    command: 'join',
    ways: [
      'aanmelden',
      'ik wil me aanmelden',
      'meld me aan',
      'meld mij aan',
      'code invullen',
      'inschrijven',
      'join',
      'sign up',
    ],
    // People who have a code often type only that, without the word before it.
    holds: (said) => codeSaid(said) !== '',
  },
  {
    command: 'join-code',
    ways: ['code', 'codes', 'maak code', 'maak een code', 'nieuwe code', 'make code', 'new code'],
    listed: {
      nl: {
        type: 'code',
        does: 'een code voor nieuwe leerkrachten',
        menu: 'een code waarmee leerkrachten zich aanmelden',
      },
      en: { type: 'code', does: 'a code for new teachers', menu: 'a code with which teachers join' },
    },
    for: 'supervisors',
    inMenu: false,
  },
];
