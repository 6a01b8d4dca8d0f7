import { translated } from '../../text/translated.ts';

/** The texts for teachers about what supports them. */
export const resourceTexts = translated({
  offer: {
    nl: (count: number) =>
      count === 1
        ? 'Mag ik je nog één vraag stellen over wat je steunt in je werk? Het hoeft niet.'
        : `Mag ik je nog ${count} vragen stellen over wat je steunt in je werk? Het hoeft niet.`,
    en: (count: number) =>
      count === 1
        ? 'May I ask you one more question, about what supports you in your work? It is optional.'
        : `May I ask you ${count} more questions, about what supports you in your work? They are optional.`,
  },
  begin: { nl: 'Naar de vragen', en: 'To the questions' },
  more: { nl: 'Nog een paar', en: 'A few more' },
  off: { nl: 'Niet meer aanbieden', en: 'Stop offering this' },
  on: { nl: 'Weer aanbieden', en: 'Offer it again' },
  about: {
    nl: (items: number) =>
      `Wat steunt je in je werk? Daarover heb ik elk kwartaal ${items} korte vragen. Na je vragen van de week bied ik er een paar aan. Meedoen hoeft niet.`,
    en: (items: number) =>
      `What supports you in your work? Each quarter I have ${items} short questions about that. I offer a few after your weekly questions. They are optional.`,
  },
  isOff: {
    nl: 'Ik bied je geen vragen meer aan over wat je steunt. Je vragen van de week blijven.',
    en: 'I will not offer you questions about what supports you any more. Your weekly questions stay.',
  },
  stopped: {
    nl: 'Je doet niet mee, dus hier komen geen antwoorden bij. Wil je meedoen? Typ dan: start',
    en: 'You do not take part, so no answers are added here. Want to join? Type: start',
  },
  summary: { nl: 'Wat steunt je in je werk?', en: 'What supports you in your work?' },
  progress: {
    nl: (index: number, of: number) => `Vraag ${index} van ${of}`,
    en: (index: number, of: number) => `Question ${index} of ${of}`,
  },
  skip: { nl: 'Deze vraag overslaan', en: 'Skip this question' },
  whoSees: {
    nl: (fewest: number) =>
      `Alleen jij ziet je antwoorden. Je begeleiders zien één keer per kwartaal een gemiddelde van minstens ${fewest} leerkrachten.`,
    en: (fewest: number) =>
      `Only you see your answers. Your supervisors see an average of at least ${fewest} teachers, once a quarter.`,
  },
  thanks: { nl: 'Dank je wel. Meer hoef je niet te doen.', en: 'Thank you. There is nothing more to do.' },
  allDone: {
    nl: 'Dank je wel. Dit waren alle vragen van dit kwartaal.',
    en: 'Thank you. Those were all the questions for this quarter.',
  },
  over: {
    nl: 'Deze vraag hoort bij een kwartaal dat voorbij is. Hier wordt niets meer bewaard.',
    en: 'This question belongs to a quarter that is over. Nothing is stored here any more.',
  },
  own: { nl: 'Wat mij steunt', en: 'What supports me' },
  ownAnswers: { nl: 'Mijn antwoorden', en: 'My answers' },
  answered: {
    nl: (count: number, of: number) => `Je hebt ${count} van de ${of} vragen beantwoord.`,
    en: (count: number, of: number) => `You have answered ${count} of the ${of} questions.`,
  },
  onlyYou: { nl: 'Alleen jij ziet dit.', en: 'Only you see this.' },
  ownIntro: {
    nl: 'Alleen jij ziet dit. Van 1 (bijna nooit) tot 5 (bijna altijd).',
    en: 'Only you see this. From 1 (almost never) to 5 (almost always).',
  },
  line: {
    nl: (label: string, answer: string, before: number | null) =>
      `• ${label}: ${answer}${before === null ? '' : ` (eerder ${before})`}`,
    en: (label: string, answer: string, before: number | null) =>
      `• ${label}: ${answer}${before === null ? '' : ` (before: ${before})`}`,
  },
  none: {
    nl: 'Je hebt hier nog geen vragen over beantwoord. Typ: wat mij steunt',
    en: 'You have not answered any questions about this yet. Type: what supports me',
  },
  change: { nl: 'Antwoorden wijzigen', en: 'Change answers' },
  changeIntro: {
    nl: 'Alleen jij ziet dit. Wijzigen kan tot het einde van het kwartaal.',
    en: 'Only you see this. You can change it until the end of the quarter.',
  },
  nothingChosen: { nl: 'Kies een antwoord.', en: 'Choose an answer.' },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  saved: { nl: 'Je antwoorden zijn bewaard.', en: 'Your answers have been saved.' },
  /** The table of what is stored about somebody. */
  stored: {
    nl: {
      answers: {
        title: 'Wat je steunt',
        quarter: 'Kwartaal',
        item: 'Vraag',
        text: 'Wat er stond',
        value: 'Antwoord (1 tot 5; leeg: overgeslagen)',
        answeredAt: 'Gegeven op',
        instrument: 'Vragenlijst',
        countedIn: 'Telt mee in',
      },
      off: { title: 'Vragen over wat je steunt staan uit', since: 'Sinds' },
    },
    en: {
      answers: {
        title: 'What supports you',
        quarter: 'Quarter',
        item: 'Question',
        text: 'What it said',
        value: 'Answer (1 to 5; empty: skipped)',
        answeredAt: 'Given at',
        instrument: 'Questionnaire',
        countedIn: 'Counts in',
      },
      off: { title: 'Questions about what supports you are off', since: 'Since' },
    },
  },
});
