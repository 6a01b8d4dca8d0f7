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

/** Everything that a command touches, so that tests can run one in-process. */
export interface CommandContext {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  now(): Date;
  /** @throws PolsslagError BAD_CONFIGURATION */
  config(): Config;
  /** @throws PolsslagError BAD_CONFIGURATION with all that is wrong with the settings and the files that they name */
  checkConfiguration(options: StoreOptions): Promise<void>;
  /** A migrated database. @throws PolsslagError that says what to do */
  openStores(options: StoreOptions): Promise<Stores>;
  /** The same database as it is, migrated or not. @throws PolsslagError UNAVAILABLE */
  openUnmigrated(options: StoreOptions): Promise<Stores>;
  /** What secrets are sealed with, newest first. */
  sealKeys(options: StoreOptions): readonly SealKey[];
  /** In the first language. @throws PolsslagError BAD_CONFIGURATION */
  readInstrument(): Promise<Instrument>;
  /** @throws PolsslagError BAD_CONFIGURATION */
  readInterventions(): Promise<InterventionList>;
  /** @throws PolsslagError BAD_CONFIGURATION */
  readResources(): Promise<Instruments['resources']>;
  /** @throws PolsslagError when Slack refuses the token or cannot be asked */
  checkSlackToken(token: string): ReturnType<typeof checkToken>;
  /** Draws somebody's home page anew. @throws PolsslagError UNAVAILABLE when Slack does not take it, or is not used */
  showSlackHome(owner: Parameters<typeof publishHomeOf>[0], view: View): Promise<void>;
  /** Slack's clock; null when Slack is not used or cannot be asked. */
  slackTime(): Promise<Date | null>;
  /** @throws PolsslagError when Microsoft refuses the bot's credentials or cannot be asked */
  checkTeamsCredentials(): Promise<void>;
}

/** Commands by name; each loads what it needs and no more: all of them together take seconds. */
export type Commands = Readonly<Record<string, () => Promise<(context: CommandContext) => Command>>>;

/** Thrown by a command that has said itself what is wrong: the exit code is 1, and nothing more is printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const storeOptions = z.object({
  dataDir: z
    .string()
    .transform((folder) => path.resolve(folder))
    .optional(),
});

/** Opens the database for one command that only looks, and closes it whatever happens. Says so when a demonstration made it. */
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
 * The same, for a command that brings in something real or changes it.
 * @throws PolsslagError NOT_ALLOWED when a demonstration made the database
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

/** Where the database of a command is: in a folder, or on a server (null). */
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

/** With its line end. */
export function printLine(output: Writable, line: string): void {
  output.write(`${line}\n`);
}

/** Resolves when this process is asked to stop, by Ctrl+C or by whoever started it. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
