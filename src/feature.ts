import type { RequestHandler } from 'express';
import type { GoodMoments } from './calendar/store.ts';
import type { ChatEvent, Reply } from './chat/event.ts';
import type { createRouter, Handlers } from './chat/router.ts';
import type { Block, Button, View } from './chat/view.ts';
import type { Word } from './chat/word.ts';
import type { Commands } from './cli/context.ts';
import type { Finding } from './cli/finding.ts';
import type { Config } from './config.ts';
import type { Connection, Pool } from './database/client.ts';
import type { SealedColumn } from './database/reseal.ts';
import type { Instruments } from './instruments.ts';
import type { Composers } from './outbox/compose.ts';
import type { ShowHome } from './people/empty-homes.ts';
import type { Person } from './people/person.ts';
import type { People } from './people/store.ts';
import type { ScheduledRun } from './schedule/scheduled-run.ts';
import type { secretsWith } from './secrets/seal.ts';

/**
 * A feature, as `app/features.ts` lists it. Every part but the name is optional; no two features may claim the same
 * name.
 */
export interface Feature {
  readonly name: string;
  /** What people can type, for the router, the help and the platforms' lists of commands. */
  readonly words?: readonly Word[];
  /** Commands of the operator's command line. */
  readonly cli?: Commands;
  /** The imports that it offers: `polsslag import NAME FILE`. */
  readonly imports?: Commands;
  /** The columns in which it stores texts sealed by `tools.secrets`, so that `secrets rotate` reaches them. */
  readonly sealed?: readonly SealedColumn[];
  /** Lines of `doctor`. */
  readonly examine?: (database: Connection, now: Date) => Promise<readonly Finding[]>;
  readonly make?: (tools: Tools) => Parts;
}

/** What `app` gives to every feature that it makes. */
export interface Tools {
  /** The connection pool for the purpose that this copy of the feature serves: taps, pages or background work. */
  readonly database: Pool;
  readonly now: () => Date;
  readonly people: People;
  readonly instruments: Instruments;
  readonly settings: Pick<
    Config,
    | 'timezone'
    | 'lessonTime'
    | 'checkInSchedule'
    | 'closingSchedule'
    | 'publicationSchedule'
    | 'minimumGroup'
    | 'answersKeptMonths'
    | 'leaversKeptDays'
  >;
  /**
   * Finds for each of these people the first moment from a given one on at which they may get a message that they did
   * not ask for.
   */
  readonly goodMoments: GoodMoments;
  readonly pages: Pages | null;
  /** Seals texts that must stay unreadable for anybody with access to the database. */
  readonly secrets: ReturnType<typeof secretsWith>;
  /** Reports an error of work that runs after a reply or beside it. */
  readonly onTrouble: (error: unknown, what: string) => void;
  /** Replaces the home page of somebody who was erased, which a platform keeps showing. */
  readonly showHome: ShowHome;
  readonly views: Views;
  readonly sentMessages: SentMessages;
  /** The contributions of all features together, collected when they are shown. */
  readonly all: Gathered;
}

/**
 * Builds the public addresses of this server's own pages when a message is written. Null where nobody can open such a
 * page.
 */
export interface Pages {
  /** @param path '/pictures/…' */
  address(path: string): string;
  /** The key with which addresses are signed, so that nobody can guess one. */
  readonly key: Buffer;
}

/** Views that several features show. */
interface Views {
  /** The help. @param first a sentence to show before it */
  help(person: Person, first?: string | null): View;
  home(person: Person): Promise<Extract<Reply, { kind: 'home' }>>;
  /** The choice of a language. @param notification the key of the message that it is part of; null elsewhere */
  language(person: Person, notification: string | null): Block;
}

/**
 * The messages sent to somebody that can still be acted on, in the language they use now, and the posts in supervisors'
 * channels.
 */
interface SentMessages {
  /**
   * Composes the message as it would be sent now. Null when it was not sent to this person, or when there is nothing
   * left to act on.
   */
  compose(person: Person, notification: string): Promise<View | null>;
  /** Draws all of them again in place, except the one with this key. */
  redraw(person: Person, except: string | null): Promise<void>;
  /**
   * Shows another view in place of one of these messages, without changing what is stored about it.
   * @returns 'waits' when the message is not there yet, or the platform does not accept the change now; 'given-up' when
   *   it was not sent, and will not be unless the cause is fixed in time
   */
  show(
    to: { readonly personId: string } | { readonly channelId: string },
    notification: string,
    view: View,
  ): Promise<'shown' | 'waits' | 'given-up' | 'gone'>;
}

/**
 * Extension points: places in the views of one feature to which every feature may contribute. A feature contributes
 * through the property of the same name in its `Parts`, and whoever shows the place asks for all contributions.
 */
