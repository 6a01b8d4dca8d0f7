import { translated } from '../../text/translated.ts';

const MONTHS = {
  nl: new Intl.DateTimeFormat('nl-NL', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
} as const;
const middleOf = (period: string) => new Date(`${period}-15T12:00:00Z`);

/** The texts for supervisors about a closed period. */
export const periodTexts = translated({
  picture: { nl: 'Per soort hulp', en: 'By kind of help' },
  title: {
    nl: (period: string) => `Wat hulp deed voor leerkrachten, ${MONTHS.nl.format(middleOf(period))}`,
    en: (period: string) => `What help did for teachers, ${MONTHS.en.format(middleOf(period))}`,
  },
  ownTitle: {
    nl: (period: string) => `Wat jouw hulp deed, ${MONTHS.nl.format(middleOf(period))}`,
    en: (period: string) => `What your help did, ${MONTHS.en.format(middleOf(period))}`,
  },
  /** For one or two kinds of help. */
  most: {
    nl: (labels: readonly string[]) =>
      `Volgens leerkrachten ${labels.length === 1 ? 'deed' : 'deden'} ${labels.join(' en ')} het meest.`,
    en: (labels: readonly string[]) => `Teachers say that ${labels.join(' and ')} did most.`,
  },
  least: {
    nl: (labels: readonly string[]) => `Het minst ${labels.length === 1 ? 'deed' : 'deden'} ${labels.join(' en ')}.`,
    en: (labels: readonly string[]) => `What did least: ${labels.join(' and ')}.`,
  },
  none: {
    nl: 'Geen soort hulp deed duidelijk meer dan de rest.',
    en: 'No kind of help did clearly more than the others.',
  },
  /** The same when there are too few answers about some kinds. */
  noneOfKnown: {
    nl: 'Van de soorten hulp met genoeg antwoorden deed er geen duidelijk meer dan de andere.',
    en: 'Of the kinds of help with enough answers, none did clearly more than the others.',
  },
  expectedMore: {
    nl: (labels: readonly string[]) => `Begeleiders verwachtten meer van: ${labels.join('; ')}.`,
    en: (labels: readonly string[]) => `Supervisors expected more from: ${labels.join('; ')}.`,
  },
  ownExpectedMore: {
    nl: (labels: readonly string[]) => `Jij verwachtte meer van: ${labels.join('; ')}.`,
    en: (labels: readonly string[]) => `You expected more from: ${labels.join('; ')}.`,
  },
  how: {
    nl: 'Van 1 (kostte energie) tot 5 (deed goed), wat het meeste deed eerst. Bij weinig antwoorden kan een cijfer door toeval hoog of laag zijn.',
    en: 'From 1 (cost energy) to 5 (did good), what did most first. With few answers a figure can be high or low by chance.',
  },
  brackets: { nl: 'Tussen haakjes het deel van de bezoeken.', en: 'The share of the visits is in brackets.' },
  line: {
    nl: (label: string, share: number, felt: string, expected: string | null) =>
      `${label} (${share}%): ${felt} volgens leerkrachten${expected === null ? '' : `, ${expected} verwacht`}`,
    en: (label: string, share: number, felt: string, expected: string | null) =>
      `${label} (${share}%): ${felt} according to teachers${expected === null ? '' : `, ${expected} expected`}`,
  },
  range: {
    nl: (low: string, high: string) => `tussen ${low} en ${high}`,
    en: (low: string, high: string) => `between ${low} and ${high}`,
  },
  feltName: { nl: 'volgens leerkrachten', en: 'according to teachers' },
  expectedName: { nl: 'verwacht door begeleiders', en: 'expected by supervisors' },
  tooFew: { nl: 'nog te weinig antwoorden', en: 'too few answers yet' },
  pictured: {
    nl: (lines: readonly string[]) => `Wat hulp deed, van 1 tot 5. ${lines.join('; ')}.`,
    en: (lines: readonly string[]) => `What help did, from 1 to 5. ${lines.join('; ')}.`,
  },
  /** Below a picture that names them. */
  later: {
    nl: 'Wat nog te weinig antwoorden heeft, telt later mee.',
    en: 'What has too few answers yet will count later.',
  },
  withheld: {
    nl: (labels: readonly string[]) => `Nog te weinig antwoorden, ze tellen later mee: ${labels.join('; ')}.`,
    en: (labels: readonly string[]) => `Too few answers yet; they will count later: ${labels.join('; ')}.`,
  },
  forSupervisors: {
    nl: 'Dit is voor begeleiders. Typ hulp om te zien wat jij kunt doen.',
    en: 'This is for supervisors. Type help to see what you can do.',
  },
  noOwn: {
    nl: 'Er is nog te weinig om te laten zien. Daar zijn in een maand antwoorden van minstens vijf verschillende leerkrachten over één soort hulp voor nodig.',
    en: 'There is too little to show yet. It takes answers from at least five different teachers about one kind of help in one month.',
  },
  stored: {
    nl: { title: 'Wat je van je eigen hulp zag', period: 'Maand', body: 'Cijfers' },
    en: { title: 'What you saw of your own help', period: 'Month', body: 'Figures' },
  },
});
