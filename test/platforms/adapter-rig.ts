import type { Recipient } from '../../src/chat/address.ts';
import type { ChatEvent, Reply } from '../../src/chat/event.ts';
import type { ChatPlatform } from '../../src/chat/platform.ts';
import type { Dialog, FieldValues, View } from '../../src/chat/view.ts';

/** A field of the open dialog as a person sees it. */
export interface ShownField {
  readonly label: string;
  readonly help: string | null;
  readonly error: string | null;
}

/** A message as a person sees it. */
export interface ShownMessage {
  /** All visible text, including the labels of choices. */
  readonly text: string;
  /** The labels of the buttons. */
  readonly buttons: readonly string[];
  /** The addresses that buttons open. */
  readonly addresses: readonly string[];
  readonly pictures: readonly string[];
}

/** A message, home page or dialog as the platform received it, in the form that the playground's page draws. */
export type Rendering = { readonly title: string | null; readonly buttons: readonly string[] } & (
  | {
      readonly platform: 'slack';
      readonly blocks: readonly unknown[];
      /** The error messages by block_id. */
      readonly errors: Readonly<Record<string, string>>;
    }
  | { readonly platform: 'teams'; readonly card: unknown }
);

/** The person's own chat, or the channel. */
export type Where = 'person' | 'channel';

/** An adapter in front of its simulated platform, with one person who is also in a channel. */
export interface AdapterRig {
  readonly platform: ChatPlatform;
  readonly recipient: Readonly<Record<Where, Recipient>>;
  /** The id of the channel in events. */
  readonly channel: string;
  /** The taps and submissions that came in. */
  readonly events: readonly ChatEvent[];
  /** Sets the reply to the next of them; without one there is no reply. */
  answerNext(reply: Reply): void;
  shown(where: Where, reference: string): ShownMessage;
  rendering(where: Where, reference: string): Rendering;
  /** The open dialog; null when none is open. */
  dialogRendering(): Rendering | null;
  /** A home page; on a platform without home pages, a message. */
  homeRendering(view: View, inChat: View): Promise<Rendering>;
  /** Taps the button with this label. */
  tap(where: Where, reference: string, label: string): Promise<void>;
  /** Chooses the option with this label, whatever form the choice has. */
  choose(where: Where, reference: string, label: string): Promise<void>;
  /** The fields of the open dialog; null when none is open. */
  fields(): readonly ShownField[] | null;
  /** Fills in and submits the open dialog; values are by field name, and other fields stay as they are. */
  submit(dialog: Dialog, values: FieldValues): Promise<void>;
  /** Everything that the person sees, or saw for a moment, as JSON. */
  seen(): string;
  /** The errors that the person saw. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** Every string property with one of these names, at any depth. */
export function textsUnder(names: readonly string[], part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    typeof inner === 'string' ? (names.includes(name) ? [inner] : []) : textsUnder(names, inner),
  );
}
