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
import type { Person } from './people/person.ts';
import type { People } from './people/store.ts';
import type { ScheduledRun } from './schedule/scheduled-run.ts';
import type { secretsWith } from './secrets/seal.ts';

/** A feature, as the entrance lists it. What it is made of is optional; no two features may claim the same name. */
export interface Feature {
  readonly name: string;
  /** What people can type, for the router, the help and the platforms' lists of commands. */
  readonly words?: readonly Word[];
  /** Commands of the operator's command line. */
  readonly cli?: Commands;
  /** What it reads from files: `polsslag import NAME FILE`. */
  readonly imports?: Commands;
  /** Where it keeps what `tools.secrets` sealed, for `secrets rotate`. */
  readonly sealed?: readonly SealedColumn[];
  /** Lines of `doctor`. */
  readonly examine?: (database: Connection, now: Date) => Promise<readonly Finding[]>;
  readonly make?: (tools: Tools) => Parts;
}

/** What the entrance hands to every feature. */
export interface Tools {
  /** Its connections are those for what the feature is made for: taps, pages or work. */
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
  /** When these people may be written to unasked, from a moment on. */
  readonly goodMoments: GoodMoments;
  readonly pages: Pages | null;
  /** Seals what nobody who reads the database may read. */
  readonly secrets: ReturnType<typeof secretsWith>;
  /** Told of what failed after its reply, or beside it. */
  readonly onTrouble: (error: unknown, what: string) => void;
  readonly views: Views;
  readonly sentMessages: SentMessages;
  /** What all features together have to show; asked for when it is shown. */
  readonly all: Gathered;
}

/** The addresses of what we serve ourselves; asked for when a message is written. Null where nobody can open one. */
export interface Pages {
  /** @param path '/pictures/…' */
  address(path: string): string;
  /** What an address is proven with that nobody may guess. */
  readonly key: Buffer;
}

/** What is the same wherever it is said. */
interface Views {
  /** What one can do here. @param first what is said before it */
  help(person: Person, first?: string | null): View;
  home(person: Person): Promise<Extract<Reply, { kind: 'home' }>>;
  /** The choice of a language. @param notification the message that it is part of, by its key; null elsewhere */
  language(person: Person, notification: string | null): Block;
}

/** What was sent to somebody and can still be acted on, in the language that they speak now; and posts in supervisors' channels. */
interface SentMessages {
  /** As it would be sent now; null for what was not sent to this person, and where there is nothing to say any more. */
  compose(person: Person, notification: string): Promise<View | null>;
  /** Draws all of them again where they stand, except one. */
  redraw(person: Person, except: string | null): Promise<void>;
  /**
   * Puts a view in the place of one of them, which stays otherwise as it is.
   * @returns 'waits' when it does not stand there yet, or the platform does not take it now; 'given-up' when it was not sent,
   *   and is not unless what stopped it is mended in time
   */
  show(
    to: { readonly personId: string } | { readonly channelId: string },
    notification: string,
    view: View,
  ): Promise<'shown' | 'waits' | 'given-up' | 'gone'>;
}

/**
 * Places in what one feature shows where every feature may put something of its own: its part of each is a `Parts` of that
 * name, and whoever shows it asks for all of them.
 */
