import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { configurationFaults } from '../../src/app/configuration-faults.ts';
import { runCommand } from '../../src/app/program.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import { pendingMigrations } from '../../src/database/migrate.ts';
import { openStores, openUnmigrated } from '../../src/database/open-stores.ts';
import { PolsslagError } from '../../src/errors.ts';
import { readInstruments } from '../../src/instruments.ts';
import { parseInstrument } from '../../src/measurement/instrument.ts';
import type { SealKey } from '../../src/secrets/seal.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import type { TestDatabase } from '../database.ts';

const INSTRUMENT = 'src/measurement/instruments/polsslag-nl.json';

/** Runs commands in this process, on a test database. */
export interface CommandRunner {
  /** The context of commands, which a test can change. */
  readonly settings: {
    now: Date;
    stdin: string;
    /** Whether stdin is a terminal. */
    terminal: boolean;
    env: Record<string, string>;
    keys: readonly SealKey[];
    /** Bot tokens that Slack accepts, with their workspaces. */
    readonly slackTokens: Map<string, { teamId: string; teamName: string; botUserId: string }>;
    /** The content of home pages in Slack, by user. */
    readonly slackHomes: Map<string, string>;
    teamsFault: PolsslagError | null;
    /** How many milliseconds Slack's clock is ahead of this machine's. */
    slackAheadMs: number;
  };
  run(...words: string[]): Promise<{ code: number; out: string; err: string }>;
  /** Writes a file for an import. @returns its path */
  file(name: string, lines: readonly string[]): string;
  removeFiles(): void;
}

/**
 * @param test when its open database is given, each command takes a tenth of a second less: the time of creating
 * Prisma's client
 * @param more options of the command line, beside the product's own
 */
export function createCommandRunner(
  { url, database }: Pick<TestDatabase, 'url'> & Partial<TestDatabase>,
  more: Parameters<typeof runCommand>[2] = {},
): CommandRunner {
  const folder = makeTemporaryFolder('commands');
  const settings: CommandRunner['settings'] = {
    now: new Date('2026-11-24T09:30:00Z'),
    stdin: '',
    terminal: false,
    env: { DATABASE_URL: url },
    keys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    slackTokens: new Map(),
    slackHomes: new Map(),
    teamsFault: null,
    slackAheadMs: 0,
  };
  const lent = { url, database, count: 0 };
  return {
    settings,
    async run(...words) {
      const [out, err] = [memory(), memory()];
      const code = await runCommand(words, contextOf(settings, lent, out.stream, err.stream), more);
      if (lent.count !== 0) throw new Error('a command left its database open');
      return { code, out: out.text(), err: err.text() };
    },
    file(name, lines) {
      const file = path.join(folder, name);
      writeFileSync(file, `${lines.join('\n')}\n`);
      return file;
    },
    removeFiles: () => rmSync(folder, { recursive: true }),
  };
}

/** The test's database, which commands may use without opening it. */
interface SharedDatabase {
  readonly url: string;
  readonly database: Database | undefined;
  /** How many commands use it now. */
  count: number;
}

/** Works like openStores, but uses the open database when it is the configured one. */
async function shareDatabase(lent: SharedDatabase, ...[config, options, say]: Parameters<typeof openStores>) {
  const { url, database } = lent;
  const isOurs = options.dataDir === undefined && config.databaseUrl === url;
  if (!database || !isOurs || (await pendingMigrations(url)).length > 0) return openStores(config, options, say);
  lent.count += 1;
  return {
    database,
    close: async () => {
      lent.count -= 1;
    },
  };
}

function contextOf(
  settings: CommandRunner['settings'],
  lent: SharedDatabase,
  stdout: Writable,
  stderr: Writable,
): CommandContext {
  const config = () => readConfig(settings.env);
  return {
    stdin: Object.assign(Readable.from(settings.stdin === '' ? [] : [settings.stdin]), { isTTY: settings.terminal }),
    stdout,
    stderr,
    now: () => settings.now,
    config,
    checkConfiguration: async ({ dataDir }) => {
      const faults = await configurationFaults(settings.env, dataDir);
      if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
    },
    openStores: async (options) => shareDatabase(lent, config(), options, () => undefined),
    openUnmigrated: async (options) => openUnmigrated(config(), options, () => undefined),
    sealKeys: () => settings.keys,
    readInterventions: async () => (await readInstruments([])).interventions,
    readResources: async () => (await readInstruments([])).resources,
    readInstrument: async () => parseInstrument(JSON.parse(readFileSync(INSTRUMENT, 'utf8')), 'polsslag-nl'),
    checkSlackToken: async (token) => {
      const workspace = settings.slackTokens.get(token);
      if (!workspace) throw new PolsslagError('BAD_INPUT', 'Slack refuses the token (invalid_auth).');
      return workspace;
    },
    showSlackHome: async ({ botToken, user }, view) => {
      if (!settings.slackTokens.has(botToken))
        throw new PolsslagError('UNAVAILABLE', 'Slack did not take it (invalid_auth)');
      settings.slackHomes.set(user, view.summary);
    },
    slackTime: async () => new Date(Date.now() + settings.slackAheadMs),
    checkTeamsCredentials: async () => {
      if (settings.teamsFault) throw settings.teamsFault;
    },
  };
}

function memory(): { stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
