import type { Word } from '../../chat/word.ts';

/** How somebody whom nobody listed gets in, and how a supervisor lets them. */
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
  },
  {
    command: 'join-code',
    ways: ['code', 'codes', 'maak code', 'maak een code', 'nieuwe code', 'make code', 'new code'],
  },
];
