import { Command } from 'commander';
import { migrate } from '../database/migrate.ts';
import { sharesConnections } from '../database/pooler.ts';
import { POOLER_ADVICE } from '../database/refusal.ts';
import { PolsslagError } from '../errors.ts';
import { retryWhileUnavailable } from '../retry-while-unavailable.ts';
import { type CommandContext, printLine, readStoreOptions } from './context.ts';

/** `polsslag db migrate`, which a database server needs after each update of Polsslag. */
export function dbCommand(context: CommandContext): Command {
  return new Command('db').description('the database itself').addCommand(dbMigrateCommand(context));
}

function dbMigrateCommand(context: CommandContext): Command {
  return new Command('migrate')
    .description('update the database to this version; safe to repeat')
    .action(async (_options: unknown, command: Command) => {
      // Retried, because a deployment runs this first, often while its database is still starting.
      const stores = await retryWhileUnavailable(
        () => context.openUnmigrated(readStoreOptions(command)),
        (line) => printLine(context.stderr, line),
      );
      try {
        // The lock around migrations would stay with a connection of the pooler, and every later command would wait for
        // it.
        if (await sharesConnections(stores.database.url)) throw new PolsslagError('UNAVAILABLE', POOLER_ADVICE);
        const applied = await migrate(stores.database.url);
        for (const name of applied) printLine(context.stdout, `Applied ${name}.`);
        printLine(
          context.stdout,
          applied.length === 0 ? 'The database was up to date.' : 'The database is up to date.',
        );
      } finally {
        await stores.close();
      }
    });
}
