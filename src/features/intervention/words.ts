import type { Word } from '../../chat/word.ts';
import { ACTIONS } from './actions.ts';

/** Supervisors log what they did; teachers choose whether they are asked about it. */
export const WORDS: readonly Word[] = [
  {
    command: 'intervention',
    ways: [
      'interventie',
      'interventies',
      'interventie noteren',
      'noteer interventie',
      'bezoek noteren',
      'noteer bezoek',
      'inzet',
      'intervention',
      'interventions',
      'note intervention',
      'log intervention',
    ],
    listed: {
      nl: { type: 'interventie', does: 'noteren wat je deed', menu: 'noteren wat je voor een leerkracht deed' },
      en: { type: 'intervention', does: 'note what you did', menu: 'note what you did for a teacher' },
    },
    for: 'supervisors',
    dialog: ACTIONS.log,
    inMenu: false,
    atHome: 'first',
  },
  {
    command: 'own-effect',
    ways: ['mijn effect', 'my effect'],
    listed: {
      nl: { type: 'mijn effect', does: 'wat jouw hulp deed in de laatste maand' },
      en: { type: 'my effect', does: 'what your help did in the last month' },
    },
    for: 'supervisors',
    inMenu: false,
  },
];
