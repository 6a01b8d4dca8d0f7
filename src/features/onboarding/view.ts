import { buttonRow } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Block, Button, View } from '../../chat/view.ts';
import { firstNameOf, type Person } from '../../people/person.ts';
import { UNKNOWN_PERSON } from '../../people/with-person.ts';
import { CONSENT_VERSION, consentTexts } from './consent-texts.ts';
import { onboardingTexts } from './texts.ts';

/** The places of yes and no buttons, in which their result is shown. */
export const PLACES = ['message', 'invitation', 'home', 'dialog'] as const;
type ButtonPlace = (typeof PLACES)[number];

/** Messages that were sent long ago use this name, so that it must not change. */
export const CONSENT_ACTION = 'people.consent';

/** The fewest teachers behind a figure: of everybody together, and of a circle beside others. */
export interface Fewest {
  readonly together: number;
  readonly beside: number;
}

interface InvitationOptions {
  readonly fewest: Fewest;
  /** The address of the full privacy text; null when there is no such page. */
  readonly privacyUrl: string | null;
  /** The language choice. */
  readonly language: Block;
}

/** The key of an invitation's notification. */
export function invitationKey({ id }: Pick<Person, 'id'>): string {
  return `invitation:${id}`;
}

/** The invitation, which fits on one phone screen: what Polsslag is, who sees what, how to stop, and a free choice. */
export function invitationView(person: Person, { fewest, privacyUrl, language }: InvitationOptions): View {
  const texts = onboardingTexts(person.language);
  const consent = consentTexts(person.language);
  const greeting = texts.greetingByName(firstNameOf(person));
  return {
    summary: greeting,
    blocks: [
      { kind: 'heading', text: greeting },
      { kind: 'text', text: consent.invitation },
      { kind: 'text', text: consent.whoSees(fewest.together, fewest.beside) },
      { kind: 'text', text: consent.howToStop },
      buttonRow([
        standInInvitation(choiceButton(texts.yes, 'yes', 'primary')),
        standInInvitation(choiceButton(texts.no, 'no')),
      ]),
      ...(privacyUrl === null ? [] : [readOn(person.language, privacyUrl)]),
      language,
    ],
  };
}

interface Privacy extends Pick<InvitationOptions, 'fewest' | 'privacyUrl'> {
  /** Buttons about their own data. */
  readonly buttons: readonly Button[];
}

/** Who sees what, for people who ask. */
export function privacyView({ language, role }: Person, { fewest, privacyUrl, buttons }: Privacy): View {
  const { privacy: ofTeachers, privacyOfOthers, othersSee } = onboardingTexts(language);
  const privacy = role === 'teacher' ? ofTeachers : privacyOfOthers;
  const { whoSees, howToStop } = consentTexts(language);
  const forTeachers: Block[] = [
    { kind: 'text', text: whoSees(fewest.together, fewest.beside) },
    { kind: 'note', text: howToStop },
  ];
  const forOthers: Block[] = [{ kind: 'text', text: othersSee(fewest.together, fewest.beside) }];
  return {
    summary: privacy,
    blocks: [
      { kind: 'heading', text: privacy },
      ...(role === 'teacher' ? forTeachers : forOthers),
      ...(privacyUrl === null ? [] : [readOn(language, privacyUrl)]),
      ...(buttons.length === 0 ? [] : [buttonRow(buttons)]),
    ],
  };
}

function readOn(language: string, url: string): Block {
  return { kind: 'link', label: onboardingTexts(language).readOn, url };
}

/** The invitation after it was answered, in whichever way. */
function answeredInvitationView(person: Person, fewest: Fewest): View {
  if (person.takesPart) return welcomeView(person, fewest);
  const texts = onboardingTexts(person.language);
  return withButtons(texts.declined, standInInvitation(choiceButton(texts.yes, 'yes')));
}

/** The reply to people who say yes or no after having declined: the present state, and the choice again. */
function invitationAgainView(person: Person): View {
  const texts = onboardingTexts(person.language);
  return withButtons(texts.notTaking, choiceButton(texts.again, 'yes', 'primary'));
}

/**
 * After a yes: what happens next, who sees it, and how to stop. People who only typed a word read here what they agreed
 * to.
 * @param isBack whether they decided before
 */
