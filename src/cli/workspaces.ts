import { Command } from 'commander';
import { connectSlackWorkspace, wakeLane } from '../database/workspace-store.ts';
import { PolsslagError } from '../errors.ts';
import { laneOf } from '../outbox/notification.ts';
import { seal } from '../secrets/seal.ts';
import { type CommandContext, printLine, readStoreOptions, withStores } from './context.ts';
import { listWorkspacesCommand } from './list-workspaces.ts';

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
      const outcome = await withStores(context, command, async ({ database: { prisma } }) => {
        const done = await connectSlackWorkspace(prisma, workspace);
        await wakeLane(prisma, laneOf('slack', teamId), context.now());
        return done;
      });
      printLine(
        context.stdout,
        `Slack workspace ${teamId} (${teamName}) is connected${outcome === 'changed' ? ' again' : ''}.`,
      );
    });
}

const LONGEST_TOKEN = 1_000;

async function readToken(stdin: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > LONGEST_TOKEN) break;
  }
  const token = text.trim();
  if (token === '') {
    throw new PolsslagError(
      'BAD_INPUT',
      'There is nothing on standard input: give the bot token there, as: polsslag slack add < bot-token.txt',
    );
  }
  if (!/^xoxb-[\w-]+$/.test(token) || token.length > LONGEST_TOKEN) {
    throw new PolsslagError(
      'BAD_INPUT',
      'What stands on standard input is no bot token: that is one word that begins with xoxb-.',
    );
  }
  return token;
}
