import { translated } from '../../text/translated.ts';

export const slowDownTexts = translated({
  question: {
    nl: 'Je hebt vier keer niet geantwoord. Dat mag. Zal ik je minder vaak iets vragen?',
    en: 'You have not answered four times. That is fine. Shall I ask you less often?',
  },
  /** For somebody who already has the slowest rhythm. */
  questionWhether: {
    nl: 'Je hebt vier keer niet geantwoord. Dat mag. Zal ik je blijven vragen?',
    en: 'You have not answered four times. That is fine. Shall I keep asking you?',
  },
  untilThen: {
    nl: 'Ik stuur je nu geen vragen meer, tot je hier kiest of mij iets schrijft. Je begeleiders zien dit niet.',
    en: 'I will not send you questions now, until you choose here or write to me. Your supervisors do not see this.',
  },
  every: {
    nl: { 1: 'Elke week', 2: 'Om de week', 4: 'Om de vier weken' },
    en: { 1: 'Every week', 2: 'Every two weeks', 4: 'Every four weeks' },
  },
  asNow: {
    nl: (every: string) => `${every}, net als nu`,
    en: (every: string) => `${every}, as now`,
  },
  chosen: {
    nl: {
      1: 'Goed. Je krijgt elke week drie korte vragen.',
      2: 'Goed. Je krijgt om de week drie korte vragen.',
      4: 'Goed. Je krijgt om de vier weken drie korte vragen.',
    },
    en: {
      1: 'Good. You get three short questions every week.',
      2: 'Good. You get three short questions every two weeks.',
      4: 'Good. You get three short questions every four weeks.',
    },
  },
  notTaking: {
    nl: 'Je doet niet mee, dus je krijgt geen vragen. Wil je weer meedoen? Typ dan: start',
    en: 'You do not take part, so you get no questions. Want to join again? Type: start',
  },
  title: { nl: 'Of ik minder vaak zal vragen', en: 'Whether to ask you less often' },
  columns: {
    nl: { askedAt: 'Gevraagd op', endedAt: 'Weer van je gehoord op' },
    en: { askedAt: 'Asked on', endedAt: 'Heard of you again on' },
  },
  messageNames: {
    nl: { 'slow-down': 'vraag of ik minder vaak zal vragen' },
    en: { 'slow-down': 'question whether to ask you less often' },
  },
});