function welcomeView({ language }: Person, fewest: Fewest, isBack = false): View {
  const texts = onboardingTexts(language);
  const welcome = isBack ? texts.welcomeBack : texts.welcome;
  const { whoSees, howToStop } = consentTexts(language);
  return {
    summary: welcome,
    blocks: [
      { kind: 'text', text: welcome },
      { kind: 'text', text: whoSees(fewest.together, fewest.beside) },
      { kind: 'note', text: howToStop },
    ],
  };
}

/** After a no to the invitation. */
function declinedView({ language }: Person): View {
  const texts = onboardingTexts(language);
  return withButtons(texts.declined, choiceButton(texts.yes, 'yes'));
}

/** After a stop, with the way back. */
function stoppedView({ language }: Person): View {
  const texts = onboardingTexts(language);
  return withButtons(texts.stopped, choiceButton(texts.again, 'yes'));
}

/**
 * Asks whether they meant to stop. The other button prevents that somebody types a no here, which would count as a
 * refusal.
 */
function perhapsStopView(person: Person): View {
  const texts = onboardingTexts(person.language);
  const stay = person.takesPart ? choiceButton(texts.stay, 'yes') : choiceButton(texts.yes, 'yes');
  return withButtons(texts.perhapsStop, choiceButton('Stop', 'no', 'primary'), stay);
}

/** Asks whether they meant to start. */
function perhapsStartView(person: Person): View {
  const texts = onboardingTexts(person.language);
  return withButtons(texts.perhapsStart, choiceButton('Start', 'yes', 'primary'), choiceButton(texts.no, 'no'));
}

/** The replies to yes, no, start and stop. */
export const replyViews = {
  answeredInvitation: answeredInvitationView,
  again: invitationAgainView,
  welcome: welcomeView,
  declined: declinedView,
  stopped: stoppedView,
  perhapsStop: perhapsStopView,
  perhapsStart: perhapsStartView,
} satisfies Record<string, (person: Person, fewest: Fewest, isBack?: boolean) => View>;

/**
 * The greeting for people who added the app and are not invited, or are unknown.
 * @param help what they can do here; null for somebody unknown
 */
export function greetingView(language: string, help: View | null): View {
  const { greeting } = onboardingTexts(language);
  const { summary, blocks } = help ?? sentenceView(UNKNOWN_PERSON);
  return { summary, blocks: [{ kind: 'heading', text: greeting }, ...blocks] };
}

/** The section of the home page about taking part, or what it means for people who have not decided. */
export function participationSection(person: Person, fewest: Fewest): Block[] {
  const texts = onboardingTexts(person.language);
  if (person.role !== 'teacher') return [];
  if (!person.decided) {
    const { invitation, whoSees, howToStop } = consentTexts(person.language);
    return [
      { kind: 'text', text: invitation },
      { kind: 'text', text: whoSees(fewest.together, fewest.beside) },
      { kind: 'note', text: howToStop },
      buttonRow([
        standing('home', choiceButton(texts.yes, 'yes', 'primary')),
        standing('home', choiceButton(texts.no, 'no')),
      ]),
    ];
  }
  return [
    { kind: 'text', text: person.takesPart ? texts.takingPart : texts.notTaking },
    buttonRow([participation(person, 'home')]),
  ];
}

/** The button that ends or begins taking part. @param place where it is shown */
export function participation({ language, takesPart }: Person, place: ButtonPlace): Button {
  const texts = onboardingTexts(language);
  return standing(place, takesPart ? choiceButton(texts.stop, 'no') : choiceButton(texts.yes, 'yes'));
}

function standInInvitation(button: Button): Button {
  return standing('invitation', button);
}

function standing(place: ButtonPlace, button: Button): Button {
  return { ...button, data: { ...button.data, place } };
}

function choiceButton(label: string, answer: 'yes' | 'no', tone: Button['tone'] = 'plain'): Button {
  const data = { answer, version: String(CONSENT_VERSION) };
  return { label, action: CONSENT_ACTION, data, tone, opens: 'view' };
}

function withButtons(text: string, ...buttons: Button[]): View {
  return { summary: text, blocks: [{ kind: 'text', text }, buttonRow(buttons)] };
}
