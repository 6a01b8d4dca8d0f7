import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { LANGUAGES, textsFor } from '../../text/texts.ts';
import type { Person } from './people-store.ts';

export const CONSENT_ACTION = 'people.consent';
export const LANGUAGE_ACTION = 'people.language';
export const OWN_ANSWERS_ACTION = 'people.own-answers';

/**
 * The first message: what this is, who sees what, and a real choice.
 * @param privacyUrl where all of that can be read; null when there is no such page
 */
export function invitationView(language: string, privacyUrl: string | null): View {
  const texts = textsFor(language).people;
  const choice = (label: string, answer: string, tone: Button['tone']): Button => ({
    label,
    action: CONSENT_ACTION,
    data: { answer },
    tone,
    opens: 'view',
  });
  return {
    summary: texts.greeting,
    blocks: [
      { kind: 'heading', text: texts.greeting },
      { kind: 'text', text: texts.invitation },
      { kind: 'text', text: texts.whoSees },
      ...(privacyUrl === null ? [] : [{ kind: 'link', label: texts.privacy, url: privacyUrl } as const]),
      {
        kind: 'buttons',
        layout: 'row',
        buttons: [choice(texts.yes, 'yes', 'primary'), choice(texts.no, 'no', 'plain')],
      },
    ],
  };
}

/** A message of one sentence. */
export function sentenceView(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', text }] };
}

/** What one can do here, with the choice of a language. */
export function helpView(person: Person): View {
  const texts = textsFor(person.language).people;
  const intro = person.role === 'teacher' ? texts.help : texts.notForYou;
  return { summary: intro, blocks: [{ kind: 'text', text: intro }, ...controls(person)] };
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
      { kind: 'divider' },
      { kind: 'heading', text: texts.own.title },
      { kind: 'note', text: texts.own.intro },
      ...ownLines.map((text): Block => ({ kind: 'text', text })),
      { kind: 'divider' },
      languageChoice(person),
    ],
  };
}

/** One's own answers, in a dialog that does not stay in the chat. */
export function ownAnswersDialog(language: string, ownLines: readonly string[]): Dialog {
  const texts = textsFor(language).own;
  const intro = [texts.intro, ...ownLines].join('\n\n');
  return {
    action: OWN_ANSWERS_ACTION,
    data: {},
    title: texts.title,
    intro,
    fields: [],
    submit: null,
    close: texts.close,
  };
}

function controls(person: Person): Block[] {
  if (person.role !== 'teacher') return [languageChoice(person)];
  const { myAnswers } = textsFor(person.language).people;
  const own: Button = { label: myAnswers, action: OWN_ANSWERS_ACTION, data: {}, tone: 'plain', opens: 'dialog' };
  return [{ kind: 'buttons', layout: 'row', buttons: [own] }, languageChoice(person)];
}

function languageChoice(person: Person): Block {
  return {
    kind: 'select',
    label: textsFor(person.language).people.languageLabel,
    action: LANGUAGE_ACTION,
    name: 'language',
    data: {},
    options: LANGUAGES.map((code) => ({ label: textsFor(code).languageName, value: code })),
    selected: person.language,
  };
}
