import { Command } from 'commander';
import { resealTokens } from '../database/workspace-store.ts';
import { isSealedWithNewest, seal, unseal } from '../secrets/seal.ts';
import { type CommandContext, printLine, readStoreOptions, withStores } from './context.ts';

export function secretsCommand(context: CommandContext): Command {
  return new Command('secrets').description('what is stored sealed').addCommand(secretsRotateCommand(context));
}

function secretsRotateCommand(context: CommandContext): Command {
  return new Command('rotate')
    .description('seal every stored secret with the newest key, after which the older keys can go')
    .action(async (_options: unknown, command: Command) => {
      const keys = context.sealKeys(readStoreOptions(command));
      const reseal = (sealed: string) => (isSealedWithNewest(sealed, keys) ? null : seal(unseal(sealed, keys), keys));
      const count = await withStores(context, command, ({ database }) => resealTokens(database.prisma, reseal));
      printLine(context.stdout, `Secrets: ${count} sealed anew; all of them have the newest key now.`);
    });
}
