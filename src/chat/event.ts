import type { ChatUser, ConversationReference } from './address.ts';
import type { ActionData, Dialog, FieldValues, View } from './view.ts';

interface InPlace {
  /** Where others read along: the channel that was tapped in, also to open the dialog that this comes from. */
  readonly channel?: string;
  /** Where the platform needs one to write again, and nobody else reads along. */
  readonly conversation?: ConversationReference;
}

/** What happened in a chat, in no platform's words. */
export type ChatEvent = {
  /** The platform's own id of this delivery: the same again is a retry. */
  readonly id: string;
  readonly from: ChatUser;
} & (
  | ({ readonly kind: 'tap'; readonly action: string; readonly data: ActionData } & InPlace)
  | ({
      readonly kind: 'submission';
      readonly action: string;
      readonly data: ActionData;
      readonly values: FieldValues;
      /**
       * Of the dialog, with what is filled in. When the answer came too late the dialog stays open and people send it again:
       * that is another delivery, but the same dialog. Where that is not known, each delivery is one of its own.
       */
      readonly dialogId?: string;
    } & InPlace)
  /**
   * A slash command, or a message that was typed or edited: lower-case words, '' when there were none. `conversation`
   * where the platform needs one to write again: who had the app before we knew them is connected by their first words.
   */
  | {
      readonly kind: 'command';
      readonly words: string;
      /** A photo, a recording, a file or pictures from the keyboard, and nothing that could be read. */
      readonly isWordless?: true;
      readonly conversation: ConversationReference | null;
    }
  | { readonly kind: 'home-opened' }
  /** Somebody speaks to the app where others read along: what is said to it is for everybody there. */
  | { readonly kind: 'mentioned' }
  /** The app was added where others read along. */
  | { readonly kind: 'added-among-others' }
  /**
   * The app was added for this person; `conversation` is what to write to from now on. Of what the platform tells about
   * it, one asks for a greeting.
   */
  | { readonly kind: 'connected'; readonly conversation: ConversationReference | null; readonly greet: boolean }
  /** The app was removed for this person. */
  | { readonly kind: 'disconnected' }
);

/** What a tapped message is there for. */
interface Notified {
  /** The notification's key: there is to be one message of it in the person's chat. */
  readonly notification: string;
  /** The view as things stand now, for a reply that could not be shown at once; null when there is none. */
  readonly current: () => Promise<View | null>;
}

/** What is not right about what was filled in, by the names of fields. */
export type FieldErrors = { readonly [name: string]: string };

/** What the person gets to see for it. */
export type Reply =
  | { readonly kind: 'none' }
  /** Replaces the message that was tapped; `about` when that is the message of a notification. */
  | { readonly kind: 'replace'; readonly view: View; readonly about?: Notified }
  /** Opens a dialog on the tap. */
  | { readonly kind: 'dialog'; readonly dialog: Dialog }
  /**
   * Keeps the submitted dialog open, as it was filled in, with a sentence beside each field that is not right, by its name.
   * `dialog` is the dialog as it would be opened.
   */
  | { readonly kind: 'errors'; readonly dialog: Dialog; readonly fields: FieldErrors }
  /** Ends the submitted dialog; `note` is said in it where the platform can, and nowhere else. */
  | { readonly kind: 'close'; readonly note: string }
  /** A message for this person only, that does not stay where the platform can do that. */
  | { readonly kind: 'say'; readonly view: View }
  /**
   * The content of the home page, which nobody else can open. `inChat` is what stands for it where it becomes a message, which
   * stays: on a platform without a home page, in place of the one that was tapped.
   */
  | { readonly kind: 'home'; readonly view: View; readonly inChat: View };

/** The one way into the features: a platform hands every event here and shows the reply. */
export type ReceiveEvent = (event: ChatEvent) => Promise<Reply>;
