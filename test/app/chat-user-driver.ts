import type { ReceiveEvent, Reply } from '../../src/chat/event.ts';
import type { ActionData, Block, Button, Dialog, FieldValues, View } from '../../src/chat/view.ts';
import type { TestDatabase } from '../database.ts';
import { openFeatures as openAll } from './open-features.ts';

/** One person at a platform: what they do, and what they get to see for it, as JSON. */
export interface ChatUserDriver {
  /** Taps a button of a message that we sent them. */
  tap(action: string, data: ActionData): Promise<string>;
  /** Taps a button that opens a dialog. */
  open(action: string, data: ActionData): Promise<string>;
  /** Sends a dialog that we opened for them. */
  submit(dialog: Dialog, values: FieldValues): Promise<string>;
  /** Taps the newest button with this label, in a dialog or a message, or the one on the home page. */
  press(label: string, where?: 'home'): Promise<string>;
  type(words: string): Promise<string>;
  /** Picks a shortcut from anywhere; where the platform has none, types its name. */
  shortcut(name: string): Promise<string>;
  /** Types something and changes it into something else. */
  correct(before: string, words: string): Promise<string>;
  mention(words: string): Promise<string>;
  /** Adds the app, or opens its home page for the first time. */
  arrive(): Promise<string>;
}

/** The features over a database. The next event gets `forced` in place of what they answer. */
export async function openForcedFeatures(test: TestDatabase, now: () => Date) {
  const { instruments, messages, receive } = await openAll(test.database, now);
  const forced: Reply[] = [];
  return {
    forced,
    instruments,
    messages,
    receive: async (event: Parameters<ReceiveEvent>[0]) => forced.shift() ?? receive(event),
  };
}

/** What stands behind both platforms. */
export type Features = Awaited<ReturnType<typeof openForcedFeatures>>;

/** A message of one button. */
export function viewWith(action: string, data: ActionData, opens: Button['opens']): View {
  const block: Block = {
    kind: 'buttons',
    layout: 'row',
    buttons: [{ label: 'Tik', action, data, tone: 'plain', opens }],
  };
  return { summary: 'Een bericht', blocks: [block] };
}
