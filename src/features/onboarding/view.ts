import { sentenceView } from '../../chat/sentence.ts';
import type { Block, Button, View } from '../../chat/view.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { onboardingTexts } from './texts.ts';

/** Where a button that says yes or no stands: what it leads to is shown there. */
export const PLACES = ['message', 'invitation', 'home', 'dialog'] as const;
type Place = (typeof PLACES)[number];

/** Messages that were sent long ago carry this name, too. */
export const CONSENT_ACTION = 'people.consent';

/**
 * The first message: what this is, who sees what, and a real choice.
 * @param privacyUrl where all of that can be read; null when there is no such page
 */
export function invitationView(language: string, privacyUrl: string | null): View {
  const texts = onboardingTexts(language);
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
function answeredInvitationView(person: Person): View {
  if (person.takesPart) return welcomeView(person);
  const texts = onboardingTexts(person.language);
  return withButtons(texts.declined, inInvitation(choice(texts.yes, 'yes')));
}

/** To whoever says yes or no after a no: how things stand, and the choice again. */
function invitationAgainView(person: Person): View {
  const texts = onboardingTexts(person.language);
  return withButtons(texts.notTaking, choice(texts.again, 'yes', 'primary'));
}

/** After a yes: what comes, who sees it, and how to stop. */
function welcomeView({ language }: Person): View {
  const { welcome, whoSees } = onboardingTexts(language);
  return {
    summary: welcome,
    blocks: [
      { kind: 'text', text: welcome },
      { kind: 'note', text: whoSees },
    ],
  };
}

/** After a no to the invitation. */
function declinedView({ language }: Person): View {
  const texts = onboardingTexts(language);
  return withButtons(texts.declined, choice(texts.yes, 'yes'));
}

/** After a stop, with the way back. */
function stoppedView({ language }: Person): View {
  const texts = onboardingTexts(language);
  return withButtons(texts.stopped, choice(texts.again, 'yes'));
}

/** Whether a stop was meant. The other button is there so that nobody answers this with a no that would be taken for one. */
function perhapsStopView(person: Person): View {
  const texts = onboardingTexts(person.language);
  const stay = person.takesPart ? choice(texts.stay, 'yes') : choice(texts.yes, 'yes');
  return withButtons(texts.perhapsStop, choice('Stop', 'no', 'primary'), stay);
}

/** Whether a start was meant. */
function perhapsStartView(person: Person): View {
  const texts = onboardingTexts(person.language);
  return withButtons(texts.perhapsStart, choice('Start', 'yes', 'primary'), choice(texts.no, 'no'));
}

/** What is said back to whoever says yes, no, start or stop. */
export const replyViews = {
  answeredInvitation: answeredInvitationView,
  again: invitationAgainView,
  welcome: welcomeView,
  declined: declinedView,
  stopped: stoppedView,
  perhapsStop: perhapsStopView,
  perhapsStart: perhapsStartView,
} satisfies Record<string, (person: Person) => View>;

/**
 * For somebody who added the app and is not asked whether they join, or whom nobody told us about.
 * @param help what one can do here
 */
export function greetingView(language: string, help: View | null): View {
  const { greeting } = onboardingTexts(language);
  const { unknown } = commonTexts(language);
  const { summary, blocks } = help ?? sentenceView(unknown);
  return { summary, blocks: [{ kind: 'heading', text: greeting }, ...blocks] };
}

/** Of the home page: whether one takes part. */
export function participationSection(person: Person): Block[] {
  const texts = onboardingTexts(person.language);
  return [
    { kind: 'heading', text: texts.homeTitle },
    { kind: 'text', text: person.takesPart ? texts.taking : texts.notTaking },
    buttonRow(participation(person, 'home')),
  ];
}

/** The button that ends or begins taking part, in the place where it stands. */
export function participation({ language, takesPart }: Person, place: Place): Button {
  const texts = onboardingTexts(language);
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
