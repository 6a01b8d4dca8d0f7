import { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, CommandFailed, printLine, readStoreOptions } from '../cli/context.ts';
import { examineOutbox } from '../cli/examine-outbox.ts';
import { examinePlatforms } from '../cli/examine-platforms.ts';
import { examineConnections, examineDatabase } from '../cli/examine-servers.ts';
import { examine, type Finding, found } from '../cli/finding.ts';
import type { Connection } from '../database/client.ts';
import type { openStores, Stores } from '../database/open-stores.ts';
import { PolsslagError } from '../errors.ts';
import { FEATURES } from './features.ts';

type StoreOptions = Parameters<typeof openStores>[1];

const options = z.object({ json: z.boolean().default(false) });

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('check every dependency and credential, and say what to do')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const findings = await examineAll(context, readStoreOptions(command));
      if (options.parse(command.opts()).json) printLine(context.stdout, JSON.stringify(findings));
      else for (const { state, text } of findings) printLine(context.stdout, `${state.padEnd(5)}  ${text}`);
      if (findings.some((finding) => finding.state === 'fault')) throw new CommandFailed();
    });
}

async function examineAll(context: CommandContext, storeOptions: StoreOptions): Promise<Finding[]> {
  const configuration = await examine('Configuration', 'in order.', () => context.checkConfiguration(storeOptions));
  if (configuration.some((finding) => finding.state === 'fault')) return configuration;
  const config = context.config();
  return [...configuration, ...(await examineStores(context, storeOptions)), ...(await examineConnections(config))];
}

async function examineStores(context: CommandContext, storeOptions: StoreOptions): Promise<Finding[]> {
  let stores: Stores;
  try {
    stores = await context.openStores(storeOptions);
  } catch (error) {
    if (error instanceof PolsslagError) return error.faults.map((text) => found.fault(`Database: ${text}`));
    throw error;
  }
  try {
    const { prisma } = stores.database;
    return [
      found.ok('Database: it answers and is up to date.'),
      ...(await examineDatabase(stores.database, context.slackTime)),
      ...(await examinePlatforms(context, prisma, context.sealKeys(storeOptions))),
      ...(await examineFeatures(prisma, context.now())),
      ...(await examineOutbox(prisma, context.now(), context.config().timezone)),
    ];
  } finally {
    await stores.close();
  }
}

async function examineFeatures(database: Connection, now: Date): Promise<Finding[]> {
  const findings = await Promise.all(FEATURES.map(({ examine }) => examine?.(database, now) ?? []));
  return findings.flat();
}
