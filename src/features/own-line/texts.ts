import { oneDecimal } from '../../text/numbers.ts';
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
  picture: {
    nl: 'Jouw lijn',
    en: 'Your line',
  },
  /** Each name in the picture with its meaning. */
  names: {
    nl: (names: readonly (readonly [string, string])[]) =>
      `In je lijn staat ${names.map(([name, meaning]) => `${name} voor ${meaning}`).join(', ')}.`,
    en: (names: readonly (readonly [string, string])[]) =>
      `In your line ${names.map(([name, meaning]) => `${name} means ${meaning}`).join(', ')}.`,
  },
  figure: oneDecimal,
  offer: {
    nl: 'Je antwoorden openen in een venster, zodat ze niet in dit gesprek blijven staan. Alleen jij ziet ze.',
    en: 'Your answers open in a window, so that they do not stay in this chat. Only you see them.',
  },
  close: {
    nl: 'Sluiten',
    en: 'Close',
  },
  myAnswers: {
    nl: 'Mijn antwoorden',
    en: 'My answers',
  },
  /** How an answer was given. */
  sources: {
    nl: { chat: 'de chat', import: 'een bestand van de beheerder' },
    en: { chat: 'the chat', import: 'a file of the operator' },
  },
  /** The table of somebody's answers. */
  stored: {
    nl: {
      title: 'Je antwoorden',
      week: 'Week',
      item: 'Vraag',
      text: 'Wat er stond',
      value: 'Antwoord (0 tot 6)',
      answeredAt: 'Gegeven op',
      instrument: 'Vragenlijst',
      source: 'Via',
    },
    en: {
      title: 'Your answers',
      week: 'Week',
      item: 'Question',
      text: 'What it said',
      value: 'Answer (0 to 6)',
      answeredAt: 'Given at',
      instrument: 'Questionnaire',
      source: 'Via',
    },
  },
});
