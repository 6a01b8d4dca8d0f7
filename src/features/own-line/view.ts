import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { ownLineTexts } from './texts.ts';

/** Messages that were sent long ago carry this name, too. */
export const OWN_ANSWERS_ACTION = 'people.own-answers';

/** What a teacher sees of their own answers. */
interface OwnView {
  readonly texts: readonly string[];
  readonly picture: Dialog['picture'] | null;
}

/** It opens a dialog: what it shows must not stay in a chat. */
export function ownLineButton(language: string): Button {
  const label = ownLineTexts(language).myAnswers;
  return { label, action: OWN_ANSWERS_ACTION, data: {}, tone: 'plain', opens: 'dialog' };
}

/** In a dialog, because that does not stay in the chat. */
export function ownAnswersDialog({ texts, picture }: OwnView, language: string, buttons: readonly Button[]): Dialog {
  const { title, intro, close } = ownLineTexts(language);
  return {
    action: OWN_ANSWERS_ACTION,
    data: {},
    title,
    intro: [intro, ...texts].join('\n\n'),
    ...(picture && { picture }),
    fields: [],
    buttons,
    submit: null,
    close,
  };
}

/** Typed words open no dialog: what they are answered with stays in the chat, so that it holds a button only. */
export function offerView(language: string): View {
  const { offer } = ownLineTexts(language);
  return {
    summary: offer,
    blocks: [
      { kind: 'text', text: offer },
      { kind: 'buttons', layout: 'row', buttons: [ownLineButton(language)] },
    ],
  };
}

/** The section of the home page, which only its owner can open. */
export function homeBlocks({ texts, picture }: OwnView, language: string): Block[] {
  const { title, intro } = ownLineTexts(language);
  return [
    { kind: 'divider' },
    { kind: 'heading', text: title },
    { kind: 'note', text: intro },
    ...texts.map((text): Block => ({ kind: 'text', text })),
    ...(picture ? [{ kind: 'picture', ...picture } as const] : []),
  ];
}
