import { Command } from 'commander';
import { z } from 'zod';
import { CommandFailed } from '../cli/command-failed.ts';
import { type CommandContext, printLine, readStoreOptions } from '../cli/context.ts';
import { examineClocks } from '../cli/examine-clocks.ts';
import { examineDatabase } from '../cli/examine-database.ts';
import { examineOutbox } from '../cli/examine-outbox.ts';
import { examinePublicUrl } from '../cli/examine-public-url.ts';
import { examineQueue } from '../cli/examine-queue.ts';
import { examineSlack } from '../cli/examine-slack.ts';
import { examineTeams } from '../cli/examine-teams.ts';
import { examine, type Finding, fault, ok } from '../cli/finding.ts';
import type { Connection } from '../database/client.ts';
import { readDatabaseTime } from '../database/database-clock.ts';
import type { StoreOptions, Stores } from '../database/open-stores.ts';
import { PolsslagError } from '../errors.ts';
import { FEATURES } from './features.ts';

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
  return [
    ...configuration,
    ...(await examineStores(context, storeOptions)),
    ...(await examineQueue(config)),
    ...(await examinePublicUrl(config)),
  ];
}

async function examineStores(context: CommandContext, storeOptions: StoreOptions): Promise<Finding[]> {
  let stores: Stores;
  try {
    stores = await context.openStores(storeOptions);
  } catch (error) {
    if (error instanceof PolsslagError) return error.faults.map((text) => fault(`Database: ${text}`));
    throw error;
  }
  try {
    const { prisma } = stores.database;
    return [
      ok('Database: it answers and is up to date.'),
      ...(await examineDatabase(stores.database.url)),
      ...(await examineClocks({ database: () => readDatabaseTime(prisma), slack: context.slackTime }, Date.now)),
      ...(await examineSlack(context, prisma, context.sealKeys(storeOptions))),
      ...(await examineTeams(context, prisma)),
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
