import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { translated } from '../../text/translated.ts';

/** In the timezone of a school, when the moment has one. A moment at midnight is given as the whole day before it. */
const untilDutch = once((local) => {
  const day = (at: TZDate) => format(at, 'EEEE d MMMM', { locale: dutch });
  if (local.getHours() > 0) return `tot ${day(local)} om ${format(local, 'HH:mm')} uur`;
  return `tot en met ${day(new TZDate(local.getTime() - 1, local.timeZone))}`;
});

const untilEnglish = once((local) => {
  const day = (at: TZDate) => format(at, 'EEEE d MMMM');
  if (local.getHours() > 0) return `until ${day(local)} at ${format(local, 'HH:mm')}`;
  return `up to and including ${day(new TZDate(local.getTime() - 1, local.timeZone))}`;
});

/**
 * Cached for one moment, because thousands of people are thanked within minutes and calculating with timezones is slow.
 */
function once(say: (local: TZDate) => string): (until: Date | TZDate) => string {
  let last: { readonly at: number; readonly zone: string | undefined; readonly said: string } | null = null;
  return (until) => {
    const at = until.getTime();
    const zone = until instanceof TZDate ? until.timeZone : DUTCH_TIMEZONE;
    if (last?.at !== at || last.zone !== zone) last = { at, zone, said: say(new TZDate(at, zone)) };
    return last.said;
  };
}

