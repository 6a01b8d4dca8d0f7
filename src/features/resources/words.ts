import type { Word } from '../../chat/word.ts';

/**
 * Teachers see what supports them; supervisors see the ranking of the last closed quarter. Both ways of saying it lead
 * to what fits the person.
 */
export const WORDS: readonly Word[] = [
  {
    command: 'resources',
    beforeStop: 'asks',
    ways: ['wat mij steunt', 'wat steunt mij', 'mijn hulpbronnen', 'what supports me'],
    listed: {
      nl: { type: 'wat mij steunt', does: 'korte vragen over wat je steunt, als je wilt' },
      en: { type: 'what supports me', does: 'short questions about what supports you, if you like' },
    },
    inMenu: false,
  },
  {
    command: 'resources',
    beforeStop: 'asks',
    ways: ['wat leerkrachten steunt', 'wat steunt leerkrachten', 'hulpbronnen', 'resources', 'what supports teachers'],
    listed: {
      nl: { type: 'wat leerkrachten steunt', does: 'wat hen steunt, samen, per kwartaal' },
      en: { type: 'what supports teachers', does: 'what supports them, together, each quarter' },
    },
    for: 'supervisors',
    inMenu: false,
  },
];
