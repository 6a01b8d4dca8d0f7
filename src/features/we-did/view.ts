import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { ServedCircle } from './store.ts';
import { weDidTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  write: 'we-did.write',
  keep: 'we-did.keep',
} as const;

/** The longest sentence. */
const MAX_LENGTH = 300;

/** The button below the weekly post, and in the reply to the typed word. */
export function writeBlock(language: string): Block {
  const button: Button = {
    label: weDidTexts(language).button,
    action: ACTIONS.write,
    data: {},
    tone: 'plain',
    opens: 'dialog',
  };
  return { kind: 'buttons', layout: 'row', buttons: [button] };
}

/** The reply to a supervisor who types the word. */
export function offerView(language: string): View {
  const { offer } = weDidTexts(language);
  return { summary: offer, blocks: [{ kind: 'text', text: offer }, writeBlock(language)] };
}

/** The dialog with what was written this week, and a field for circles that received nothing yet. */
export function writeDialog(circles: readonly ServedCircle[], language: string): Dialog {
  const { title, intro, waiting, sent, save, close } = weDidTexts(language);
  const open = circles.filter((circle) => !circle.sent);
  const written = circles.flatMap((circle) =>
    circle.text === null ? [] : [(circle.sent ? sent : waiting)(circle.name, circle.text)],
  );
  const only = open.length === 1 ? open[0] : undefined;
  return {
    action: ACTIONS.keep,
    data: only ? { circle: only.id } : {},
    title,
    intro: [intro, ...written].join('\n\n'),
    fields: open.length === 0 ? [] : fieldsFor(open, only ?? null, language),
    submit: open.length === 0 ? null : save,
    close,
  };
}

/** The fields of the dialog. @param only the circle, when there is only one to choose */
function fieldsFor(open: readonly ServedCircle[], only: ServedCircle | null, language: string): DialogField[] {
  const { circle, chooseCircle, ask, missing, sign, withName } = weDidTexts(language);
  const options = open.map(({ id, name }) => ({ value: id, label: name }));
  const choice: DialogField = {
    kind: 'choice',
    name: 'circle',
    label: circle,
    options,
    initial: null,
    missing: chooseCircle,
  };
  return [
    ...(only ? [] : [choice]),
    {
      kind: 'text',
      name: 'text',
      label: ask,
      lines: 'several',
      maxLength: MAX_LENGTH,
      missing,
      initial: only?.text ?? null,
    },
    { kind: 'yes-no', name: 'signed', label: sign, statement: withName, initial: 'yes' },
  ];
}

/** The sentence above the first question of a teacher's check-in. */
export function deliveredBlocks(text: string, author: string | null, language: string): Block[] {
  return [{ kind: 'note', text: weDidTexts(language).from(author) }, { kind: 'text', text }, { kind: 'divider' }];
}
