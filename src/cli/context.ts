import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { z } from 'zod';
import type { View } from '../chat/view.ts';
import type { Config } from '../config.ts';
import type { openStores, Stores } from '../database/open-stores.ts';
import { isDemonstration, refuseDemonstration } from '../database/refuse-demonstration.ts';
import type { Instruments } from '../instruments.ts';
import type { Instrument } from '../measurement/instrument.ts';
import type { InterventionList } from '../measurement/intervention-list.ts';
import type { checkToken } from '../platforms/slack/install.ts';
import type { publishHomeOf } from '../platforms/slack/publish-home.ts';
import type { SealKey } from '../secrets/seal.ts';

type StoreOptions = Parameters<typeof openStores>[1];

/** Everything outside itself that a command uses, so that tests can run a command in-process. */
export interface CommandContext {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  now(): Date;
  /** @throws PolsslagError BAD_CONFIGURATION */
  config(): Config;
  /** @throws PolsslagError BAD_CONFIGURATION with every fault in the settings and in the files that they name */
  checkConfiguration(options: StoreOptions): Promise<void>;
  /** Opens the database; it must be migrated. @throws PolsslagError that says what to do */
  openStores(options: StoreOptions): Promise<Stores>;
  /** Opens the database whether it is migrated or not. @throws PolsslagError UNAVAILABLE */
  openUnmigrated(options: StoreOptions): Promise<Stores>;
  /** The keys that seal secrets, newest first. */
  sealKeys(options: StoreOptions): readonly SealKey[];
  /** The instrument in its first language. @throws PolsslagError BAD_CONFIGURATION */
  readInstrument(): Promise<Instrument>;
  /** @throws PolsslagError BAD_CONFIGURATION */
  readInterventions(): Promise<InterventionList>;
  /** @throws PolsslagError BAD_CONFIGURATION */
  readResources(): Promise<Instruments['resources']>;
  /** @throws PolsslagError when Slack refuses the token or cannot be asked */
  checkSlackToken(token: string): ReturnType<typeof checkToken>;
  /**
   * Replaces somebody's home page in Slack.
   * @throws PolsslagError UNAVAILABLE when Slack does not accept it, or is not used
   */
  showSlackHome(owner: Parameters<typeof publishHomeOf>[0], view: View): Promise<void>;
  /** Slack's clock; null when Slack is not used or cannot be asked. */
  slackTime(): Promise<Date | null>;
  /** @throws PolsslagError when Microsoft refuses the bot's credentials or cannot be asked */
  checkTeamsCredentials(): Promise<void>;
}

/** Commands by name. Each is loaded when it is needed, because loading all of them takes seconds. */
export type Commands = Readonly<Record<string, () => Promise<(context: CommandContext) => Command>>>;

/** Thrown by a command that has already printed what is wrong: the exit code is 1, and nothing more is printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const storeOptions = z.object({
  dataDir: z
    .string()
    .transform((folder) => path.resolve(folder))
    .optional(),
});

/**
 * Opens the database for a command that only reads, and closes it whatever happens. Prints a notice when the database
 * belongs to a demonstration.
 */
export function withStores<Result>(
  context: CommandContext,
  command: Command,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  return withOpened(context, command, async (stores) => {
    if (await isDemonstration(stores.database)) printLine(context.stderr, 'This is the database of a demonstration.');
    return work(stores);
  });
}

/**
 * Opens the database for a command that adds or changes real data, and closes it whatever happens.
 * @throws PolsslagError NOT_ALLOWED when the database belongs to a demonstration
 */
export function withRealStores<Result>(
  context: CommandContext,
  command: Command,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  return withOpened(context, command, async (stores) => {
    await refuseDemonstration(stores.database, () => databasePlaceOf(context, readStoreOptions(command)));
    return work(stores);
  });
}

async function withOpened<Result>(
  context: CommandContext,
  command: Command,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  const stores = await context.openStores(readStoreOptions(command));
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}

/** Where the database of a command is: in this folder, or on a server (null). */
export function databasePlaceOf(
  context: CommandContext,
  { dataDir }: StoreOptions,
): { readonly folder: string | null } {
  const configured = context.config();
  return { folder: dataDir ?? (configured.databaseUrl === null ? configured.dataDir : null) };
}

/** `--data-dir`, given before or after the subcommand. */
export function readStoreOptions(command: Command): StoreOptions {
  return storeOptions.parse(command.optsWithGlobals());
}

/** Writes one line, with its line end. */
export function printLine(output: Writable, line: string): void {
  output.write(`${line}\n`);
}

/** Resolves when this process is asked to stop, by Ctrl+C or by SIGTERM. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
