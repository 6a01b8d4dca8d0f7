import { translated } from '../../text/translated.ts';

/**
 * The version of everything below, to which people consent. It is stored with their consent, so raise it when the
 * meaning or the words change; a test compares the words.
 */
export const CONSENT_VERSION = 2;

export const consentTexts = translated({
  invitation: {
    nl: 'Eén keer per week stel ik je drie korte vragen over je werk met leerlingen die extra hulp nodig hebben. Je antwoordt met één tik. Zo kunnen je begeleiders beter helpen.',
    en: 'Once a week I ask you three short questions about your work with pupils who need extra help. You answer with one tap. That way your supervisors can help better.',
  },
  whoSees: {
    nl: (fewest: number, beside: number) =>
      [
        'Wie ziet wat?',
        '• Alleen jij ziet je antwoorden.',
        `• Begeleiders zien gemiddelden van minstens ${fewest} leerkrachten, en van één kring vanaf ${beside}. Bij minder staat er niets.`,
        '• De beheerder van je werkruimte kan dit gesprek lezen. Je antwoorden staan er niet in.',
        '• De beheerder van de server kan technisch wel bij je antwoorden.',
      ].join('\n'),
    en: (fewest: number, beside: number) =>
      [
        'Who sees what?',
        '• Only you see your answers.',
        `• Supervisors see averages of at least ${fewest} teachers, and of one circle from ${beside}. With fewer there is nothing.`,
        '• The administrator of your workspace can read this chat. Your answers are not in it.',
        '• The administrator of the server can technically reach your answers.',
      ].join('\n'),
  },
  howToStop: {
    nl: 'Meedoen hoeft niet. Stoppen kan altijd: typ stop.',
    en: 'You need not join. You can stop at any time: type stop.',
  },
});
