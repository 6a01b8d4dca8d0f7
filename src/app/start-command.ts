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

/** Simulated platforms that run inside this process, for use without real ones. */
interface Simulated {
  readonly connections: PlatformConnections;
  close(): Promise<void>;
}

/** @param appUrl the address of this server; called at every delivery */
type StartSimulators = (appUrl: () => string) => Promise<Simulated>;

/** `polsslag start`. @param startSimulators null in a build, which has no playground */
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

/**
 * A stopping process ends after this time, in milliseconds, whether or not all work was handed back: Docker kills it
 * half a second later.
 */
const HANDED_BACK_MS = 9_500;

/**
 * How long a process may still run after everything was closed, in milliseconds: only waits for absent servers are left
 * by then.
 */
const CLOSED_MS = 500;

interface How {
  readonly role: Parameters<typeof startPolsslag>[1]['role'];
  readonly startSimulators: StartSimulators | null;
}

async function run(context: CommandContext, config: Config, { role, startSimulators }: How): Promise<void> {
  const log = createLog(config.logLevel);
  for (const hint of config.hints) log.warn(hint);
  // Imported here, so that every other command starts without Slack's and Teams' libraries; and before anything else,
  // so that they load while PostgreSQL starts.
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
    // Not with the embedded PostgreSQL, which must be stopped before this process ends.
    if (config.databaseUrl !== null) endWithin(HANDED_BACK_MS);
    await running.stop();
  } finally {
    for (const close of opened.reverse()) await close();
  }
  endWithin(CLOSED_MS);
}

/** Ends this process even when a server that does not answer would keep it alive. */
function endWithin(ms: number): void {
  setTimeout(() => process.exit(), ms).unref();
}

interface ConnectedPlatforms {
  readonly connections: PlatformConnections;
  setAppUrl(url: string): void;
  close(): Promise<void>;
}

/** Connects the platforms that the configuration names; simulated ones run in this process. */
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

/** A sentence for each platform that a start without the playground cannot reach. */
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
