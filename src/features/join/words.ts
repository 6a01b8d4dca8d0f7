import type { Word } from '../../chat/word.ts';
import { codeSaid } from './code.ts';

/** How somebody on no list gets in, and how a supervisor lets them. */
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
    // Whoever has a code types that, and not always what we ask for before it.
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
