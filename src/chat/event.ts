import type { ChatUser, ConversationReference } from './address.ts';
import type { ActionData, Dialog, FieldValues, View } from './view.ts';

interface InPlace {
  /**
   * The channel, when others can read along: the one that was tapped in, also when the dialog of a submission was
   * opened from there.
   */
  readonly channel?: string;
  /** The conversation, when the platform needs it to write again and nobody else reads along. */
  readonly conversation?: ConversationReference;
}

/** Something that happened in a chat, in terms that no platform owns. */
export type ChatEvent = {
  /** The platform's own id of this delivery; a repeated delivery has the same one. */
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
       * Identifies the dialog together with what was filled in. When our answer comes too late the dialog stays open
       * and people send it again: a new delivery of the same dialog. Left out where it is unknown; each delivery is
       * then its own.
       */
      readonly dialogId?: string;
    } & InPlace)
  /**
   * A slash command, or a message that was typed or edited: its words in lower case, '' for none. `conversation` is
   * given where the platform needs it to write again, because people who had the app before we knew them are connected
   * by their first words.
   */
  | {
      readonly kind: 'command';
      readonly words: string;
      /** A photo, recording, file or emoji without text. */
      readonly isWordless?: true;
      readonly conversation: ConversationReference | null;
    }
  | { readonly kind: 'home-opened' }
  /** The app was mentioned where others read along: the answer is visible to everybody there. */
  | { readonly kind: 'mentioned' }
  /** The app was added where others read along. */
  | { readonly kind: 'added-among-others' }
  /**
   * The app was added for this person, and `conversation` is where to write to from now on. A platform may report this
   * several times; only one of the reports asks for a greeting.
   */
  | { readonly kind: 'connected'; readonly conversation: ConversationReference | null; readonly greet: boolean }
  /** The app was removed for this person. */
  | { readonly kind: 'disconnected' }
);

/** The notification that a tapped message belongs to. */
interface Notified {
  /** The notification's key. A person's chat should have only one message of it. */
  readonly notification: string;
  /** The current view, for when the reply cannot be shown at once; null when there is none. */
  readonly current: () => Promise<View | null>;
}

/** The faults of a submitted dialog, by the names of its fields. */
export type FieldErrors = { readonly [name: string]: string };

/** What the person gets to see in answer to an event. */
export type Reply =
  | { readonly kind: 'none' }
  /** Replaces the message that was tapped; `about` when that is the message of a notification. */
  | { readonly kind: 'replace'; readonly view: View; readonly about?: Notified }
  /** Opens a dialog on the tap. */
  | { readonly kind: 'dialog'; readonly dialog: Dialog }
  /**
   * Keeps the submitted dialog open with what was filled in, and shows a sentence beside each field with a fault.
   * `dialog` is the dialog as it was first opened.
   */
  | { readonly kind: 'errors'; readonly dialog: Dialog; readonly fields: FieldErrors }
  /** Closes the submitted dialog. `note` is shown in it where the platform can, and nowhere else. */
  | { readonly kind: 'close'; readonly note: string }
  /** A message for this person only; it disappears later where the platform supports that. */
  | { readonly kind: 'say'; readonly view: View }
  /**
   * The content of the home page, which nobody else can open. `inChat` replaces it where it becomes a message, which
   * stays: on a platform without a home page, in place of the tapped message.
   */
  | { readonly kind: 'home'; readonly view: View; readonly inChat: View };

/** The single entry to the features: a platform passes every event to it and shows the reply. */
export type ReceiveEvent = (event: ChatEvent) => Promise<Reply>;