export const checkInTexts = translated({
  summary: {
    nl: 'Drie korte vragen over je werk',
    en: 'Three short questions about your work',
  },
  reminder: {
    nl: 'Je vragen van deze week staan nog open. Meer herinner ik je er niet aan.',
    en: 'Your questions for this week are still open. I will not remind you again.',
  },
  progress: {
    nl: (index: number, of: number) => `Vraag ${index} van ${of}`,
    en: (index: number, of: number) => `Question ${index} of ${of}`,
  },
  whoSees: {
    nl: 'Alleen jij ziet je antwoorden. Je begeleiders zien gemiddelden van een groep.',
    en: 'Only you see your answers. Your supervisors see averages of a group.',
  },
  skip: {
    nl: 'Deze vraag overslaan',
    en: 'Skip this question',
  },
  halfway: {
    nl: 'Stoppen mag altijd: wat je beantwoordde, telt mee.',
    en: 'You can stop at any time: what you answered counts.',
  },
  thanks: {
    nl: [
      'Dank je wel. Dat waren de vragen van deze week.',
      'Dank je wel dat je even stilstond bij je werk.',
      'Dat was alles voor deze week. Dank je wel voor je tijd.',
      'Dank je wel. Met de antwoorden van iedereen samen kunnen je begeleiders beter helpen.',
      'Klaar voor deze week. Dank je wel, en tot de volgende keer.',
      'Dank je wel. Het helpt dat je meedoet.',
      'Fijn dat je er even de tijd voor nam. Dank je wel.',
      'Dank je wel. Dat was het, nu weer verder met je dag.',
    ],
    en: [
      'Thank you. Those were the questions for this week.',
      'Thank you for pausing a moment to think about your work.',
      'That was all for this week. Thank you for your time.',
      'Thank you. With everybody’s answers together your supervisors can help better.',
      'Done for this week. Thank you, and see you next time.',
      'Thank you. It helps that you take part.',
      'It is good that you took a moment for this. Thank you.',
      'Thank you. That was it, now on with your day.',
    ],
  },
  untilWhen: {
    nl: (until: Date) => `Een antwoord wijzigen of alsnog geven kan ${untilDutch(until)}.`,
    en: (until: Date) => `You can change an answer, or give one you skipped, ${untilEnglish(until)}.`,
  },
  change: {
    nl: 'Antwoorden wijzigen',
    en: 'Change answers',
  },
  closed: {
    nl: 'Deze vragen zijn al gesloten, dus hier wordt niets meer bewaard. Wat je eerder antwoordde, telt gewoon mee. Tot de volgende keer.',
    en: 'These questions have closed, so nothing is saved here any more. What you answered before still counts. See you next time.',
  },
  stopped: {
    nl: 'Je doet niet meer mee, dus hier wordt niets meer bewaard. Wil je weer meedoen? Typ dan: start',
    en: 'You have stopped, so nothing is stored here any more. Want to join again? Type: start',
  },
  notNow: {
    nl: 'Komt het nu niet uit? Dan vraag ik het later.',
    en: 'Not a good moment? Then I will ask later.',
  },
  putOff: {
    nl: { hour: 'Over een uur', 'after-school': 'Na school', tomorrow: 'Morgen' },
    en: { hour: 'In an hour', 'after-school': 'After school', tomorrow: 'Tomorrow' },
  },
  snoozed: {
    nl: (moment: string) => `Goed, ik vraag het je ${moment} opnieuw.`,
    en: (moment: string) => `Fine, I will ask you again on ${moment}.`,
  },
  now: {
    nl: 'Toch nu',
    en: 'Now after all',
  },
  tooLateToSnooze: {
    nl: 'Later lukt deze week niet meer, want dan zijn de vragen gesloten. Hier beantwoorden kan nog wel.',
    en: 'Later is not possible this week, for the questions will have closed. You can still answer them here.',
  },
  snoozedEnough: {
    nl: 'Je hebt deze vragen al drie keer uitgesteld. Hier beantwoorden kan nog steeds, en overslaan mag ook.',
    en: 'You have put these questions off three times. You can still answer them here, and skipping is fine too.',
  },
  /** Follows a day and a time. */
  coming: {
    nl: 'je volgende vragen',
    en: 'your next questions',
  },
  /** At the top of the home page. */
  open: {
    nl: (moment: string) => `Er staan vragen van deze week voor je klaar, tot ${moment}.`,
    en: (moment: string) => `There are questions of this week for you, until ${moment}.`,
  },
  openInPause: {
    nl: (moment: string) =>
      `Je hebt pauze, dus er hoeft niets. Wil je toch? De vragen van deze week staan er tot ${moment}.`,
    en: (moment: string) =>
      `You are having a break, so you need not do anything. If you want to: the questions of this week are there until ${moment}.`,
  },
  standsStill: {
    nl: 'Polsslag staat nu even stil. Je krijgt geen vragen tot het weer verdergaat.',
    en: 'Polsslag is paused for now. You get no questions until it goes on.',
  },
  none: {
    nl: 'Er staan nu geen vragen voor je klaar.',
    en: 'There are no questions for you right now.',
  },
  next: {
    nl: (moment: string) => `Je volgende vragen: ${moment}.`,
    en: (moment: string) => `Your next questions: ${moment}.`,
  },
  notTakingPart: {
    nl: 'Je doet niet mee, dus er zijn geen vragen voor je. Wil je meedoen? Typ dan: start',
    en: 'You do not take part, so there are no questions for you. Want to join? Type: start',
  },
  dialogTitle: {
    nl: 'Je antwoorden',
    en: 'Your answers',
  },
  dialogIntro: {
    nl: (until: Date) => `Alleen jij ziet dit. Je kunt je antwoorden wijzigen ${untilDutch(until)}.`,
    en: (until: Date) => `Only you see this. You can change your answers ${untilEnglish(until)}.`,
  },
  notAnswered: {
    nl: 'Nog niet beantwoord',
    en: 'Not answered yet',
  },
  save: {
    nl: 'Bewaren',
    en: 'Save',
  },
  close: {
    nl: 'Sluiten',
    en: 'Close',
  },
  saved: {
    nl: 'Je antwoorden zijn bewaard.',
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
    nl: 'Ik ken je nog niet, dus er is niets bewaard. Heb je een code van je school? Typ dan: aanmelden, en de code. Of vraag je begeleider om je toe te voegen.',
    en: 'I do not know you yet, so nothing was saved. Do you have a code from your school? Type: join, and the code. Or ask your supervisor to add you.',
  },
  /** The table of somebody's check-ins. */
  stored: {
    nl: {
      title: 'Wanneer je vragen kreeg',
      week: 'Week',
      askedAt: 'Klaargezet',
      closesAt: 'Sluit',
      questions: 'Vragen',
      skipped: 'Overgeslagen',
    },
    en: {
      title: 'When you were asked',
      week: 'Week',
      askedAt: 'Written',
      closesAt: 'Closes',
      questions: 'Questions',
      skipped: 'Skipped',
    },
  },
  messageNames: {
    nl: {
      'check-in': 'je vragen van de week',
      snoozed: 'vragen die je uitstelde',
      reminder: 'je vragen, nog één keer',
    },
    en: {
      'check-in': 'your weekly questions',
      snoozed: 'questions that you put off',
      reminder: 'your questions, once more',
    },
  },
});
