import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { ownLineTexts } from './texts.ts';

/** Messages that were sent long ago use this name, so that it must not change. */
export const OWN_ANSWERS_ACTION = 'people.own-answers';

/** A teacher's own answers, as shown to them. */
interface OwnView {
  readonly texts: readonly string[];
  readonly picture: Dialog['picture'] | null;
}

/** The button for the own answers. It opens a dialog, because they must not stay in a chat. */
export function ownLineButton(language: string): Button {
  const label = ownLineTexts(language).myAnswers;
  return { label, action: OWN_ANSWERS_ACTION, data: {}, tone: 'plain', opens: 'dialog' };
}

/** The own answers, in a dialog, which does not stay in the chat. */
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

/** Typed words cannot open a dialog, and a reply stays in the chat; so it has only the button. */
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
