import { Command } from 'commander';
import { z } from 'zod';
import { allowTenant } from '../database/workspace-store.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { listWorkspacesCommand } from './list-workspaces.ts';
import { readIdArgument } from './read-id-argument.ts';

const options = z.object({ name: z.string().trim().min(1).max(200).optional() });

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
      const { name } = options.parse(command.opts());
      const outcome = await withStores(context, command, ({ database }) =>
        allowTenant(database.prisma, id, name ?? null),
      );
      printLine(context.stdout, `Teams tenant ${id} is ${outcome === 'unchanged' ? 'allowed already' : 'allowed'}.`);
    });
}
