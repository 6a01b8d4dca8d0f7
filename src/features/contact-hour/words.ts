import type { Word } from '../../chat/word.ts';

export const WORDS: readonly Word[] = [
  {
    command: 'contact-hour',
    ways: ['contactuurtje', 'contactuur', 'contact uur', 'contact hour', 'afspraak', 'appointment'],
    listed: {
      nl: { type: 'contactuurtje', does: 'een moment met je begeleider', menu: 'een moment met je begeleider kiezen' },
      en: { type: 'contact hour', does: 'a moment with your supervisor', menu: 'choose a moment with your supervisor' },
    },
  },
  { command: 'hours', ways: ['uren', 'mijn uren', 'hours', 'my hours'] },
  { command: 'agenda', ways: ['agenda', 'mijn agenda', 'my agenda', 'calendar'] },
  { command: 'ill', ways: ['ziek', 'ik ben ziek', 'ill', 'sick', 'i am ill'] },
];
