import type { ReceiveEvent, Reply } from '../../src/chat/event.ts';
import { createRouter, onceOnly } from '../../src/chat/router.ts';
import type { ActionData, Block, Button, Dialog, FieldValues, View } from '../../src/chat/view.ts';
import { createSeenEventStore } from '../../src/database/seen-event-store.ts';
import { checkInHandlers } from '../../src/features/check-in/answer-check-in.ts';
import { createCheckInStore } from '../../src/features/check-in/store.ts';
import { ownLines } from '../../src/features/onboarding/own-lines.ts';
import { peopleFallbacks } from '../../src/features/onboarding/people-fallbacks.ts';
import { connectByDeeds, peopleHandlers } from '../../src/features/onboarding/people-handlers.ts';
import { createPersonStore } from '../../src/features/onboarding/store.ts';
import { readInstruments } from '../../src/instruments.ts';
import type { TestDatabase } from '../database.ts';

/** One person at a platform: what they do, and what they get to see for it, as JSON. */
export interface Seat {
  /** Taps a button of a message that we sent them. */
  tap(action: string, data: ActionData): Promise<string>;
  /** Taps a button that opens a dialog. */
  open(action: string, data: ActionData): Promise<string>;
  /** Sends a dialog that we opened for them. */
  submit(dialog: Dialog, values: FieldValues): Promise<string>;
  /** Taps the newest button with this label, in a dialog or a message, or the one on the home page. */
  press(label: string, where?: 'home'): Promise<string>;
  type(words: string): Promise<string>;
  /** Types something and changes it into something else. */
  correct(before: string, words: string): Promise<string>;
  mention(words: string): Promise<string>;
  /** Adds the app, or opens its home page for the first time. */
  arrive(): Promise<string>;
}

/** The features over a database. The next event gets `forced` in place of what they answer. */
export async function openFeatures(test: TestDatabase, now: () => Date) {
  const instruments = await readInstruments([]);
  const store = createPersonStore(test.database);
  const defaultLanguage = 'nl';
  const people = {
    store,
    ownLines: (person: Parameters<typeof ownLines>[2]) => ownLines(store, instruments.inLanguage, person),
    now,
    defaultLanguage,
  };
  const checkIns = checkInHandlers({
    store: createCheckInStore(test.database, instruments.scaleOf),
    instrumentFor: instruments.inLanguage,
    now,
    languageOf: async (user) => (await store.findByUser(user))?.language ?? null,
    defaultLanguage,
  });
  const router = createRouter([checkIns, peopleHandlers(people)], peopleFallbacks(people));
  const receive = onceOnly(
    { ...router, receive: connectByDeeds(router.receive, { store, now, hearing: { hear: () => undefined } }) },
    createSeenEventStore(test.database),
    now,
  );
  const forced: Reply[] = [];
  return {
    forced,
    instruments,
    receive: async (event: Parameters<ReceiveEvent>[0]) => forced.shift() ?? receive(event),
  };
}

/** What stands behind both platforms. */
export type Features = Awaited<ReturnType<typeof openFeatures>>;

/** A message of one button. */
export function viewWith(action: string, data: ActionData, opens: Button['opens']): View {
  const block: Block = {
    kind: 'buttons',
    layout: 'row',
    buttons: [{ label: 'Tik', action, data, tone: 'plain', opens }],
  };
  return { summary: 'Een bericht', blocks: [block] };
}
