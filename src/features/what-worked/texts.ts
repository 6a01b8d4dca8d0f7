import { weekNumber } from '../../measurement/iso-week.ts';
import { translated } from '../../text/translated.ts';

export const whatWorkedTexts = translated({
  write: { nl: 'Wat werkte deze week?', en: 'What worked this week?' },
  title: { nl: 'Wat werkte', en: 'What worked' },
  whoSees: {
    nl: 'Dit is alleen voor jezelf. Niemand anders ziet het, en het wordt versleuteld bewaard. Je mag dit ook overslaan.',
    en: 'This is only for yourself. Nobody else sees it, and it is stored encrypted. You may also skip this.',
  },
  ask: {
    nl: 'Wat ging er goed, of wat hielp? Eén zin is genoeg.',
    en: 'What went well, or what helped? One sentence is enough.',
  },
  missing: { nl: 'Schrijf een zin op, of sluit het venster.', en: 'Write a sentence, or close the window.' },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  kept: {
    nl: 'Bewaard. Wil je het teruglezen? Typ dan: wat werkte',
    en: 'Kept. To read it again, type: what worked',
  },
  list: { nl: 'Wat bij mij werkte', en: 'What worked for me' },
  offer: {
    nl: 'Hier schrijf je voor jezelf op wat er werkte. Het opent in een venster, zodat het niet in dit gesprek blijft staan.',
    en: 'Here you write down for yourself what worked. It opens in a window, so that it does not stay in this chat.',
  },
  nothing: { nl: 'Je hebt nog niets opgeschreven.', en: 'You have not written anything down yet.' },
  ofWeek: {
    nl: (week: string, text: string) => `Week ${weekNumber(week)}: ${text}`,
    en: (week: string, text: string) => `Week ${weekNumber(week)}: ${text}`,
  },
  remove: {
    nl: (week: string) => `Week ${weekNumber(week)} wissen`,
    en: (week: string) => `Delete week ${weekNumber(week)}`,
  },
  earlier: { nl: 'Eerdere weken', en: 'Earlier weeks' },
  /** The table of what is stored about somebody. */
  stored: {
    nl: { title: 'Wat werkte', week: 'Week', text: 'Wat je schreef', writtenAt: 'Geschreven op' },
    en: { title: 'What worked', week: 'Week', text: 'What you wrote', writtenAt: 'Written at' },
  },
});
