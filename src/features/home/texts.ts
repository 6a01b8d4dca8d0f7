import { translated } from '../../text/translated.ts';

export const homeTexts = translated({
  greeting: {
    nl: (name: string) => `Hoi ${name}`,
    en: (name: string) => `Hello ${name}`,
  },
  coming: {
    nl: 'Wat er komt:',
    en: 'What is coming:',
  },
  comingLine: {
    nl: (what: string, moment: string) => `• ${what}: ${moment}`,
    en: (what: string, moment: string) => `• ${what}: ${moment}`,
  },
  more: { nl: 'Wat je hier nog meer kunt:', en: 'What else you can do here:' },
  help: {
    nl: (words: readonly string[]) => ['Dit kun je typen:', ...words.map((word) => `• ${word}`)].join('\n'),
    en: (words: readonly string[]) => ['You can type:', ...words.map((word) => `• ${word}`)].join('\n'),
  },
  languageLabel: {
    nl: 'Taal',
    en: 'Language',
  },
  notUnderstood: {
    nl: 'Dat begrijp ik niet.',
    en: 'I do not understand that.',
  },
  wordless: {
    nl: 'Ik lees alleen wat je typt: geen foto’s, spraakberichten, bestanden of smileys.',
    en: 'I only read what you type: no photos, voice messages, files or emoji.',
  },
  forgotten: { nl: 'Dat geeft niet.', en: 'That is all right.' },
  perhaps: {
    nl: 'Zoek je een van deze? Met hulp zie je alles.',
    en: 'Are you looking for one of these? Help shows everything.',
  },
  mentioned: {
    nl: 'Hier lezen anderen mee: open een gesprek met mij alleen en typ daar hulp.',
    en: 'Others can read this: open a chat with me alone and type help there.',
  },
  addedAmongOthers: {
    nl: 'Hoi, ik ben Polsslag. Wil je met mij praten, open dan een chat met mij alleen en typ daar hulp.',
    en: 'Hello, I am Polsslag. To talk to me, open a chat with me alone and type help there.',
  },
  doneBefore: {
    nl: 'Dit was al binnengekomen. Er is niets meer veranderd.',
    en: 'This had come in before. Nothing more has changed.',
  },
});
