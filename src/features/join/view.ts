import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import { joinTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  open: 'join.open',
  send: 'join.send',
  make: 'join.make',
} as const;

/** What the dialog is opened with. @param code null when the dialog has to ask for it */
interface JoinForm {
  readonly language: string;
  readonly code: string | null;
}

/** A sentence with a button that opens the dialog. */
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

/** The dialog for somebody unknown; a code that they typed already is not asked for again. */
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

/** Asks a supervisor of several schools for which one the code is. */
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

/** Shows a new code; the only place where a complete code is ever shown. */
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
