import type { RequestHandler } from 'express';
import { goodMomentsOf } from '../calendar/store.ts';
import type { ReceiveEvent } from '../chat/event.ts';
import { fewAtATime } from '../chat/few-at-a-time.ts';
import { handleOnce } from '../chat/router.ts';
import { DUTCH_TIMEZONE } from '../clock.ts';
import type { Pool } from '../database/client.ts';
import { createSeenEventStore, forgetOldEvents } from '../database/seen-event-store.ts';
import { errorCode } from '../error-code.ts';
import type { Feature, Pages, Tools } from '../feature.ts';
import type { Composers } from '../outbox/compose.ts';
import type { EditMessage } from '../outbox/sent-messages.ts';
import { createPeople } from '../people/store.ts';
import type { ScheduledRun } from '../schedule/scheduled-run.ts';
import { secretsWith } from '../secrets/seal.ts';
import type { Foundation } from './foundation.ts';
import { gather } from './gather.ts';

/** What is handled of one person at the same time: taps, which cost little, and what is typed or opened. */
const MOST_OF_ONE = { taps: 20, looks: 5 };

/** The features, joined to their connections. */
interface Features {
  readonly receive: ReceiveEvent;
  readonly composers: Composers;
  readonly schedules: readonly ScheduledRun[];
  readonly routes: readonly RequestHandler[];
  /** Resolves when everything that was still to be done after a reply is done. */
  settled(): Promise<void>;
}

/**
 * Makes the features three times, with separate connection pools, so that neither a hanging page nor a long import
 * keeps a tap waiting.
 * @param pages null where nobody can open a page of this server
 */
export function joinFeatures(
  foundation: Foundation,
  { pages, edit, showHome }: { readonly pages: Pages | null; readonly edit: EditMessage } & Pick<Tools, 'showHome'>,
  features: readonly Feature[],
): Features {
  const { database, clock, log } = foundation;
  const onTrouble = (error: unknown, what: string) => log.warn({ code: errorCode(error) }, what);
  const now = () => clock.now();
  const over = (pool: Pool) =>
    gather(features, { ...toolsOver({ ...foundation, onTrouble }, pool, pages), edit, showHome });
  const [work, doing, looking] = [over(database), over(database.taps), over(database.pages)];
  const { marks } = secretsWith(foundation.keys);
  const talk = {
    doing: fewAtATime(handleOnce(doing.router, createSeenEventStore(database.taps, marks), now), MOST_OF_ONE.taps),
    looking: fewAtATime(
      handleOnce(looking.router, createSeenEventStore(database.pages, marks), now),
      MOST_OF_ONE.looks,
    ),
  };
  return {
    receive: (event) =>
      event.kind === 'home-opened' || event.kind === 'command' ? talk.looking(event) : talk.doing(event),
    composers: work.composers,
    schedules: [...work.schedules, forgettingEvents(foundation)],
    routes: looking.routes,
    settled: async () => {
      await Promise.all([doing.settled(), looking.settled(), work.settled()]);
    },
  };
}

/** The tools with which features are made, for one connection pool. */
export function toolsOver(
  {
    clock,
    config,
    instruments,
    keys,
    onTrouble,
  }: Pick<Foundation, 'clock' | 'config' | 'instruments' | 'keys'> & Pick<Tools, 'onTrouble'>,
  database: Pool,
  pages: Pages | null,
): Omit<Tools, 'views' | 'all' | 'sentMessages' | 'showHome'> {
  return {
    database,
    now: () => clock.now(),
    people: createPeople(database),
    instruments,
    settings: config,
    goodMoments: (personIds, from) => goodMomentsOf(database, config, personIds, from),
    pages,
    secrets: secretsWith(keys),
    onTrouble,
  };
}

/** Deletes the ids of deliveries that no platform will repeat any more. */
function forgettingEvents({ database }: Foundation): ScheduledRun {
  return {
    name: 'forget-old-events',
    cron: '30 4 * * *',
    timezone: DUTCH_TIMEZONE,
    period: (at) => at.toISOString().slice(0, 10),
    lastMoment: (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 2 * 24 * 3_600_000),
    run: async (_day, now) => {
      await forgetOldEvents(database, now);
    },
  };
}
