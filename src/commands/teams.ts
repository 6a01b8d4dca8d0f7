import { Command } from 'commander';
import { z } from 'zod';
import { carriedText } from '../chat/incoming-text.ts';
import { allowTenant } from '../database/workspace-store.ts';
import { PolsslagError } from '../errors.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { listWorkspacesCommand } from './list-workspaces.ts';
import { readIdArgument } from './read-id-argument.ts';

const options = z.object({ name: carriedText.trim().min(1).max(200).optional() });

export function teamsCommand(context: CommandContext): Command {
  return new Command('teams')
    .description('the Teams tenants that this deployment serves')
    .addCommand(teamsAllowCommand(context))
    .addCommand(listWorkspacesCommand(context, 'teams'));
}

function teamsAllowCommand(context: CommandContext): Command {
  return new Command('allow')
    .description('let the people of a tenant in')
    .argument('<tenant>', 'tenant id, a GUID')
    .option('--name <name>', 'what to call it here')
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const id = readIdArgument('tenant', { platform: 'teams', kind: 'workspace', text: tenant });
      const named = options.safeParse(command.opts());
      if (!named.success) throw new PolsslagError('BAD_INPUT', '--name must be a text of at most 200 characters.');
      const { name } = named.data;
      const outcome = await withStores(context, command, ({ database }) =>
        allowTenant(database.prisma, id, name ?? null),
      );
      printLine(context.stdout, `Teams tenant ${id} is ${outcome === 'unchanged' ? 'allowed already' : 'allowed'}.`);
    });
}
