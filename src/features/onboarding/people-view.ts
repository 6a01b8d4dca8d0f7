import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { LANGUAGES, textsFor } from '../../text/texts.ts';
import type { Person } from './people-store.ts';

/** Where a button that says yes or no stands: what it leads to is shown there. */
export const PLACES = ['message', 'invitation', 'home', 'dialog'] as const;
export type Place = (typeof PLACES)[number];

export const CONSENT_ACTION = 'people.consent';
export const LANGUAGE_ACTION = 'people.language';
export const OWN_ANSWERS_ACTION = 'people.own-answers';

/**
 * The first message: what this is, who sees what, and a real choice.
 * @param privacyUrl where all of that can be read; null when there is no such page
 */
export function invitationView(language: string, privacyUrl: string | null): View {
  const texts = textsFor(language).people;
  return {
    summary: texts.greeting,
    blocks: [
      { kind: 'heading', text: texts.greeting },
      { kind: 'text', text: texts.invitation },
      { kind: 'text', text: texts.whoSees },
      ...(privacyUrl === null ? [] : [{ kind: 'link', label: texts.privacy, url: privacyUrl } as const]),
      buttonRow(inInvitation(choice(texts.yes, 'yes', 'primary')), inInvitation(choice(texts.no, 'no'))),
    ],
  };
}

/** The message of the invitation, once it was answered in whichever way. */
export function answeredInvitationView(person: Person): View {
  if (person.takesPart) return welcomeView(person);
  const texts = textsFor(person.language).people;
  return withButtons(texts.declined, inInvitation(choice(texts.yes, 'yes')));
}

/** To whoever says yes or no after a no: how things stand, and the choice again. */
export function invitationAgainView(person: Person): View {
  const texts = textsFor(person.language).people;
  return withButtons(texts.notTaking, choice(texts.again, 'yes', 'primary'));
}

/** After a yes: what comes, who sees it, and how to stop. */
export function welcomeView({ language }: Person): View {
  const { welcome, whoSees } = textsFor(language).people;
  return {
    summary: welcome,
    blocks: [
      { kind: 'text', text: welcome },
      { kind: 'note', text: whoSees },
    ],
  };
}

/** After a no to the invitation. */
export function declinedView({ language }: Person): View {
  const texts = textsFor(language).people;
  return withButtons(texts.declined, choice(texts.yes, 'yes'));
}

/** After a stop, with the way back. */
export function stoppedView({ language }: Person): View {
  const texts = textsFor(language).people;
  return withButtons(texts.stopped, choice(texts.again, 'yes'));
}

/** Whether a stop was meant. The other button is there so that nobody answers this with a no that would be taken for one. */
export function perhapsStopView(person: Person): View {
  const texts = textsFor(person.language).people;
  const stay = person.takesPart ? choice(texts.stay, 'yes') : choice(texts.yes, 'yes');
  return withButtons(texts.perhapsStop, choice('Stop', 'no', 'primary'), stay);
}

/** Whether a start was meant. */
export function perhapsStartView(person: Person): View {
  const texts = textsFor(person.language).people;
  return withButtons(texts.perhapsStart, choice('Start', 'yes', 'primary'), choice(texts.no, 'no'));
}

/** For somebody who added the app and is not asked whether they join. */
export function greetingView(person: Person): View {
  const { blocks, summary } = helpView(person);
  return { summary, blocks: [{ kind: 'heading', text: textsFor(person.language).people.greeting }, ...blocks] };
}

/** For somebody who added the app before anybody told us about them. */
export function strangerView(language: string): View {
  const { greeting, unknown } = textsFor(language).people;
  return {
    summary: unknown,
    blocks: [
      { kind: 'heading', text: greeting },
      { kind: 'text', text: unknown },
    ],
  };
}

/** A message of one sentence. */
export function sentenceView(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', text }] };
}

/**
 * What one can do here, with the choice of a language.
 * @param first what is said before it
 */
export function helpView(person: Person, first: string | null = null): View {
  const texts = textsFor(person.language).people;
  const intro = person.role === 'teacher' ? texts.help : texts.notForYou;
  const lines = first === null ? [intro] : [first, intro];
  return {
    summary: lines[0] ?? intro,
    blocks: [...lines.map((text): Block => ({ kind: 'text', text })), ...controls(person)],
  };
}

/** The home page: whether one takes part, and one's own answers; nobody else can open it. */
export function homeView(person: Person, ownLines: readonly string[]): View {
  const texts = textsFor(person.language);
  const status = person.takesPart ? texts.people.taking : texts.people.notTaking;
  if (person.role !== 'teacher') return helpView(person);
  return {
    summary: status,
    blocks: [
      { kind: 'heading', text: texts.people.homeTitle },
      { kind: 'text', text: status },
      buttonRow(participation(person, 'home')),
      { kind: 'divider' },
      { kind: 'heading', text: texts.own.title },
      { kind: 'note', text: texts.own.intro },
      ...ownLines.map((text): Block => ({ kind: 'text', text })),
      { kind: 'divider' },
      languageChoice(person, 'home'),
    ],
  };
}

/** One's own answers, in a dialog that does not stay in the chat. */
export function ownAnswersDialog(person: Person, ownLines: readonly string[]): Dialog {
  const texts = textsFor(person.language).own;
  const intro = [texts.intro, ...ownLines].join('\n\n');
  return {
    action: OWN_ANSWERS_ACTION,
    data: {},
    title: texts.title,
    intro,
    fields: [],
    buttons: person.takesPart ? [participation(person, 'dialog')] : [],
    submit: null,
    close: texts.close,
  };
}

function controls(person: Person): Block[] {
  if (person.role !== 'teacher') return [languageChoice(person, 'message')];
  const { myAnswers } = textsFor(person.language).people;
  const own: Button = { label: myAnswers, action: OWN_ANSWERS_ACTION, data: {}, tone: 'plain', opens: 'dialog' };
  return [buttonRow(own, participation(person, 'message')), languageChoice(person, 'message')];
}

/** The button that ends or begins taking part, in the place where it stands. */
function participation({ language, takesPart }: Person, place: Place): Button {
  const texts = textsFor(language).people;
  return standing(place, takesPart ? choice(texts.stop, 'no') : choice(texts.yes, 'yes'));
}

function inInvitation(button: Button): Button {
  return standing('invitation', button);
}

function standing(place: Place, button: Button): Button {
  return { ...button, data: { ...button.data, place } };
}

function choice(label: string, answer: 'yes' | 'no', tone: Button['tone'] = 'plain'): Button {
  return { label, action: CONSENT_ACTION, data: { answer }, tone, opens: 'view' };
}

function withButtons(text: string, ...buttons: Button[]): View {
  return { summary: text, blocks: [{ kind: 'text', text }, buttonRow(...buttons)] };
}

function buttonRow(...buttons: Button[]): Block {
  return { kind: 'buttons', layout: 'row', buttons };
}

function languageChoice(person: Person, place: Place): Block {
  return {
    kind: 'select',
    label: textsFor(person.language).people.languageLabel,
    action: LANGUAGE_ACTION,
    name: 'language',
    data: { place },
    options: LANGUAGES.map((code) => ({ label: textsFor(code).languageName, value: code })),
    selected: person.language,
  };
}
