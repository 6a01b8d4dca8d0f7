/** Ids that travel with a button and come back with the tap: plain strings, together under 1,500 characters. */
export type ActionData = { readonly [key: string]: string };

/** A button that is heard of when it is tapped. `action` names the handler ('check-in.answer'). */
export interface Button {
  readonly label: string;
  readonly action: string;
  readonly data: ActionData;
  readonly tone: 'plain' | 'primary';
  /** What the tap leads to; Teams must know before it is tapped. */
  readonly opens: 'view' | 'dialog';
}

/** A button, by what it opens. */
export type AnyButton =
  | Button
  /** A web page; nobody hears of the tap. */
  | { readonly label: string; readonly url: string; readonly tone: 'plain' | 'primary'; readonly opens: 'address' }
  /** Greyed out, for what cannot be chosen any more; the label should say so by itself. */
  | { readonly label: string; readonly opens: 'nothing' };

export interface Option {
  readonly label: string;
  readonly value: string;
}

/** `alt` is the whole of it in words. */
interface Picture {
  readonly url: string;
  readonly title: string;
  readonly alt: string;
}

/** The closed set of things that a message can be made of. All texts are plain: renderers escape mark-up. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: string }
  /** `stacked` puts each button on a line of its own, for labels that are sentences. */
  | { readonly kind: 'buttons'; readonly layout: 'row' | 'stacked'; readonly buttons: readonly AnyButton[] }
  /** A choice that acts at once; the chosen value arrives as `data[name]`. */
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
  /** The whole in one line: what a notification shows, and what stands when nothing else can be drawn. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

interface FieldFrame {
  /** Its value comes back under this name, of at most 255 characters. */
  readonly name: string;
  readonly label: string;
  /** A sentence of help beside it. */
  readonly help?: string;
}

interface AskedField extends FieldFrame {
  /** What somebody is told who leaves it empty; null when they may. */
  readonly missing: string | null;
}

/** What a dialog can ask. Of each kind `FieldValue` tells what comes back. */
export type DialogField =
  | (AskedField & {
      readonly kind: 'text';
      readonly lines: 'one' | 'several';
      /** In characters, 3,000 at most. */
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
 * What was filled in, as plain data: a text, a date as YYYY-MM-DD, a time as HH:mm, the value of a chosen option, 'yes' or
 * 'no'; of several choices their values.
 */
type FieldValue = string | readonly string[];

/** What came back of a dialog, by the names of its fields. A field that was left empty is not in it. */
export type FieldValues = { readonly [name: string]: FieldValue };

/** A modal (Slack) or dialog (Teams): the one place where values may be shown, because it does not stay in the chat. */
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
  /** Taps that are no submission: what was chosen does not come along. */
  readonly buttons?: readonly AnyButton[];
  /** At most 24 characters; null makes a dialog that can only be read and closed. */
  readonly submit: string | null;
  readonly close: string;
}
