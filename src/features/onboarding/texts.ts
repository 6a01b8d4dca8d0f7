import { translated } from '../../text/translated.ts';

export const onboardingTexts = translated({
  greeting: {
    nl: 'Hoi, ik ben Polsslag',
    en: 'Hello, I am Polsslag',
  },
  greetingByName: {
    nl: (name: string) => `Hoi ${name}, ik ben Polsslag`,
    en: (name: string) => `Hello ${name}, I am Polsslag`,
  },
  privacy: {
    nl: 'Zo gaat Polsslag met je antwoorden om',
    en: 'How Polsslag handles your answers',
  },
  /** The same, for people who answer no questions. */
  privacyOfOthers: {
    nl: 'Zo gaat Polsslag met antwoorden om',
    en: 'How Polsslag handles answers',
  },
  othersSee: {
    nl: (fewest: number, beside: number) =>
      `Leerkrachten zien alleen hun eigen antwoorden. Begeleiders zien gemiddelden van minstens ${fewest} leerkrachten, en van één kring vanaf ${beside}.`,
    en: (fewest: number, beside: number) =>
      `Teachers see only their own answers. Supervisors see averages of at least ${fewest} teachers, and of one circle from ${beside}.`,
  },
  readOn: {
    nl: 'Lees alles over je privacy',
    en: 'Read all about your privacy',
  },
  yes: {
    nl: 'Ja, ik doe mee',
    en: 'Yes, I will join',
  },
  no: {
    nl: 'Nee, liever niet',
    en: 'No, rather not',
  },
  welcome: {
    nl: 'Fijn dat je meedoet. Binnen een week krijg je drie korte vragen, buiten de vakanties.',
    en: 'Good to have you. Within a week you get three short questions, except in school holidays.',
  },
  /** People who decided before may have chosen another rhythm, or a pause. */
  welcomeBack: {
    nl: 'Fijn dat je meedoet. Je krijgt drie korte vragen, buiten de vakanties. Typ instellingen om te zien wanneer.',
    en: 'Good to have you. You get three short questions, except in school holidays. Type settings to see when.',
  },
  declined: {
    nl: 'Prima, je krijgt geen vragen van mij. Wil je later toch meedoen? Typ dan: start',
    en: 'Fine, I will not ask you anything. Want to join later? Type: start',
  },
  stopped: {
    nl: 'Je krijgt geen vragen meer van mij. Je eerdere antwoorden blijven bewaard, en alleen jij ziet ze. Wil je weer meedoen? Typ dan: start',
    en: 'I will not ask you anything any more. Your earlier answers are kept, and only you see them. Want to join again? Type: start',
  },
  /** Also for people who were asked whether they want to stop, and type yes. */
  taking: {
    nl: 'Je doet mee. Je krijgt drie korte vragen, nooit onder de les of in de vakantie. Wil je stoppen? Typ dan: stop',
    en: 'You take part. You get three short questions, never during lessons or in school holidays. Want to stop? Type: stop',
  },
  /** On the home page, which also says when the questions come. */
  takingPart: { nl: 'Je doet mee.', en: 'You take part.' },
  notTaking: {
    nl: 'Je doet niet mee, dus je krijgt geen vragen.',
    en: 'You do not take part, so you get no questions.',
  },
  again: {
    nl: 'Weer meedoen',
    en: 'Join again',
  },
  stop: {
    nl: 'Stoppen met de vragen',
    en: 'Stop the questions',
  },
  stay: {
    nl: 'Nee, ik blijf meedoen',
    en: 'No, I will keep taking part',
  },
  perhapsStop: {
    nl: 'Bedoel je: stop? Dan krijg je geen vragen meer van mij.',
    en: 'Do you mean: stop? Then I will not ask you anything any more.',
  },
  perhapsStart: {
    nl: 'Bedoel je: start? Dan krijg je elke week drie korte vragen, of zo vaak als je koos.',
    en: 'Do you mean: start? Then you get three short questions every week, or as often as you chose.',
  },
  messageNames: {
    nl: { invitation: 'uitnodiging om mee te doen' },
    en: { invitation: 'invitation to take part' },
  },
});
