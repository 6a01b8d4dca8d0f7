/** Ids that travel with a button and come back with its tap: plain strings, together under 1,500 characters. */
export type ActionData = { readonly [key: string]: string };

/** A button whose tap reaches a handler. `action` names the handler ('check-in.answer'). */
export interface Button {
  readonly label: string;
  readonly action: string;
  readonly data: ActionData;
  readonly tone: 'plain' | 'primary';
  /** What the tap opens; Teams must know before the tap. */
  readonly opens: 'view' | 'dialog';
}

/** A button, by what it opens. */
export type AnyButton =
  | Button
  /** Opens a web page; no handler is told. */
  | { readonly label: string; readonly url: string; readonly tone: 'plain' | 'primary'; readonly opens: 'address' }
  /** Greyed out, for a choice that is gone; the label should say so by itself. */
  | { readonly label: string; readonly opens: 'nothing' };

export interface Option {
  readonly label: string;
  readonly value: string;
}

/** `alt` says in words everything that the picture shows. */
interface Picture {
  readonly url: string;
  readonly title: string;
  readonly alt: string;
}

/** The kinds of blocks that a message can consist of. All texts are plain; renderers escape mark-up. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: string }
  /** `stacked` puts each button on a line of its own, for labels that are sentences. */
  | { readonly kind: 'buttons'; readonly layout: 'row' | 'stacked'; readonly buttons: readonly AnyButton[] }
  /** A choice that takes effect at once; the chosen value arrives as `data[name]`. */
  | {
      readonly kind: 'select';
      readonly label: string;
      readonly action: string;
      readonly name: string;
      readonly data: ActionData;
      readonly options: readonly Option[];
      readonly selected: string | null;
    }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | ({ readonly kind: 'picture' } & Picture)
  /** Small print that leads to a web page. */
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'divider' };

/** A message, or a home page. */
export interface View {
  /** The whole message in one line: shown in the platform's notification, and when nothing else can be drawn. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

interface FieldFrame {
  /** The name of its value, at most 255 characters. */
  readonly name: string;
  readonly label: string;
  /** A sentence of help beside it. */
  readonly help?: string;
}

interface AskedField extends FieldFrame {
  /** The error when it is left empty; null when it may be empty. */
  readonly missing: string | null;
}

/** The kinds of fields in a dialog. `FieldValue` says which values they give. */
export type DialogField =
  | (AskedField & {
      readonly kind: 'text';
      readonly lines: 'one' | 'several';
      /** In characters, at most 3,000. */
      readonly maxLength: number;
      readonly placeholder?: string;
      readonly initial: string | null;
    })
  /** `initial` as YYYY-MM-DD. */
  | (AskedField & { readonly kind: 'date'; readonly initial: string | null })
  /** `initial` as HH:mm. */
  | (AskedField & { readonly kind: 'time'; readonly initial: string | null })
  /** One of up to a hundred options. */
  | (AskedField & { readonly kind: 'choice'; readonly options: readonly Option[]; readonly initial: string | null })
  /** Any of up to a hundred options. */
  | (AskedField & {
      readonly kind: 'several';
      readonly options: readonly Option[];
      readonly initial: readonly string[];
    })
  /** A box to tick, with a statement of at most 75 characters beside it. */
  | (FieldFrame & { readonly kind: 'yes-no'; readonly statement: string; readonly initial: 'yes' | 'no' });

export type FieldKind = DialogField['kind'];

/**
 * A value that was filled in: a text, a date as YYYY-MM-DD, a time as HH:mm, the value of a chosen option, 'yes' or
 * 'no'; for several choices a list of their values.
 */
type FieldValue = string | readonly string[];

/** The values of a submitted dialog, by the names of its fields. Empty fields are left out. */
export type FieldValues = { readonly [name: string]: FieldValue };

/** A modal (Slack) or dialog (Teams). Only here may answers be shown, because a dialog does not stay in the chat. */
export interface Dialog {
  /** Names the handler of its submission ('check-in.change'). */
  readonly action: string;
  readonly data: ActionData;
  /** At most 24 characters (Slack's limit). */
  readonly title: string;
  readonly intro: string;
  /** Below the intro. */
  readonly picture?: Picture;
  readonly fields: readonly DialogField[];
  /** Buttons that do not submit: their taps do not carry what was filled in. */
  readonly buttons?: readonly AnyButton[];
  /** At most 24 characters; null for a dialog that can only be read and closed. */
  readonly submit: string | null;
  readonly close: string;
}
