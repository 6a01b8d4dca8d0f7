import type { Word } from '../../chat/word.ts';
import { ACTIONS } from './view.ts';

/** Supervisors start an evaluation and read its result; a teacher who types it gets the invitation again. */
export const WORDS: readonly Word[] = [
  {
    command: 'evaluation',
    ways: [
      'evaluatie',
      'evaluaties',
      'evaluatie starten',
      'start evaluatie',
      'evaluatie openen',
      'uitslag evaluatie',
      'evaluation',
      'evaluations',
      'start evaluation',
      'start an evaluation',
      'evaluation results',
    ],
    listed: {
      nl: { type: 'evaluatie', does: 'anoniem laten evalueren', menu: 'leerkrachten anoniem laten evalueren' },
      en: { type: 'evaluation', does: 'have teachers evaluate', menu: 'have teachers evaluate anonymously' },
    },
    for: 'supervisors',
    dialog: ACTIONS.start,
    inMenu: false,
  },
];
