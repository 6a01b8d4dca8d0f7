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

/** What a person sees of a message. */
export interface ShownMessage {
  /** Everything that can be read, the labels of what can be chosen included. */
  readonly text: string;
  /** The labels of what can be tapped. */
  readonly buttons: readonly string[];
  /** Where buttons lead by themselves. */
  readonly addresses: readonly string[];
  readonly pictures: readonly string[];
}

/** What the platform was handed of a message, a home page or a dialog, as the playground's page draws it. */
export type Rendering = { readonly title: string | null; readonly buttons: readonly string[] } & (
  | {
      readonly platform: 'slack';
      readonly blocks: readonly unknown[];
      /** What is not right, under block_id. */
      readonly errors: Readonly<Record<string, string>>;
    }
  | { readonly platform: 'teams'; readonly card: unknown }
);

/** In the person's own chat, or in the channel. */
export type Where = 'person' | 'channel';

/** An adapter in front of its simulated platform, and one person there, who is also in a channel. */
export interface AdapterRig {
  readonly platform: ChatPlatform;
  readonly recipient: Readonly<Record<Where, Recipient>>;
  /** The channel, as an event names it. */
  readonly channel: string;
  /** The taps and submissions that came in. */
  readonly events: readonly ChatEvent[];
  /** What the next of them is answered; nothing when there is no more. */
  answerNext(reply: Reply): void;
  shown(where: Where, reference: string): ShownMessage;
  rendering(where: Where, reference: string): Rendering;
  /** The open dialog; null when none is open. */
  dialogRendering(): Rendering | null;
  /** A home page, where the platform has one; elsewhere a message. */
  homeRendering(view: View, inChat: View): Promise<Rendering>;
  /** Taps the button with this label. */
  tap(where: Where, reference: string, label: string): Promise<void>;
  /** Chooses the option with this label, whatever the choice looks like. */
  choose(where: Where, reference: string, label: string): Promise<void>;
  /** The fields of the open dialog; null when none is open. */
  fields(): readonly ShownField[] | null;
  /** Sends the open dialog, filled in by the names of fields; the others stay as they are. */
  submit(dialog: Dialog, values: FieldValues): Promise<void>;
  /** Everything that the person sees or saw for a moment, as JSON. */
  seen(): string;
  /** What went wrong before their eyes. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** Every string under one of these names, at any depth. */
export function textsUnder(names: readonly string[], part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    typeof inner === 'string' ? (names.includes(name) ? [inner] : []) : textsUnder(names, inner),
  );
}
