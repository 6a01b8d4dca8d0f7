import { translated } from '../../text/translated.ts';

/**
 * The version of what somebody says yes to: of everything below. It is kept with their yes, so raise it when the meaning or
 * the words change; a test holds it to them.
 */
export const CONSENT_VERSION = 2;

export const consentTexts = translated({
  invitation: {
    nl: 'Eén keer per week stel ik je drie korte vragen over je werk met leerlingen die extra hulp nodig hebben. Eén tik per vraag is genoeg. Zo weten je begeleiders hoe het gaat, en kunnen zij beter helpen.',
    en: 'Once a week I ask you three short questions about your work with pupils who need extra help. One tap a question is enough. That way your supervisors know how things are, and can help better.',
  },
  whoSees: {
    nl: (fewest: number, beside: number) =>
      [
        'Wie ziet wat?',
        '• Alleen jij ziet je antwoorden.',
        `• Je begeleiders zien gemiddelden: van iedereen samen als er minstens ${fewest} leerkrachten antwoordden, van één kring vanaf ${beside}. Zijn het er minder, dan staat er geen cijfer.`,
        '• De beheerder van je werkruimte kan onze berichten lezen. Daar staan je antwoorden niet in.',
        '• Wie de server van Polsslag beheert, kan technisch bij de antwoorden.',
      ].join('\n'),
    en: (fewest: number, beside: number) =>
      [
        'Who sees what?',
        '• Only you see your answers.',
        `• Your supervisors see averages: of everybody together when at least ${fewest} teachers answered, of one circle from ${beside}. When there are fewer, there is no figure.`,
        '• The administrator of your workspace can read our messages. Your answers are not in them.',
        "• Whoever runs Polsslag's server can technically reach the answers.",
      ].join('\n'),
  },
  howToStop: {
    nl: 'Meedoen mag, het hoeft niet. Stoppen kan altijd: typ stop.',
    en: 'You may join, you need not. You can stop at any time: type stop.',
  },
});
