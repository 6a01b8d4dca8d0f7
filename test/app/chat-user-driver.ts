import type { ReceiveEvent, Reply } from '../../src/chat/event.ts';
import type { ActionData, Block, Button, Dialog, FieldValues, View } from '../../src/chat/view.ts';
import type { TestDatabase } from '../database.ts';
import { openFeatures as openAll } from './open-features.ts';

/** A person on a platform. Each action returns what became visible to them because of it, as JSON. */
export interface ChatUserDriver {
  /** Taps a button in a message that the test sends them for it. */
  tap(action: string, data: ActionData): Promise<string>;
  /** Taps a button that opens a dialog. */
  open(action: string, data: ActionData): Promise<string>;
  /** Submits a dialog that the test opens for them. */
  submit(dialog: Dialog, values: FieldValues): Promise<string>;
  /** Taps the newest button with this label in a dialog or a message, or the one on the home page. */
  press(label: string, where?: 'home'): Promise<string>;
  type(words: string): Promise<string>;
  /** Picks a shortcut; on a platform without shortcuts it types the shortcut's name. */
  shortcut(name: string): Promise<string>;
  /** Types a message and edits it. */
  correct(before: string, words: string): Promise<string>;
  mention(words: string): Promise<string>;
  /** Installs the app, or opens its home page for the first time. */
  arrive(): Promise<string>;
}

/** Opens the features on a database. Each reply in `forced` answers one event instead of the features. */
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

/** The features that both platforms use. */
export type Features = Awaited<ReturnType<typeof openForcedFeatures>>;

/** A message with one button. */
export function viewWith(action: string, data: ActionData, opens: Button['opens']): View {
  const block: Block = {
    kind: 'buttons',
    layout: 'row',
    buttons: [{ label: 'Tik', action, data, tone: 'plain', opens }],
  };
  return { summary: 'Een bericht', blocks: [block] };
}
