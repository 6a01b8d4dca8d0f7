import { translated } from '../../text/translated.ts';

const nameLister = (locale: string) => {
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (names: readonly string[]) => format.format(names);
};
const [dutch, english] = [nameLister('nl'), nameLister('en')];

export const smallTalkTexts = translated({
  low: {
    nl: 'Dat klinkt zwaar. Je hoeft het niet alleen te doen.',
    en: 'That sounds hard. You do not have to do it alone.',
  },
  danger: {
    nl: 'Dat is heftig. Denk je aan zelfmoord, of maak je je zorgen om iemand? Bel 113 of 0800-0113: gratis, dag en nacht. Chatten kan op 113.nl. Is er nu gevaar, bel dan 112.',
    en: 'That is a lot. Are you thinking about suicide, or worried about somebody? Call 113 or 0800-0113: free, day and night, in the Netherlands. You can chat at 113.nl. If there is danger now, call 112.',
  },
  welcome: { nl: 'Graag gedaan.', en: 'You are welcome.' },
  /** They may have meant it as an answer to a question, such as whether to stop, which only a button answers. */
  fine: {
    nl: 'Fijn. Alles blijft zoals het is. Vroeg ik je iets? Tik dan op de knop in dat bericht. Iets anders nodig? Typ dan: hulp',
    en: 'Good. Everything stays as it is. Did I ask you something? Then tap the button in that message. Need anything else? Type: help',
  },
  fineUndecided: {
    nl: 'Fijn. Wil je meedoen met de weekvragen? Typ dan: start',
    en: 'Good. Do you want to take part in the weekly questions? Type: start',
  },
  supervisors: {
    nl: (names: readonly string[]) =>
      names.length === 1
        ? `${dutch(names)} is je begeleider en denkt graag met je mee.`
        : `${dutch(names)} zijn je begeleiders en denken graag met je mee.`,
    en: (names: readonly string[]) =>
      names.length === 1
        ? `${english(names)} is your supervisor and would be glad to think it through with you.`
        : `${english(names)} are your supervisors and would be glad to think it through with you.`,
  },
  nobodyKnown: {
    nl: 'Praat erover met iemand op school die je vertrouwt.',
    en: 'Talk about it with somebody at school whom you trust.',
  },
  whoSees: {
    nl: 'Niemand leest hier mee: ik bewaar niet wat je typt en geef het aan niemand door. Wie deze chat beheert voor je school, kan berichten wel bekijken.',
    en: 'Nobody reads along here: I do not keep what you type, and pass it on to nobody. Whoever runs this chat for your school could look at messages.',
  },
  whomToAsk: {
    nl: (names: readonly string[]) =>
      names.length === 1
        ? `Kom je er niet uit? Vraag het je begeleider: ${dutch(names)}.`
        : `Kom je er niet uit? Vraag het je begeleiders: ${dutch(names)}.`,
    en: (names: readonly string[]) =>
      names.length === 1
        ? `Stuck? Ask your supervisor: ${english(names)}.`
        : `Stuck? Ask your supervisors: ${english(names)}.`,
  },
});
