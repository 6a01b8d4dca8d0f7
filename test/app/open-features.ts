import { FEATURES } from '../../src/app/features.ts';
import { gather } from '../../src/app/gather.ts';
import { goodMomentsOf } from '../../src/calendar/store.ts';
import type { ReceiveEvent } from '../../src/chat/event.ts';
import { handleOnce } from '../../src/chat/router.ts';
import type { Database } from '../../src/database/client.ts';
import { createSeenEventStore } from '../../src/database/seen-event-store.ts';
import type { Feature, Pages, Tools } from '../../src/feature.ts';
import { type Instruments, readInstruments } from '../../src/instruments.ts';
import type { EditMessage } from '../../src/outbox/sent-messages.ts';
import { createPeople } from '../../src/people/store.ts';
import { secretsWith } from '../../src/secrets/seal.ts';
import { SETTINGS } from '../fixtures/settings.ts';

export interface OpenFeatures extends ReturnType<typeof gather> {
  readonly instruments: Instruments;
  /** Errors from work after a reply or beside it. */
  readonly troubles: readonly unknown[];
  /** Receives an event as a platform passes it on. */
  readonly receive: ReceiveEvent;
}

/** Opens all features on one database, joined as in the product, with the clock of the test. */
export async function openFeatures(
  database: Database,
  now: () => Date,
  {
    features = FEATURES,
    pages = null,
    settings = {},
    edit = async () => undefined,
    showHome = async () => undefined,
  }: {
    features?: readonly Feature[];
    pages?: Pages | null;
    settings?: Partial<typeof SETTINGS>;
    edit?: EditMessage;
    showHome?: Tools['showHome'];
  } = {},
): Promise<OpenFeatures> {
  const troubles: unknown[] = [];
  const instruments = await readInstruments([]);
  const given = { ...SETTINGS, ...settings };
  const secrets = secretsWith([{ id: 'test', key: Buffer.alloc(32, 1) }]);
  const made = gather(features, {
    database,
    now,
    people: createPeople(database),
    instruments,
    settings: given,
    goodMoments: (personIds, from) => goodMomentsOf(database, given, personIds, from),
    pages,
    edit,
    showHome,
    secrets,
    // Work after a reply may fail when the test has dropped its database.
    onTrouble: (error) => troubles.push(error),
  });
  return {
    ...made,
    instruments,
    troubles,
    receive: handleOnce(made.router, createSeenEventStore(database, secrets.marks), now),
  };
}

/** A schedule by its name. @throws Error when no feature has it, so that a test cannot pass because nothing ran */
export function scheduleNamed({ schedules }: Pick<OpenFeatures, 'schedules'>, name: string) {
  const schedule = schedules.find((each) => each.name === name);
  if (!schedule) throw new Error(`no schedule ${name}, but ${schedules.map((each) => each.name).join(', ')}`);
  return schedule;
}
