import type { Word } from '../../chat/word.ts';

/** Teachers ask for help; supervisors see the requests of their circles. */
export const WORDS: readonly Word[] = [
  {
    command: 'help-request',
    beforeStop: 'asks',
    ways: [
      'hulpvraag',
      'hulpvragen',
      'mijn hulpvragen',
      'hulp vragen',
      'ik wil hulp vragen',
      'ik heb een hulpvraag',
      'ik heb hulp nodig',
      'help request',
      'requests',
      'my requests',
      'ask for help',
    ],
    listed: {
      nl: {
        type: 'hulpvraag',
        does: 'hulp vragen, en zien wie je vraag oppakt',
        doesForSupervisors: 'hulpvragen uit je kring, en wie ze oppakt',
        menu: 'hulp vragen aan je begeleiders',
      },
      en: {
        type: 'help request',
        does: 'ask for help, and see who takes your request',
        doesForSupervisors: 'requests for help from your circle, and who takes them',
        menu: 'ask your supervisors for help',
      },
    },
    for: 'everybody',
    inMenu: false,
    atHome: 'first',
  },
];
