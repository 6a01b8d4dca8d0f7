import type { Word } from '../../chat/word.ts';

/** For teachers what supports them; for supervisors the last closed quarter. */
export const WORDS: readonly Word[] = [
  {
    command: 'resources',
    ways: ['wat mij steunt', 'wat steunt mij', 'hulpbronnen', 'mijn hulpbronnen', 'resources', 'what supports me'],
    listed: {
      nl: { type: 'wat mij steunt', does: 'korte vragen over wat je steunt, als je wilt' },
      en: { type: 'what supports me', does: 'short questions about what supports you, if you like' },
    },
    for: 'everybody',
    inMenu: false,
  },
];
