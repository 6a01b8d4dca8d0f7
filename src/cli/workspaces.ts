import { Command } from 'commander';
import { z } from 'zod';
import type { PlatformName } from '../chat/address.ts';
import { carriedText } from '../chat/incoming-text.ts';
import { connectSlackWorkspace, createTenantStore, listWorkspaces, wakeLane } from '../database/workspace-store.ts';
import { PolsslagError } from '../errors.ts';
import { laneOf } from '../outbox/notification.ts';
import { seal } from '../secrets/seal.ts';
import { countOf } from '../text/numbers.ts';
import { type CommandContext, printLine, readStoreOptions, withRealStores, withStores } from './context.ts';
import { readIdArgument } from './read-id-argument.ts';
import { switchedOffLines } from './switched-off.ts';

/** `polsslag slack add` and `list`. */
export function slackCommand(context: CommandContext): Command {
  return new Command('slack')
    .description('the Slack workspaces that this deployment serves')
    .addCommand(slackAddCommand(context))
    .addCommand(listWorkspacesCommand(context, 'slack'));
}

function slackAddCommand(context: CommandContext): Command {
  return new Command('add')
    .description('connect a workspace, or connect it again: give its bot token on standard input')
    .addHelpText('after', '\nFor example: polsslag slack add < bot-token.txt')
    .action(async (_options: unknown, command: Command) => {
      const token = await readToken(context.stdin);
      const { teamId, teamName, botUserId } = await context.checkSlackToken(token);
      const sealedToken = seal(token, context.sealKeys(readStoreOptions(command)));
      const workspace = { externalId: teamId, name: teamName, botUser: botUserId, sealedToken };
      const outcome = await withRealStores(context, command, async ({ database: { prisma } }) => {
        const done = await connectSlackWorkspace(prisma, workspace);
        await wakeLane(prisma, laneOf('slack', teamId), context.now());
        return done;
      });
      printLine(
        context.stdout,
        `Slack workspace ${teamId} (${teamName}) is connected${outcome === 'changed' ? ' again' : ''}.`,
      );
      for (const line of switchedOffLines(context, 'slack', 'its people')) printLine(context.stdout, line);
    });
}

const MAX_TOKEN = 1_000;

async function readToken(stdin: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MAX_TOKEN) break;
  }
  const token = text.trim();
  if (token === '') {
    throw new PolsslagError(
      'BAD_INPUT',
      'There is nothing on standard input: give the bot token there, as: polsslag slack add < bot-token.txt',
    );
  }
  if (!/^xoxb-[\w-]+$/.test(token) || token.length > MAX_TOKEN) {
    throw new PolsslagError(
      'BAD_INPUT',
      'Standard input is not a bot token, which is one word that begins with xoxb-.',
    );
  }
  return token;
}

const allowOptions = z.object({ name: carriedText.trim().min(1).max(200).optional() });

/** `polsslag teams allow`, `disallow` and `list`. */
export function teamsCommand(context: CommandContext): Command {
  return new Command('teams')
    .description('the Teams tenants that this deployment serves')
    .addCommand(teamsAllowCommand(context))
    .addCommand(teamsDisallowCommand(context))
    .addCommand(listWorkspacesCommand(context, 'teams'));
}

function teamsAllowCommand(context: CommandContext): Command {
  return new Command('allow')
    .description('allow a tenant')
    .argument('<tenant>', 'tenant id, a GUID')
    .option('--name <name>', 'what to call it here')
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const id = readIdArgument('tenant', { platform: 'teams', kind: 'workspace', text: tenant });
      const named = allowOptions.safeParse(command.opts());
      if (!named.success) throw new PolsslagError('BAD_INPUT', '--name must be a text of at most 200 characters.');
      const { name } = named.data;
      const outcome = await withRealStores(context, command, async ({ database: { prisma } }) => {
        const done = await createTenantStore(prisma).allow(id, name ?? null);
        await wakeLane(prisma, laneOf('teams', id), context.now());
        return done;
      });
      printLine(context.stdout, `Teams tenant ${id} is ${outcome === 'unchanged' ? 'allowed already' : 'allowed'}.`);
      for (const line of switchedOffLines(context, 'teams', 'its people')) printLine(context.stdout, line);
    });
}

function teamsDisallowCommand(context: CommandContext): Command {
  return new Command('disallow')
    .description('refuse a tenant from now on; nothing is deleted, and teams allow undoes it')
    .argument('<tenant>', 'tenant id, a GUID')
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const id = readIdArgument('tenant', { platform: 'teams', kind: 'workspace', text: tenant });
      const { outcome, hit } = await withRealStores(context, command, async ({ database: { prisma } }) => ({
        outcome: await createTenantStore(prisma).disallow(id),
        hit: (await listWorkspaces(prisma, 'teams')).find(({ workspace }) => workspace === id),
      }));
      const state = outcome === 'unchanged' ? 'was not allowed already' : 'is not allowed any more';
      printLine(
        context.stdout,
        `Teams tenant ${id} ${state}: its ${countOf(hit?.accounts ?? 0, 'person', 'people')} and ${countOf(hit?.channels ?? 0, 'channel')} get nothing, and within seconds what they tap is refused. What they type, such as stop, is done and not answered.`,
      );
      printLine(context.stdout, `polsslag teams allow ${id} lets it in again.`);
    });
}

const listOptions = z.object({ json: z.boolean().default(false) });

const LIST_WORDS = {
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

function listWorkspacesCommand(context: CommandContext, platform: PlatformName): Command {
  const words = LIST_WORDS[platform];
  return new Command('list')
    .description(words.description)
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const workspaces = await withStores(context, command, ({ database }) =>
        listWorkspaces(database.prisma, platform),
      );
      if (listOptions.parse(command.opts()).json) return printLine(context.stdout, JSON.stringify(workspaces));
      if (workspaces.length === 0) printLine(context.stdout, words.none);
      for (const { workspace, name, connected, accounts, channels } of workspaces) {
        const cells = [
          workspace,
          name,
          connected ? words.yes : words.no,
          countOf(accounts, 'person', 'people'),
          countOf(channels, 'channel'),
        ];
        printLine(context.stdout, cells.join('  '));
      }
    });
}
