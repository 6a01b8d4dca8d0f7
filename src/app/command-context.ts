import { pino } from 'pino';
import type { CommandContext } from '../cli/context.ts';
import { type Clock, realClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { openDatabaseClock, readDatabaseTime } from '../database/database-clock.ts';
import type { Stores } from '../database/open-stores.ts';
import { PolsslagError, systemErrorCode, whyUnwritable } from '../errors.ts';
import { readOrMakeKeyFile } from '../secrets/key-file.ts';
import { configurationFaults } from './configuration-faults.ts';

/** A closed pipe (`| head`) is no fault: the reader has seen enough. Any other error while writing output is one. */
function isFault(error: unknown): boolean {
  if (systemErrorCode(error) === 'EPIPE') return false;
  process.exitCode = 1;
  return true;
}

function sayUnwritten(error: unknown): void {
  if (isFault(error)) process.stderr.write(`What was to be printed cannot be written: ${whyUnwritable(error)}.\n`);
}

/**
 * Creates the context of a command that runs for real. The configuration is read when the command first asks for it.
 */
export function createCommandContext(env: Readonly<Record<string, string | undefined>>): CommandContext {
  let known: Config | null = null;
  const config = () => {
    known ??= readConfig(env);
    return known;
  };
  // A command prints what a person must know, so its libraries log nothing.
  const log = pino({ level: 'silent' });
  // A command writes times by the database's clock, as every other process does.
  let clock: Clock = realClock;
  const onTime = async (stores: Stores): Promise<Stores> => {
    const kept = await openDatabaseClock(() => readDatabaseTime(stores.database));
    kept.close();
    clock = kept;
    return stores;
  };
  const say = (line: string) => process.stderr.write(`${line}\n`);
  // Loaded late, so that a command prints its first line before the database library is loaded.
  const opening = () => import('../database/open-stores.ts');
  const instruments = async () => {
    const { readInstruments } = await import('../instruments.ts');
    return readInstruments(config().instrumentFiles);
  };
  process.stdout.on('error', sayUnwritten);
  // An error of stderr cannot be reported on stderr: that would fail again, without end.
  process.stderr.on('error', isFault);
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => clock.now(),
    config,
    checkConfiguration: async ({ dataDir }) => {
      const faults = await configurationFaults(env, dataDir);
      if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
    },
    openStores: async (options) => onTime(await (await opening()).openStores(config(), options, say)),
    openUnmigrated: async (options) => onTime(await (await opening()).openUnmigrated(config(), options, say)),
    sealKeys: ({ dataDir }) => {
      const { keys, dataDir: configured } = config();
      return keys.length > 0 ? keys : [readOrMakeKeyFile(dataDir ?? configured)];
    },
    readInstrument: async () => (await instruments()).first,
    readInterventions: async () => (await instruments()).interventions,
    readResources: async () => (await instruments()).resources,
    checkSlackToken: async (token) => {
      // Loaded late, because the platforms' libraries take seconds to load and few commands need them.
      const { checkToken } = await import('../platforms/slack/install.ts');
      const { slack } = config();
      return checkToken(token, slack.kind === 'real' ? slack.apiUrl : null, log);
    },
    showSlackHome: async (owner, view) => {
      const { slack } = config();
      if (slack.kind !== 'real') throw new PolsslagError('UNAVAILABLE', 'Slack is switched off here');
      const { publishHomeOf } = await import('../platforms/slack/publish-home.ts');
      await publishHomeOf(owner, view, slack.apiUrl, log);
    },
    slackTime: async () => {
      const { slack } = config();
      if (slack.kind !== 'real') return null;
      const { readSlackTime } = await import('../platforms/slack/install.ts');
      return readSlackTime(slack.apiUrl);
    },
    checkTeamsCredentials: async () => {
      const { checkCredentials } = await import('../platforms/teams/install.ts');
      const { teams } = config();
      if (teams.kind === 'real') await checkCredentials(teams);
    },
  };
}
