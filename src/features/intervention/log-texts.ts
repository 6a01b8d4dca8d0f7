import { translated } from '../../text/translated.ts';

/** The texts for supervisors about visits that they log. */
export const logTexts = translated({
  title: { nl: 'Wat heb je gedaan?', en: 'What did you do?' },
  why: {
    nl: 'Ik vraag de leerkracht daarna één keer wat het deed. De antwoorden zie je alleen als gemiddelde van minstens vijf leerkrachten.',
    en: 'I then ask the teacher once what it did for them. You see the answers only as an average of at least five teachers.',
  },
  log: { nl: 'Interventie noteren', en: 'Note an intervention' },
  recent: { nl: 'Genoteerd in de afgelopen zeven dagen', en: 'Noted in the past seven days' },
  none: { nl: 'Je hebt de afgelopen zeven dagen niets genoteerd.', en: 'You noted nothing in the past seven days.' },
  entry: {
    nl: (teacher: string, day: string) => `${teacher}, ${day}`,
    en: (teacher: string, day: string) => `${teacher}, ${day}`,
  },
  more: {
    nl: (count: number) => `En nog ${count} die je eerder noteerde.`,
    en: (count: number) => `And ${count} more that you noted before.`,
  },
  change: { nl: 'Wijzigen', en: 'Change' },
  remove: { nl: 'Wissen', en: 'Delete' },
  /** The same whether there was an answer or not: nobody may learn who answers. */
  removed: {
    nl: 'Gewist. Ik vraag er niet meer naar. Was er al een antwoord, dan kiest de leerkracht of dat blijft meetellen.',
    en: 'Deleted. I will not ask about it any more. If there was an answer already, the teacher chooses whether it still counts.',
  },
  tooLate: {
    nl: 'Dit kun je niet meer wijzigen: het is ouder dan zeven dagen, of al gewist.',
    en: 'This can no longer be changed: it is older than seven days, or was deleted already.',
  },
  dialogTitle: { nl: 'Interventie noteren', en: 'Note an intervention' },
  dialogIntro: { nl: 'Geen namen van leerlingen nodig.', en: 'No names of pupils are needed.' },
  changeIntro: {
    nl: (teacher: string) => `Dit deed je voor ${teacher}.`,
    en: (teacher: string) => `This is what you did for ${teacher}.`,
  },
  teacher: { nl: 'Voor wie', en: 'For whom' },
  search: { nl: 'Voor wie', en: 'For whom' },
  searchHelp: {
    nl: 'Een deel van de naam of de school is genoeg.',
    en: 'Part of the name or the school is enough.',
  },
  find: { nl: 'Verder', en: 'Next' },
  notFound: {
    nl: 'In je kring doet niemand mee die zo heet. Probeer minder letters.',
    en: 'Nobody of that name takes part in your circle. Try fewer letters.',
  },
  tooMany: { nl: 'Dat zijn er te veel. Typ wat meer van de naam.', en: 'Those are too many. Type more of the name.' },
  what: { nl: 'Wat deed je', en: 'What did you do' },
  day: { nl: 'Wanneer', en: 'When' },
  expected: { nl: 'Hoeveel denk je dat het hielp?', en: 'How much do you think it helped?' },
  expectedHelp: {
    nl: 'Mag leeg blijven. Zo zie je later of je het goed inschat.',
    en: 'May stay empty. It shows you later whether you judge it well.',
  },
  steps: {
    nl: ['1 · kostte alleen energie', '2', '3', '4', '5 · hielp echt'],
    en: ['1 · only cost energy', '2', '3', '4', '5 · really helped'],
  },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  saved: {
    nl: 'Genoteerd. Wijzigen of wissen kan zeven dagen: typ interventie.',
    en: 'Noted. You can change or delete it for seven days: type intervention.',
  },
  missing: { nl: 'Vul dit in.', en: 'Fill this in.' },
  notYours: {
    nl: 'Kies een leerkracht uit je eigen kring die meedoet.',
    en: 'Choose a teacher of your own circle who takes part.',
  },
  future: { nl: 'Die dag moet nog komen.', en: 'That day is still to come.' },
  longAgo: { nl: 'Dat is langer dan een maand geleden.', en: 'That is more than a month ago.' },
  nobody: {
    nl: 'Er doet in je kring nog geen leerkracht mee, dus er is niemand om iets voor te noteren.',
    en: 'No teacher of your circle takes part yet, so there is nobody to note anything for.',
  },
  stored: {
    nl: { title: 'Wat je noteerde', teacher: 'Voor wie', day: 'Wanneer', interventions: 'Wat', expected: 'Verwacht' },
    en: { title: 'What you noted', teacher: 'For whom', day: 'When', interventions: 'What', expected: 'Expected' },
  },
});
