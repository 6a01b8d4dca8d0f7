import { Command } from 'commander';
import { z } from 'zod';
import { carriedText } from '../chat/incoming-text.ts';
import { allowTenant, disallowTenant, listWorkspaces, wakeLane } from '../database/workspace-store.ts';
import { PolsslagError } from '../errors.ts';
import { laneOf } from '../outbox/notification.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { listWorkspacesCommand } from './list-workspaces.ts';
import { readIdArgument } from './read-id-argument.ts';

const options = z.object({ name: carriedText.trim().min(1).max(200).optional() });

export function teamsCommand(context: CommandContext): Command {
  return new Command('teams')
    .description('the Teams tenants that this deployment serves')
    .addCommand(teamsAllowCommand(context))
    .addCommand(teamsDisallowCommand(context))
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
      const outcome = await withStores(context, command, async ({ database: { prisma } }) => {
        const done = await allowTenant(prisma, id, name ?? null);
        await wakeLane(prisma, laneOf('teams', id), context.now());
        return done;
      });
      printLine(context.stdout, `Teams tenant ${id} is ${outcome === 'unchanged' ? 'allowed already' : 'allowed'}.`);
    });
}

function teamsDisallowCommand(context: CommandContext): Command {
  return new Command('disallow')
    .description('let the people of a tenant in no longer; nothing of theirs is deleted, and teams allow undoes it')
    .argument('<tenant>', 'tenant id, a GUID')
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const id = readIdArgument('tenant', { platform: 'teams', kind: 'workspace', text: tenant });
      const { outcome, hit } = await withStores(context, command, async ({ database: { prisma } }) => ({
        outcome: await disallowTenant(prisma, id),
        hit: (await listWorkspaces(prisma, 'teams')).find(({ workspace }) => workspace === id),
      }));
      const state = outcome === 'unchanged' ? 'was not allowed already' : 'is not allowed any more';
      printLine(
        context.stdout,
        `Teams tenant ${id} ${state}: its ${hit?.accounts ?? 0} people and ${hit?.channels ?? 0} channels get nothing, and within seconds what they tap is refused.`,
      );
      printLine(context.stdout, `polsslag teams allow ${id} lets it in again.`);
    });
}
