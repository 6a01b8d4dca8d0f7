import { translated } from '../../text/translated.ts';

export const weDidTexts = translated({
  button: { nl: 'Vertel wat je ermee doet', en: 'Say what you do with it' },
  title: { nl: 'Wat we ermee doen', en: 'What we do with it' },
  intro: {
    nl: 'Leerkrachten van de kring krijgen je zin één keer, boven hun volgende check-in. Eén zin per kring per week. Zolang niemand hem kreeg, kun je hem nog wijzigen.',
    en: 'The teachers of the circle get your sentence once, above their next check-in. One sentence per circle per week. As long as nobody has got it, you can still change it.',
  },
  waiting: {
    nl: (circle: string, text: string) => `Kring ${circle}, nog niet verstuurd: ${text}`,
    en: (circle: string, text: string) => `Circle ${circle}, not sent yet: ${text}`,
  },
  sent: {
    nl: (circle: string, text: string) => `Kring ${circle}, deze week al verstuurd: ${text}`,
    en: (circle: string, text: string) => `Circle ${circle}, sent this week: ${text}`,
  },
  circle: { nl: 'Voor welke kring?', en: 'For which circle?' },
  chooseCircle: { nl: 'Kies een kring.', en: 'Choose a circle.' },
  ask: { nl: 'Wat doen jullie met wat je hier ziet?', en: 'What are you doing with what you see here?' },
  missing: { nl: 'Schrijf een zin op.', en: 'Write a sentence.' },
  sign: { nl: 'Ondertekenen', en: 'Sign it' },
  withName: { nl: 'Met mijn naam erbij', en: 'With my name' },
  save: { nl: 'Klaarzetten', en: 'Schedule' },
  close: { nl: 'Sluiten', en: 'Close' },
  kept: {
    nl: (circle: string) => `Klaargezet voor kring ${circle}. Leerkrachten zien het boven hun volgende check-in.`,
    en: (circle: string) => `Scheduled for circle ${circle}. Teachers will see it above their next check-in.`,
  },
  tooLate: {
    nl: 'Voor deze kring is deze week al een zin verstuurd. Volgende week kan er weer een.',
    en: 'A sentence has already been sent to this circle this week. You can write another one next week.',
  },
  onlySupervisors: {
    nl: 'Dit is voor begeleiders van een kring.',
    en: 'This is for supervisors of a circle.',
  },
  offer: {
    nl: 'Hier schrijf je aan de leerkrachten van je kring wat jullie met de uitkomsten doen.',
    en: 'Here you write to the teachers of your circle what you do with the results.',
  },
  from: {
    nl: (author: string | null) =>
      author === null
        ? 'Van je begeleiders. Dit doen we met wat jullie antwoordden:'
        : `Van ${author}, je begeleider. Dit doen we met wat jullie antwoordden:`,
    en: (author: string | null) =>
      author === null
        ? 'From your supervisors. This is what we do with what you all answered:'
        : `From ${author}, your supervisor. This is what we do with what you all answered:`,
  },
  /** The table of what is stored about a supervisor. */
  stored: {
    nl: {
      title: 'Wat je aan kringen schreef',
      circle: 'Kring',
      week: 'Week',
      text: 'Wat je schreef',
      writtenAt: 'Geschreven op',
    },
    en: {
      title: 'What you wrote to circles',
      circle: 'Circle',
      week: 'Week',
      text: 'What you wrote',
      writtenAt: 'Written at',
    },
  },
});
