import type { RequestHandler } from 'express';
import type { ChatEvent } from '../chat/event.ts';
import { createReadCommand } from '../chat/read-command.ts';
import { createRouter } from '../chat/router.ts';
import type { Feature, Parts, Tools, Upcoming } from '../feature.ts';
import type { Composers } from '../outbox/compose.ts';
import { createSentMessages, type EditMessage } from '../outbox/sent-messages.ts';
import type { ScheduledRun } from '../schedule/scheduled-run.ts';
import { requireUnique } from './require-unique.ts';

type Fallbacks = Parameters<typeof createRouter>[1];

type Router = ReturnType<typeof createRouter>;

/** All features, made with one set of connections. */
interface GatheredFeatures {
  readonly router: Router;
  /** Of every notification, to people and in channels. */
  readonly composers: Composers;
  /** Of those to people. */
  readonly messages: Composers;
  readonly schedules: readonly ScheduledRun[];
  readonly routes: readonly RequestHandler[];
  upcoming(now: Date): Promise<readonly Upcoming[]>;
  readonly export: Tools['all']['export'];
  readonly messageNames: Tools['all']['messageNames'];
  /** Resolves when everything that was still to be done after a reply is done. */
  settled(): Promise<void>;
}

/**
 * Makes the features and collects their parts.
 * @throws Error when two of them claim one name, or when none provides a part that all need
 */
export function gather(
  features: readonly Feature[],
  { edit, ...given }: Omit<Tools, 'views' | 'all' | 'sentMessages'> & { readonly edit: EditMessage },
): GatheredFeatures {
  const parts: Parts[] = [];
  const all = gatherForViews(features, parts, given.onTrouble);
  const messages = (): Composers => Object.assign({}, ...parts.map((part) => part.messages ?? {}));
  const composers = (): Composers => Object.assign(messages(), ...parts.map((part) => part.posts ?? {}));
  const sentMessages = createSentMessages({ database: given.database, now: given.now, composers, edit });
  const tools: Tools = { ...given, all, views: viewsOf(parts), sentMessages };
  requireUnique(
    'name',
    features.map(({ name }) => [name]),
  );
  for (const { make } of features) if (make) parts.push(make(tools));

  const schedules = parts.flatMap((part) => part.schedules ?? []);
  requireUnique(
    'schedule',
    schedules.map(({ name }) => [name]),
  );
  requireUnique(
    'message',
    parts.flatMap((part) => [part.messages ?? {}, part.posts ?? {}]).map((each) => Object.keys(each)),
  );
  return {
    router: listening(createRouter(parts, fallbacksOf(parts, features)), parts),
    composers: composers(),
    messages: messages(),
    schedules,
    routes: parts.flatMap((part) => part.routes ?? []),
    export: all.export,
    messageNames: all.messageNames,
    upcoming: (now) => Promise.all(parts.flatMap(({ upcoming }) => (upcoming ? [upcoming(now)] : []))),
    settled: async () => {
      await Promise.all(parts.map(({ settled }) => settled?.()));
    },
  };
}

