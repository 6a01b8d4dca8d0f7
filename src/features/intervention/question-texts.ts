import { translated } from '../../text/translated.ts';

/** The texts for teachers about visits. */
export const questionTexts = translated({
  summary: { nl: 'Wat deed de hulp van je begeleider voor jou?', en: 'What did your supervisor’s help do for you?' },
  progress: {
    nl: (index: number, of: number) => `Vraag ${index} van ${of}`,
    en: (index: number, of: number) => `Question ${index} of ${of}`,
  },
  visit: {
    nl: (supervisor: string | null, day: string) => `${supervisor ?? 'Je begeleider'}, ${day}`,
    en: (supervisor: string | null, day: string) => `${supervisor ?? 'Your supervisor'}, ${day}`,
  },
  ask: { nl: 'Wat deed dit voor jou?', en: 'What did this do for you?' },
  steps: {
    nl: ['😞 1', '🙁 2', '😐 3', '🙂 4', '😀 5'],
    en: ['😞 1', '🙁 2', '😐 3', '🙂 4', '😀 5'],
  },
  lowest: { nl: 'kostte energie, geen nut, geen tijd voor', en: 'cost energy, pointless, no time for it' },
  highest: { nl: 'deed me goed, had nut, maak ik tijd voor', en: 'did me good, worthwhile, I make time' },
  notForMe: { nl: 'N.v.t. · dit was er niet', en: 'N/A · did not happen' },
  whoSees: {
    nl: 'Alleen jij ziet je antwoord. Je begeleiders zien alleen een gemiddelde van minstens vijf leerkrachten.',
    en: 'Only you see your answer. Your supervisors only see an average of at least five teachers.',
  },
  mayBeLeft: { nl: 'Niets doen mag ook.', en: 'Doing nothing is fine too.' },
  thanks: { nl: 'Dank je wel. Meer hoef je niet te doen.', en: 'Thank you. There is nothing more to do.' },
  changeable: {
    nl: 'Een antwoord wijzigen kan een week lang.',
    en: 'You can change an answer for a week.',
  },
  change: { nl: 'Antwoord wijzigen', en: 'Change an answer' },
  dialogTitle: { nl: 'Jouw antwoorden', en: 'Your answers' },
  dialogIntro: {
    nl: 'Alleen jij ziet dit. Wijzigen kan een week lang.',
    en: 'Only you see this. You can change it for a week.',
  },
  nothingToChange: { nl: 'Er is niets meer om te wijzigen.', en: 'There is nothing left to change.' },
  nothingChanged: {
    nl: 'Er is niets gewijzigd. Wat hier stond, is intussen veranderd of te lang geleden.',
    en: 'Nothing was changed. What stood here is different by now, or too long ago.',
  },
  nothingChosen: { nl: 'Kies een antwoord.', en: 'Choose an answer.' },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  saved: { nl: 'Bewaard.', en: 'Saved.' },
  partlySaved: {
    nl: 'Een deel is bewaard. De rest is intussen veranderd of te lang geleden.',
    en: 'Part of it is saved. The rest is different by now, or too long ago.',
  },
  over: {
    nl: 'Deze vraag is niet meer nodig. Je hoeft niets te doen.',
    en: 'This question is not needed any more. There is nothing to do.',
  },
  stopped: { nl: 'Je doet niet mee, dus ik vraag je niets.', en: 'You do not take part, so I ask you nothing.' },
  /** When a visit was deleted after they had answered about it. */
  takenBack: {
    nl: (supervisor: string | null, day: string, what: string) =>
      `${supervisor ?? 'Je begeleider'} heeft iets gewist wat bij jou genoteerd stond, voor ${day}: ${what}. Jij had er al op geantwoord, en je antwoord blijft meetellen. Was dit niet bij jou? Dan haal je het met deze knop weg.`,
    en: (supervisor: string | null, day: string, what: string) =>
      `${supervisor ?? 'Your supervisor'} deleted something that was noted about you, for ${day}: ${what}. You had answered about it, and your answer still counts. Was this not with you? Then take it away with this button.`,
  },
  notMe: { nl: 'Dit was niet bij mij', en: 'This was not with me' },
  nobodyHears: {
    nl: 'Niemand hoort wat je kiest, ook je begeleider niet. Niets doen mag ook.',
    en: 'Nobody hears what you choose, your supervisor neither. Doing nothing is fine too.',
  },
  /** What was published before stays as it was. */
  takenAway: {
    nl: 'Weg. Je antwoord telt niet meer mee in wat er nog komt.',
    en: 'Gone. Your answer does not count any more in what is still to come.',
  },
  off: { nl: 'Vraag dit niet meer', en: 'Do not ask this any more' },
  on: { nl: 'Vraag het weer', en: 'Ask it again' },
  isOff: {
    nl: 'Na een bezoek vraag ik je niets meer. Je vragen van de week blijven.',
    en: 'I will not ask you anything after a visit. Your weekly questions stay.',
  },
  isOn: {
    nl: 'Na hulp van je begeleider vraag ik je één keer, met één tik, wat het deed. Hooguit eens per week.',
    en: 'After help from your supervisor I ask you once, in one tap, what it did. Once a week at most.',
  },
  stored: {
    nl: {
      visits: {
        title: 'Hulp van begeleiders',
        day: 'Wanneer',
        intervention: 'Wat',
        supervisor: 'Wie',
        felt: 'Jouw antwoord',
        answeredAt: 'Geantwoord op',
      },
      questions: { title: 'Vragen over die hulp', createdAt: 'Geschreven op' },
      off: { title: 'Vragen over hulp staan uit', since: 'Sinds' },
    },
    en: {
      visits: {
        title: 'Help from supervisors',
        day: 'When',
        intervention: 'What',
        supervisor: 'Who',
        felt: 'Your answer',
        answeredAt: 'Answered on',
      },
      questions: { title: 'Questions about that help', createdAt: 'Written on' },
      off: { title: 'Questions about help are off', since: 'Since' },
    },
  },
  messageNames: {
    nl: { 'visit-question': 'vraag wat hulp voor je deed', 'visit-taken-back': 'vraag of een bezoek bij jou was' },
    en: {
      'visit-question': 'question what help did for you',
      'visit-taken-back': 'question whether a visit was with you',
    },
  },
});
