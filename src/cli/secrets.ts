import { Command } from 'commander';
import { resealColumns, type SealedColumn } from '../database/reseal.ts';
import { isSealedWithNewest, seal, unseal } from '../secrets/seal.ts';
import { type CommandContext, printLine, readStoreOptions, withStores } from './context.ts';

const WORKSPACE_TOKENS: SealedColumn = { table: 'Workspace', column: 'sealedToken' };

/** `polsslag secrets`. @param ofFeatures the columns in which features store sealed texts */
export function secretsCommand(context: CommandContext, ofFeatures: readonly SealedColumn[]): Command {
  const columns = [WORKSPACE_TOKENS, ...ofFeatures];
  return new Command('secrets').description('what is stored sealed').addCommand(rotateCommand(context, columns));
}

function rotateCommand(context: CommandContext, columns: readonly SealedColumn[]): Command {
  return new Command('rotate')
    .description('seal every stored secret with the newest key, after which the older keys can go')
    .action(async (_options: unknown, command: Command) => {
      const keys = context.sealKeys(readStoreOptions(command));
      const reseal = (sealed: string) => (isSealedWithNewest(sealed, keys) ? null : seal(unseal(sealed, keys), keys));
      const count = await withStores(context, command, ({ database }) =>
        resealColumns(database.prisma, columns, reseal),
      );
      printLine(context.stdout, `Secrets: ${count} sealed anew; all of them have the newest key now.`);
    });
}
