import { Command, Option } from 'commander';
import { z } from 'zod';
import { type CommandContext, printLine, readStoreOptions, untilStopped } from '../cli/context.ts';
import type { Config } from '../config.ts';
import { claimDataFolder } from '../database/claim-data-folder.ts';
import { PolsslagError } from '../errors.ts';
import { createLog } from '../log.ts';
import type { PlatformConnections } from './platforms.ts';
import type { startPolsslag } from './start.ts';

const roles = z.enum(['web', 'worker', 'all']);

/** Simulated platforms in this process, for where no real ones are. */
interface Simulated {
  readonly connections: PlatformConnections;
  close(): Promise<void>;
}

/** @param appUrl where our server listens; asked for at every delivery */
type StartSimulators = (appUrl: () => string) => Promise<Simulated>;

/** @param startSimulators null where the playground does not come along */
export function startCommand(context: CommandContext, startSimulators: StartSimulators | null = null): Command {
  return new Command('start')
    .description('run Polsslag until it is asked to stop')
    .addOption(new Option('--role <role>', 'what this process does').choices(roles.options).default('all'))
    .action(async (flags: { role: string }, command: Command) => {
      const { dataDir } = readStoreOptions(command);
      await context.checkConfiguration({ dataDir });
      const configured = context.config();
      const config = dataDir === undefined ? configured : { ...configured, dataDir, databaseUrl: null };
      await run(context, config, { role: roles.parse(flags.role), startSimulators });
    });
}

/** By then what was under way is finished or handed back, in milliseconds; Docker kills half a second later. */
const HANDED_BACK_MS = 9_500;

/** All is closed by then, and only what waits for servers that are away is left, in milliseconds. */
const CLOSED_MS = 500;

interface How {
  readonly role: Parameters<typeof startPolsslag>[1]['role'];
  readonly startSimulators: StartSimulators | null;
}

async function run(context: CommandContext, config: Config, { role, startSimulators }: How): Promise<void> {
  const log = createLog(config.logLevel);
  for (const hint of config.hints) log.warn(hint);
  // Imported here and not above, so that every other command starts without Slack's and Teams' libraries; begun first,
  // so that PostgreSQL starts meanwhile.
  const loading = import('./start.ts');
  const platforms = await connectPlatforms(config, { role, startSimulators });
  const opened = [platforms.close];
  try {
    if (config.databaseUrl === null) opened.push((await claimDataFolder(config.dataDir, 'with others')).letGo);
    const { startPolsslag } = await loading;
    const running = await startPolsslag(config, { role, connections: platforms.connections, log });
    platforms.setAppUrl(running.url);
    const stopped = untilStopped();
    const does = role === 'worker' ? 'works on the queue, and tells how it is' : 'listens';
    printLine(context.stdout, `Polsslag ${does} on ${running.url}.`);
    await stopped;
    // PostgreSQL of our own must have been stopped before.
    if (config.databaseUrl !== null) endWithin(HANDED_BACK_MS);
    await running.stop();
  } finally {
    for (const close of opened.reverse()) await close();
  }
  endWithin(CLOSED_MS);
}

/** A Slack or a database that answers nothing, or a queue that is away, would keep this process for long, or until it is killed. */
function endWithin(ms: number): void {
  setTimeout(() => process.exit(), ms).unref();
}

interface ConnectedPlatforms {
  readonly connections: PlatformConnections;
  setAppUrl(url: string): void;
  close(): Promise<void>;
}

/** The platforms that the configuration names; simulated ones live in this process. */
async function connectPlatforms({ slack, teams }: Config, { role, startSimulators }: How): Promise<ConnectedPlatforms> {
  const real = {
    slack: slack.kind === 'real' ? { ...slack, apiUrl: slack.apiUrl && withSlash(slack.apiUrl) } : null,
    teams: teams.kind === 'real' ? teams : null,
  };
  if (slack.kind !== 'simulated' && teams.kind !== 'simulated') {
    return { connections: real, setAppUrl: () => undefined, close: async () => undefined };
  }
  if (role !== 'all') {
    const advice = 'give its credentials, leave it out of POLSSLAG_PLATFORMS, or use --role all';
    throw new PolsslagError('BAD_CONFIGURATION', `A simulated platform lives in one process: ${advice}.`);
  }
  if (startSimulators === null) throw new PolsslagError('BAD_CONFIGURATION', faultsWithoutSimulators({ slack, teams }));
  const address = { url: '' };
  const simulators = await startSimulators(() => address.url);
  return {
    connections: {
      slack: slack.kind === 'simulated' ? simulators.connections.slack : real.slack,
      teams: teams.kind === 'simulated' ? simulators.connections.teams : real.teams,
    },
    setAppUrl: (url) => {
      address.url = url;
    },
    close: simulators.close,
  };
}

/** The platforms that a start without the playground cannot reach, a sentence each. */
export function faultsWithoutSimulators({ slack, teams }: Pick<Config, 'slack' | 'teams'>): readonly string[] {
  const advice = [
    { name: 'slack', ...slack, has: 'Slack', set: 'SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode)' },
    {
      name: 'teams',
      ...teams,
      has: 'Teams',
      set: 'MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID',
    },
  ];
  return advice
    .filter(({ kind }) => kind === 'simulated')
    .map(
      ({ name, has, set }) =>
        `${has} has no credentials, and a simulated one is no part of what was built: set ${set}, or leave ${name} out of POLSSLAG_PLATFORMS.`,
    );
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