interface Places {
  /**
   * A section of somebody's home page. @param where 'chat' when the page becomes a message: messages stay, so no answer
   * may be in it
   */
  readonly home: (person: Person, where: 'page' | 'chat') => Promise<readonly Block[]>;
  /** What is coming up for somebody, such as their next check-in and their appointments. */
  readonly coming: (person: Person) => Promise<readonly Coming[]>;
  /** What somebody still has to do, or is waiting for: one sentence each, at the top of their home page. */
  readonly waiting: (person: Person) => Promise<readonly string[]>;
  /** Buttons under the help. */
  readonly helpButtons: (person: Person) => readonly Button[];
  /** Under the help, when somebody asks for it. */
  readonly help: (person: Person) => Promise<readonly Block[]>;
  /**
   * Buttons below the answer to somebody who says that things go badly: one for each kind of support that the feature
   * offers.
   */
  readonly support: (person: Person) => Promise<readonly Button[]>;
  /** Buttons in a dialog about somebody's own data. */
  readonly dialogButtons: (person: Person) => readonly Button[];
  /** Blocks below the thanks after a check-in. They must be the same whatever was answered. */
  readonly thanks: (person: Pick<Person, 'id' | 'language'>) => Promise<readonly Block[]>;
  /**
   * Blocks above the first question of a check-in, while that question is the open one. @param about the check-in's id
   * and language
   */
  readonly aboveQuestions: (about: {
    readonly checkIn: string;
    readonly language: string;
  }) => Promise<readonly Block[]>;
  /** At the end of the supervisors' weekly post. */
  readonly weekPost: (week: string, language: string) => Promise<readonly Block[]>;
  /** Called when somebody joined by themselves; writes whatever they should be told to the outbox. */
  readonly joined: (personId: string) => Promise<void>;
  /** Blocks below those of `weekPost` when the week has figures: what supervisors can do with them. */
  readonly actOnWeek: (week: string, language: string) => Promise<readonly Block[]>;
  /** Called when somebody changed their rhythm, or began or ended a pause: plans their waiting messages again. */
  readonly replan: (person: Pick<Person, 'id'>) => Promise<void>;
  /** The teachers who got help between two moments, from this supervisor or, for null, from any supervisor. */
  readonly helped: (from: Date, until: Date, supervisorId: string | null) => Promise<readonly string[]>;
  /**
   * Everything stored about somebody, unsealed, for themselves. Erasing the person erases it through its foreign key.
   */
  readonly export: (person: Pick<Person, 'id' | 'language'>) => Promise<readonly OwnData[]>;
}

/**
 * One kind of data stored about somebody: shown to them as a table in their language, and exported as JSON by its
 * names.
 */
export interface OwnData {
  /** Its name in the JSON, unique among all features: 'answers'. */
  readonly name: string;
  readonly title: string;
  /** The heading of each column, by the column's name in the JSON. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, string | number | boolean | Date | null>>[];
  /**
   * The words shown in place of a code, by column and code; for a cell with several codes separated by commas, of each
   * of them. The JSON keeps the codes. A function where there are too many codes to list.
   */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>> | ((code: string) => string)>>;
  /** Columns that are in the JSON only, because the page says the same in words elsewhere. */
  readonly fileOnly?: readonly string[];
}

/** Something that is coming up for somebody. */
export interface Coming {
  readonly at: Date;
  /** The time zone of their school. */
  readonly timezone: string;
  /** In the person's language, as it reads before a day and a time: 'je volgende vragen'. */
  readonly what: string;
  /** Buttons to act on it. */
  readonly buttons?: readonly Button[];
}

interface Gathered extends Places {
  readonly words: readonly Word[];
  messageNames(language: string): Readonly<Record<string, string>>;
  /** The handler of a command; null when no feature has this command. */
  command(name: string): NonNullable<Handlers['commands']>[string] | null;
}

/** What a schedule does next. */
export interface Upcoming {
  /** Its name in `status --json`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Describes it for a terminal. @param time formats a moment in the operator's time zone */
  describe(time: (at: Date) => string): string;
}

/** The parts that a feature provides. */
export interface Parts extends Handlers, Partial<Places> {
  /** Composes the views of its notifications to people when they are sent, by their kind. */
  readonly messages?: Composers;
  /** The same for its notifications to the supervisors' channels. */
  readonly posts?: Composers;
  /**
   * The names of its notifications to people, by their kind, as shown to somebody who looks at the data stored about
   * them.
   */
  readonly messageNames?: (language: string) => Readonly<Record<string, string>>;
  readonly schedules?: readonly ScheduledRun[];
  readonly upcoming?: (now: Date) => Promise<Upcoming>;
  readonly routes?: readonly RequestHandler[];
  /** Answers to events that belong to no feature in particular: exactly one feature answers each kind. */
  readonly fallbacks?: Partial<Omit<Parameters<typeof createRouter>[1], 'commandOf'>>;
  /** The views that every feature may ask for; exactly one feature provides them. */
  readonly views?: Views;
  /** Called for every event: `before` ahead of its handling, `after` once its reply is known. */
  readonly before?: (event: ChatEvent) => Promise<void>;
  readonly after?: (event: ChatEvent) => void;
  /** Resolves when all work that continued after a reply is done. */
  readonly settled?: () => Promise<void>;
}
