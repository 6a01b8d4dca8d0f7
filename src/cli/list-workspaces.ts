import { Command } from 'commander';
import { z } from 'zod';
import type { PlatformName } from '../chat/address.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import { type CommandContext, printLine, withStores } from './context.ts';

const options = z.object({ json: z.boolean().default(false) });

const WORDS = {
  slack: {
    description: 'list the workspaces',
    none: 'No Slack workspace yet: polsslag slack add.',
    yes: 'connected',
    no: 'not connected',
  },
  teams: {
    description: 'list the tenants',
    none: 'No Teams tenant yet: polsslag teams allow TENANT.',
    yes: 'allowed',
    no: 'not allowed',
  },
} as const;

export function listWorkspacesCommand(context: CommandContext, platform: PlatformName): Command {
  const words = WORDS[platform];
  return new Command('list')
    .description(words.description)
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const workspaces = await withStores(context, command, ({ database }) =>
        listWorkspaces(database.prisma, platform),
      );
      if (options.parse(command.opts()).json) return printLine(context.stdout, JSON.stringify(workspaces));
      if (workspaces.length === 0) printLine(context.stdout, words.none);
      for (const { workspace, name, connected, accounts, channels } of workspaces) {
        const cells = [workspace, name, connected ? words.yes : words.no, `${accounts} people`, `${channels} channels`];
        printLine(context.stdout, cells.join('  '));
      }
    });
}