interface Places {
  /** A section of somebody's home page. @param where 'chat' where it becomes a message, which stays: no answer may be in it */
  readonly home: (person: Person, where: 'page' | 'chat') => Promise<readonly Block[]>;
  /** What is coming for somebody: their next check-in, their appointments. */
  readonly coming: (person: Person) => Promise<readonly Coming[]>;
  /** What waits for somebody to do something, or that they wait for: a sentence each, at the top of their home page. */
  readonly waiting: (person: Person) => Promise<readonly string[]>;
  /** Buttons under the help. */
  readonly helpButtons: (person: Person) => readonly Button[];
  /** Under the help, when somebody asks for it. */
  readonly help: (person: Person) => Promise<readonly Block[]>;
  /** Under the answer to who says that it goes badly: one button for what the feature can offer. */
  readonly support: (person: Person) => Promise<readonly Button[]>;
  /** Buttons in a dialog about somebody's own data. */
  readonly dialogButtons: (person: Person) => readonly Button[];
  /** Under the thanks after a check-in: what is offered there is the same whatever was answered. */
  readonly thanks: (person: Pick<Person, 'id' | 'language'>) => Promise<readonly Block[]>;
  /** Above the first question of a check-in, as long as that is the one that is open. @param about the check-in's id */
  readonly aboveQuestions: (about: {
    readonly checkIn: string;
    readonly language: string;
  }) => Promise<readonly Block[]>;
  /** At the end of the supervisors' weekly post. */
  readonly weekPost: (week: string, language: string) => Promise<readonly Block[]>;
  /** Somebody came in by themselves: whatever is to be said to them is written to the outbox. */
  readonly joined: (personId: string) => Promise<void>;
  /** Below that, where the week has figures: what supervisors can do with them. */
  readonly actOnWeek: (week: string, language: string) => Promise<readonly Block[]>;
  /** Looks again at when somebody gets what waits for them: they changed their rhythm, or began or ended a pause. */
  readonly replan: (person: Pick<Person, 'id'>) => Promise<void>;
  /** Teachers who got help from a supervisor, or from any (null), between two moments. */
  readonly helped: (from: Date, until: Date, supervisorId: string | null) => Promise<readonly string[]>;
  /** All that is stored of somebody, unsealed, for themselves. It is erased with the person, by its foreign key. */
  readonly export: (person: Pick<Person, 'id' | 'language'>) => Promise<readonly OwnData[]>;
}

/** Something that is stored of somebody: a table for them to read, in their language, and JSON by its names. */
export interface OwnData {
  /** In the JSON, among those of all features: 'answers'. */
  readonly name: string;
  readonly title: string;
  /** By their names in the JSON, what stands above each. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, string | number | boolean | Date | null>>[];
  /**
   * What a person reads in place of a code, or of each of several with commas between, by the name of its column and the code;
   * the JSON has the code. A function where there are too many codes to name.
   */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>> | ((code: string) => string)>>;
  /** Columns of the JSON only: they say in words what the page says in them elsewhere. */
  readonly fileOnly?: readonly string[];
}

/** Something that is coming. */
export interface Coming {
  readonly at: Date;
  /** Of their school. */
  readonly timezone: string;
  /** In the person's language, as it is said before a day and a time: 'je volgende vragen' */
  readonly what: string;
  /** What can be done about it. */
  readonly buttons?: readonly Button[];
}

interface Gathered extends Places {
  readonly words: readonly Word[];
  messageNames(language: string): Readonly<Record<string, string>>;
  /** Does what a word leads to; null for a command that nobody has. */
  command(name: string): NonNullable<Handlers['commands']>[string] | null;
}

/** What comes next by the calendar. */
export interface Upcoming {
  /** Its name in `status --json`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** For a terminal. @param time writes a moment in the operator's time */
  describe(time: (at: Date) => string): string;
}

/** What a feature is made of. */
export interface Parts extends Handlers, Partial<Places> {
  /** Makes the views of its notifications when they are sent, by their kind. */
  readonly messages?: Composers;
  /** What those to people are called where somebody sees what is stored of them, by their kind. */
  readonly messageNames?: (language: string) => Readonly<Record<string, string>>;
  readonly schedules?: readonly ScheduledRun[];
  readonly upcoming?: (now: Date) => Promise<Upcoming>;
  readonly routes?: readonly RequestHandler[];
  /** What is no feature's own: one feature answers each. */
  readonly fallbacks?: Partial<Omit<Parameters<typeof createRouter>[1], 'commandOf'>>;
  /** The views that all may ask for: one feature has them. */
  readonly views?: Views;
  /** Hears of every event, before it is handled and after its reply. */
  readonly before?: (event: ChatEvent) => Promise<void>;
  readonly after?: (event: ChatEvent) => void;
  /** Resolves when everything that was still to be done after a reply is done. */
  readonly settled?: () => Promise<void>;
}