function gatherForViews(
  features: readonly Feature[],
  parts: readonly Parts[],
  onTrouble: Tools['onTrouble'],
): Tools['all'] {
  // A failing contribution of one feature is left out, so that it does not stop another feature's message.
  const leftOut = (error: unknown): readonly never[] => {
    onTrouble(error, 'an offer is left out');
    return [];
  };
  const offers = async <About extends readonly unknown[], Offer>(
    placeOf: (part: Parts) => ((...about: About) => Promise<readonly Offer[]>) | undefined,
    ...about: About
  ) => {
    // This runs for every message that is sent, and most features contribute nothing: those cost no promise.
    const offered = parts.flatMap((part) => placeOf(part) ?? []).map(async (offer) => offer(...about));
    return (await Promise.all(offered.map((each) => each.catch(leftOut)))).flat();
  };
  return {
    messageNames: (language) => Object.assign({}, ...parts.map(({ messageNames }) => messageNames?.(language) ?? {})),
    words: features.flatMap(({ words }) => words ?? []),
    command: (name) =>
      parts.find(({ commands }) => commands && Object.hasOwn(commands, name))?.commands?.[name] ?? null,
    home: async (person, where) => (await Promise.all(parts.map(({ home }) => home?.(person, where) ?? []))).flat(),
    coming: async (person) => (await Promise.all(parts.map(({ coming }) => coming?.(person) ?? []))).flat(),
    waiting: async (person) => (await Promise.all(parts.map(({ waiting }) => waiting?.(person) ?? []))).flat(),
    replan: async (person) => {
      for (const { replan } of parts) await replan?.(person);
    },
    thanks: (person) => offers(({ thanks }) => thanks, person),
    help: (person) => offers(({ help }) => help, person),
    support: (person) => offers(({ support }) => support, person),
    aboveQuestions: (about) => offers(({ aboveQuestions }) => aboveQuestions, about),
    weekPost: (week, language) => offers(({ weekPost }) => weekPost, week, language),
    actOnWeek: (week, language) => offers(({ actOnWeek }) => actOnWeek, week, language),
    // Reversed, because the first feature in the list has the way out (stopping), and that button comes last in the
    // row.
    helpButtons: (person) => parts.toReversed().flatMap(({ helpButtons }) => helpButtons?.(person) ?? []),
    dialogButtons: (person) => parts.flatMap(({ dialogButtons }) => dialogButtons?.(person) ?? []),
    joined: async (personId) => {
      await Promise.all(parts.map((part) => part.joined?.(personId)));
    },
    helped: async (...when) => [
      ...new Set((await Promise.all(parts.map(({ helped }) => helped?.(...when) ?? []))).flat()),
    ],
    // No contribution is left out here: whoever asks for their data gets all of it, or is told that it failed.
    export: async (person) => {
      const held = (await Promise.all(parts.map((part) => part.export?.(person) ?? []))).flat();
      requireUnique('export', [held.map(({ name }) => name)]);
      return held;
    },
  };
}

/** Looked up when something is shown, because by then every feature is made. */
function viewsOf(parts: readonly Parts[]): Tools['views'] {
  const views = () => {
    const found = parts.find((part) => part.views)?.views;
    if (!found) throw new Error('No feature has the views that all may ask for');
    return found;
  };
  return {
    help: (person, first) => views().help(person, first),
    home: (person) => views().home(person),
    language: (person, notification) => views().language(person, notification),
  };
}

function fallbacksOf(parts: readonly Parts[], features: readonly Feature[]): Fallbacks {
  const given = parts.map(({ fallbacks }) => fallbacks ?? {});
  requireUnique(
    'fallback',
    given.map((each) => Object.keys(each)),
  );
  requireUnique(
    'views',
    parts.map(({ views }) => (views ? ['views'] : [])),
  );
  const only = <Name extends keyof Omit<Fallbacks, 'commandOf'>>(name: Name): Fallbacks[Name] => {
    const found = given.find((each) => each[name])?.[name];
    if (!found) throw new Error(`No feature answers ${name}`);
    return found;
  };
  return {
    commandOf: createReadCommand(features.flatMap(({ words }) => words ?? [])),
    unknownAction: only('unknownAction'),
    unknownCommand: only('unknownCommand'),
    wordless: only('wordless'),
    homeOpened: only('homeOpened'),
    mentioned: only('mentioned'),
    addedAmongOthers: only('addedAmongOthers'),
    repeated: only('repeated'),
    connected: only('connected'),
    disconnected: only('disconnected'),
  };
}

/** Wraps the router so that features with `before` or `after` are told of every event. */
function listening(router: Router, parts: readonly Parts[]): Router {
  const before = parts.flatMap((part) => part.before ?? []);
  const after = parts.flatMap((part) => part.after ?? []);
  return {
    ...router,
    receive: async (event: ChatEvent) => {
      for (const hear of before) await hear(event);
      const reply = await router.receive(event);
      for (const hear of after) hear(event);
      return reply;
    },
  };
}
