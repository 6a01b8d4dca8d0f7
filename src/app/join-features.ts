import type { ChatUser } from '../chat/address.ts';
import type { ReceiveEvent } from '../chat/event.ts';
import { createRouter, onceOnly } from '../chat/router.ts';
import type { Pool } from '../database/client.ts';
import { createSeenEventStore } from '../database/seen-event-store.ts';
import { checkInHandlers } from '../features/check-in/answer-check-in.ts';
import { checkInView } from '../features/check-in/check-in-view.ts';
import type { Planning } from '../features/check-in/plan-check-ins.ts';
import { createCheckInStore } from '../features/check-in/store.ts';
import { composeMethod, type Method } from '../features/method/announce-method.ts';
import { createMethodStore } from '../features/method/store.ts';
import { createHearing, type Hearing } from '../features/onboarding/hearing.ts';
import { ownLines } from '../features/onboarding/own-lines.ts';
import { peopleFallbacks } from '../features/onboarding/people-fallbacks.ts';
import { composeInvitation, connectByDeeds, peopleHandlers } from '../features/onboarding/people-handlers.ts';
import type { PeopleStore } from '../features/onboarding/people-store.ts';
import { createPersonStore } from '../features/onboarding/store.ts';
import { chartWeeks, composeWeek } from '../features/trends/compose-week.ts';
import { drawApart } from '../features/trends/draw-apart.ts';
import type { DrawWeek } from '../features/trends/picture-page.ts';
import { createPictureStore } from '../features/trends/picture-store.ts';
import type { Publication } from '../features/trends/publish-week.ts';
import { createTrendStore } from '../features/trends/store.ts';
import { createWeekPictures, type PictureContext } from '../features/trends/week-pictures.ts';
import { referenceFor } from '../measurement/norms.ts';
import type { Composers } from '../outbox/compose.ts';
import { errorCode } from '../queue/error-code.ts';
import type { Foundation } from './foundation.ts';

/** In what we speak to somebody we do not know. */
const DEFAULT_LANGUAGE = 'nl';

/** The features, joined to their stores. */
export interface Features {
  readonly receive: ReceiveEvent;
  readonly composers: Composers;
  readonly planning: Planning;
  readonly publication: Publication;
  readonly method: Method;
  readonly people: PeopleStore;
  readonly drawWeek: DrawWeek;
  forgetOldEvents(now: Date): Promise<number>;
  /** Resolves when everything that was still to be done after a reply is done. */
  settled(): Promise<void>;
}

/** The addresses of what we serve ourselves; asked for when a message is written. */
export interface Pages {
  readonly picture: (week: string, language: string) => string;
  readonly privacy: () => string;
}

/** @param pages null where nobody can open a page of ours */
export function joinFeatures(foundation: Foundation, pages: Pages | null): Features {
  const { database, instruments, config, clock, log } = foundation;
  const now = () => clock.now();
  const checkIns = createCheckInStore(database, instruments.scaleOf);
  const people = createPersonStore(database);
  const hearing = createHearing({
    store: people,
    now,
    onFailure: (error) => log.warn({ code: errorCode(error) }, 'people who were heard of are not reconnected yet'),
  });
  const looking = joinConversation(foundation, database.pages, hearing);
  const doing = joinConversation(foundation, database.taps, hearing);
  const trends = createTrendStore(database);
  const method = {
    store: createMethodStore(database),
    instrument: instruments.first,
    timezone: config.timezone,
  };
  const draw = drawApart();
  const makePicture = joinPictures(foundation, database, draw);
  const norm = referenceFor(instruments.first, 'total')?.mean ?? null;

  return {
    receive: (event) => (event.kind === 'home-opened' || event.kind === 'command' ? looking(event) : doing(event)),
    composers: {
      'check-in': async (subject, at) => {
        const checkIn = await checkIns.get(subject);
        // Whoever has answered everything has had the message, whatever the outbox knows of it.
        const asks = checkIn?.items.some(({ value }) => value === null);
        return checkIn && asks ? checkInView(checkIn, instruments.inLanguage(checkIn.language), at) : null;
      },
      invitation: (subject) => composeInvitation(people, subject, pages?.privacy() ?? null),
      week: async (subject, _at, language) => {
        // Whoever writes the post makes the picture: it is there when the platform comes for it, or else made then.
        if (pages) await makePicture(subject, language).catch(() => null);
        return composeWeek({ store: trends, pictureUrl: pages?.picture ?? null, norm }, subject, language);
      },
      method: (subject, _at, language) => composeMethod(method, subject, language),
    },
    planning: { store: checkIns, instrument: instruments.first, timezone: config.timezone, random: Math.random },
    publication: {
      store: trends,
      instrument: instruments.first,
      timezone: config.timezone,
      minimum: config.minimumGroup,
    },
    method,
    people,
    drawWeek: joinPictures(foundation, database.pages, draw),
    forgetOldEvents: createSeenEventStore(database).forgetOld,
    settled: hearing.settled,
  };
}

/** The weeks' pictures, each made once. */
function joinPictures({ clock }: Foundation, pool: Pool, draw: PictureContext['draw']): DrawWeek {
  const trends = createTrendStore(pool);
  return createWeekPictures({
    store: createPictureStore(pool),
    weeksOf: (week) => chartWeeks(trends, week),
    draw,
    now: () => clock.now(),
  });
}

/** The features as people talk with them, over connections of their own. */
function joinConversation({ instruments, clock }: Foundation, pool: Pool, hearing: Hearing): ReceiveEvent {
  const now = () => clock.now();
  const people = createPersonStore(pool);
  const peopleContext = {
    store: people,
    ownLines: (person: Parameters<typeof ownLines>[2]) => ownLines(people, instruments.inLanguage, person),
    now,
    defaultLanguage: DEFAULT_LANGUAGE,
  };
  const checkInContext = {
    store: createCheckInStore(pool, instruments.scaleOf),
    instrumentFor: instruments.inLanguage,
    now,
    languageOf: async (user: ChatUser) => (await people.findByUser(user))?.language ?? null,
    defaultLanguage: DEFAULT_LANGUAGE,
  };
  const router = createRouter(
    [checkInHandlers(checkInContext), peopleHandlers(peopleContext)],
    peopleFallbacks(peopleContext),
  );
  return onceOnly(
    { ...router, receive: connectByDeeds(router.receive, { store: people, now, hearing }) },
    createSeenEventStore(pool),
    now,
  );
}
