import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import { joinTexts } from './texts.ts';

/** What taps and dialogs are called. */
export const ACTIONS = {
  open: 'join.open',
  send: 'join.send',
  make: 'join.make',
} as const;

/** What the dialog is opened with. @param code null when it is to be asked for */
interface JoinForm {
  readonly language: string;
  readonly code: string | null;
}

/** Something said, with the way to the dialog. */
export function wayInView({ language, code }: JoinForm, text: string): View {
  const { enter, goOn } = joinTexts(language);
  const button: Button = {
    label: code === null ? enter : goOn,
    action: ACTIONS.open,
    data: { language, ...(code !== null && { code }) },
    tone: 'primary',
    opens: 'dialog',
  };
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [button] },
    ],
  };
}

/** For somebody whom nobody knows yet; a code that they typed already is not asked for again. */
export function joinDialog({ language, code }: JoinForm): Dialog {
  const texts = joinTexts(language);
  const field = (name: 'code' | 'name', maxLength: number): DialogField => ({
    kind: 'text',
    name,
    label: texts[name],
    lines: 'one',
    maxLength,
    missing: texts.missing,
    initial: null,
  });
  return {
    action: ACTIONS.send,
    data: { language, ...(code !== null && { code }) },
    title: texts.title,
    intro: texts.intro,
    fields: [...(code === null ? [field('code', 40)] : []), field('name', 80)],
    submit: texts.goOn,
    close: texts.cancel,
  };
}

/** To a supervisor who serves several schools and makes a code. */
export function whichSchoolView(language: string, schools: readonly { id: string; name: string }[]): View {
  const { whichSchool, school } = joinTexts(language);
  const options = schools.map(({ id, name }) => ({ label: name, value: id }));
  const select: Block = {
    kind: 'select',
    label: school,
    action: ACTIONS.make,
    name: 'school',
    data: {},
    options,
    selected: null,
  };
  return { summary: whichSchool, blocks: [{ kind: 'text', text: whichSchool }, select] };
}

/** The only place where a code stands whole. */
export function madeView(language: string, made: { school: string; code: string; until: Date }): View {
  const texts = joinTexts(language);
  const summary = texts.made(made.school, made.code);
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary },
      { kind: 'text', text: texts.howToUse(made.until) },
      { kind: 'note', text: texts.counting },
    ],
  };
}
