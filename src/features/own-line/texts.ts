import { translated } from '../../text/translated.ts';

export const ownLineTexts = translated({
  title: {
    nl: 'Mijn antwoorden',
    en: 'My answers',
  },
  intro: {
    nl: 'Alleen jij ziet dit.',
    en: 'Only you see this.',
  },
  none: {
    nl: 'Je hebt nog geen vragen beantwoord.',
    en: 'You have not answered any questions yet.',
  },
  line: {
    nl: 'Jouw lijn (0 is nooit, 6 is elke dag)',
    en: 'Your line (0 is never, 6 is every day)',
  },
  lineLater: {
    nl: 'Na drie weken zie je hier hoe het met jou ging.',
    en: 'After three weeks you see here how you were doing.',
  },
  close: {
    nl: 'Sluiten',
    en: 'Close',
  },
  myAnswers: {
    nl: 'Mijn antwoorden',
    en: 'My answers',
  },
});
