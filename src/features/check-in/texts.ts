import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
import { translated } from '../../text/translated.ts';

export const checkInTexts = translated({
  summary: {
    nl: 'Drie korte vragen over je werk',
    en: 'Three short questions about your work',
  },
  progress: {
    nl: (index: number, of: number) => `Vraag ${index} van ${of}`,
    en: (index: number, of: number) => `Question ${index} of ${of}`,
  },
  whoSees: {
    nl: 'Alleen jij ziet je antwoorden. Je begeleiders zien gemiddelden van een groep.',
    en: 'Only you see your answers. Your supervisors see averages of a group.',
  },
  thanks: {
    nl: 'Dank je wel, je hebt alle vragen beantwoord.',
    en: 'Thank you, you have answered all questions.',
  },
  thanksMore: {
    nl: 'Tot de volgende keer.',
    en: 'See you next time.',
  },
  change: {
    nl: 'Antwoorden bekijken of wijzigen',
    en: 'See or change answers',
  },
  closed: {
    nl: 'Deze vragen zijn gesloten. Er wordt niets meer bewaard.',
    en: 'These questions are closed. Nothing is saved any more.',
  },
  stopped: {
    nl: 'Je doet niet meer mee, dus hier wordt niets meer bewaard. Wil je weer meedoen? Typ dan: start',
    en: 'You have stopped, so nothing is stored here any more. Want to join again? Type: start',
  },
  none: {
    nl: 'Er staan nu geen vragen voor je klaar.',
    en: 'There are no questions for you right now.',
  },
  dialogTitle: {
    nl: 'Je antwoorden',
    en: 'Your answers',
  },
  dialogIntro: {
    nl: (until: Date) =>
      `Alleen jij ziet dit. Je kunt je antwoorden wijzigen tot en met ${format(new TZDate(until.getTime() - 1, 'Europe/Amsterdam'), 'EEEE d MMMM', { locale: dutch })}.`,
    en: (until: Date) =>
      `Only you see this. You can change your answers up to and including ${format(new TZDate(until.getTime() - 1, 'Europe/Amsterdam'), 'EEEE d MMMM')}.`,
  },
  notAnswered: {
    nl: 'Nog niet beantwoord',
    en: 'Not answered yet',
  },
  save: {
    nl: 'Opslaan',
    en: 'Save',
  },
  close: {
    nl: 'Sluiten',
    en: 'Close',
  },
  saved: {
    nl: 'Je antwoorden zijn opgeslagen.',
    en: 'Your answers have been saved.',
  },
  tooLate: {
    nl: 'Deze vragen zijn gesloten. Je antwoorden zijn niet veranderd.',
    en: 'These questions are closed. Your answers have not changed.',
  },
  notStored: {
    nl: 'Dit antwoord is niet bewaard. Typ check-in om je vragen te zien.',
    en: 'This answer was not saved. Type check-in to see your questions.',
  },
  notChanged: {
    nl: 'Je wijziging is niet bewaard. Typ check-in om je vragen te zien.',
    en: 'Your change was not saved. Type check-in to see your questions.',
  },
  nothingChosen: {
    nl: 'Je hebt niets gekozen, dus er is niets veranderd.',
    en: 'You chose nothing, so nothing has changed.',
  },
  keptFirst: {
    nl: 'Die vraag had je al beantwoord. Je eerste antwoord blijft staan.',
    en: 'You had answered that question already. Your first answer stays.',
  },
  gone: {
    nl: 'Deze vragen zijn er niet meer. Typ check-in om je vragen te zien.',
    en: 'These questions are gone. Type check-in to see your questions.',
  },
  unknown: {
    nl: 'Ik ken je nog niet, dus er is niets bewaard. Vraag je begeleider om je toe te voegen.',
    en: 'I do not know you yet, so nothing was saved. Ask your supervisor to add you.',
  },
  /** Above what is stored of somebody's check-ins. */
  stored: {
    nl: {
      title: 'Wanneer je vragen kreeg',
      week: 'Week',
      askedAt: 'Klaargezet',
      closesAt: 'Sluit',
      questions: 'Vragen',
    },
    en: { title: 'When you were asked', week: 'Week', askedAt: 'Written', closesAt: 'Closes', questions: 'Questions' },
  },
});
