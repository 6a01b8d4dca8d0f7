import { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, CommandFailed, databasePlaceOf, printLine, readStoreOptions } from '../cli/context.ts';
import { examineOutbox } from '../cli/examine-outbox.ts';
import { examinePlatforms } from '../cli/examine-platforms.ts';
import { examineSecrets } from '../cli/examine-secrets.ts';
import { examineConnections, examineDatabase } from '../cli/examine-servers.ts';
import { examine, type Finding, found } from '../cli/finding.ts';
import type { Connection } from '../database/client.ts';
import type { openStores, Stores } from '../database/open-stores.ts';
import { refuseDemonstration } from '../database/refuse-demonstration.ts';
import { PolsslagError } from '../errors.ts';
import { FEATURES } from './features.ts';
import { faultsWithoutSimulators } from './start-command.ts';

/** The sealed columns of all features. Workspace tokens are not among them, because they are checked one by one. */
const SEALED_COLUMNS = FEATURES.flatMap(({ sealed }) => sealed ?? []);

type StoreOptions = Parameters<typeof openStores>[1];

const options = z.object({ json: z.boolean().default(false) });

/** @param simulators whether `start` can use simulated platforms; false in a build, which has no playground */
export function doctorCommand(context: CommandContext, simulators = false): Command {
  return new Command('doctor')
    .description('check every dependency and credential, and say what to do')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const findings = await examineAll(context, readStoreOptions(command), simulators);
      if (options.parse(command.opts()).json) printLine(context.stdout, JSON.stringify(findings));
      else for (const { state, text } of findings) printLine(context.stdout, `${state.padEnd(5)}  ${text}`);
      if (findings.some((finding) => finding.state === 'fault')) throw new CommandFailed();
    });
}

async function examineAll(
  context: CommandContext,
  storeOptions: StoreOptions,
  simulators: boolean,
): Promise<Finding[]> {
  const configuration = await examine('Configuration', 'in order.', () => context.checkConfiguration(storeOptions));
  if (configuration.some((finding) => finding.state === 'fault')) return configuration;
  const unreachable = simulators ? [] : faultsWithoutSimulators(context.config());
  return [
    ...(unreachable.length === 0 ? configuration : unreachable.map((text) => found.fault(`Configuration: ${text}`))),
    ...context.config().hints.map((text) => found.hint(`Configuration: ${text}`)),
    ...(await examineServers(context, storeOptions, simulators)),
  ];
}

async function examineServers(
  context: CommandContext,
  storeOptions: StoreOptions,
  simulators: boolean,
): Promise<Finding[]> {
  const config = context.config();
  let stores: Stores;
  try {
    stores = await context.openStores(storeOptions);
  } catch (error) {
    if (!(error instanceof PolsslagError)) throw error;
    const faults = error.faults.map((text) => found.fault(`Database: ${text}`));
    return [...faults, ...(await examineConnections(config, null))];
  }
  try {
    const { prisma } = stores.database;
    const keys = context.sealKeys(storeOptions);
    return [
      ...(await examine('Database', 'it answers and is up to date.', () =>
        refuseDemonstration(stores.database, () => databasePlaceOf(context, storeOptions)),
      )),
      ...(await examineDatabase(stores.database, context.slackTime)),
      ...(await examinePlatforms(context, prisma, { keys, simulators })),
      ...(await examineSecrets(prisma, SEALED_COLUMNS, keys)),
      ...(await examineFeatures(prisma, context.now())),
      ...(await examineOutbox(prisma, context.now(), config.timezone)),
      ...(await examineConnections(config, stores.database.url)),
    ];
  } finally {
    await stores.close();
  }
}

async function examineFeatures(database: Connection, now: Date): Promise<Finding[]> {
  const findings = await Promise.all(FEATURES.map(({ examine }) => examine?.(database, now) ?? []));
  return findings.flat();
}
