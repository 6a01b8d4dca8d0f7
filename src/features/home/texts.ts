import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
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
    nl: (at: Date, timezone: string, what: string) =>
      `• ${what}: ${format(new TZDate(at, timezone), "EEEE d MMMM 'om' HH:mm", { locale: dutch })}`,
    en: (at: Date, timezone: string, what: string) =>
      `• ${what}: ${format(new TZDate(at, timezone), "EEEE d MMMM 'at' HH:mm")}`,
  },
  help: {
    nl: (words: readonly string[]) => `Dit kun je typen: ${words.join(', ')}.`,
    en: (words: readonly string[]) => `You can type: ${words.join(', ')}.`,
  },
  languageLabel: {
    nl: 'Taal',
    en: 'Language',
  },
  notUnderstood: {
    nl: 'Dat begrijp ik niet.',
    en: 'I do not understand that.',
  },
  mentioned: {
    nl: 'Hier lezen anderen mee: open een gesprek met mij alleen en typ daar hulp.',
    en: 'Others read along here: open a chat with me alone and type help there.',
  },
  addedAmongOthers: {
    nl: 'Hoi, ik ben Polsslag. Wil je met mij praten, open dan een chat met mij alleen en typ daar hulp.',
    en: 'Hello, I am Polsslag. To talk to me, open a chat with me alone and type help there.',
  },
  doneBefore: {
    nl: 'Dit is al verwerkt. Er is niets meer veranderd.',
    en: 'This was done already. Nothing more has changed.',
  },
});
