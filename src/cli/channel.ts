import { Command, Option } from 'commander';
import { z } from 'zod';
import { PLATFORMS } from '../chat/address.ts';
import { createChannelStore } from '../database/channel-store.ts';
import { LANGUAGES } from '../text/languages.ts';
import { type CommandContext, printLine, withRealStores, withStores } from './context.ts';
import { readChannelArguments } from './read-id-argument.ts';
import { switchedOffLines } from './switched-off.ts';

/** `polsslag channel add`, `list` and `remove`. */
export function channelCommand(context: CommandContext): Command {
  return new Command('channel')
    .description("the supervisors' channels that get the weekly post")
    .addCommand(channelAddCommand(context))
    .addCommand(channelListCommand(context))
    .addCommand(channelRemoveCommand(context));
}

const address = z.object({ platform: z.enum(PLATFORMS), workspace: z.string(), channel: z.string() });

function withAddress(command: Command): Command {
  return command
    .addOption(new Option('--platform <platform>', 'where it is').choices(PLATFORMS).makeOptionMandatory())
    .requiredOption('--workspace <id>', 'Slack team id, or Teams tenant id')
    .requiredOption('--channel <id>', 'Slack channel id, or Teams channel id');
}

function readAddress(command: Command) {
  const { platform, workspace, channel } = address.parse(command.opts());
  return readChannelArguments(platform, { workspace, channel });
}

function channelAddCommand(context: CommandContext): Command {
  return withAddress(new Command('add').description('name a channel, or change its language'))
    .addOption(new Option('--language <language>', 'of the posts').choices(LANGUAGES).default('nl'))
    .action(async (_options: unknown, command: Command) => {
      const { language } = z.object({ language: z.enum(LANGUAGES) }).parse(command.opts());
      const where = readAddress(command);
      const outcome = await withRealStores(context, command, ({ database }) =>
        createChannelStore(database.prisma).add({ ...where, language }),
      );
      const what = { added: 'gets the weekly post from now on', changed: 'is changed', unchanged: 'was there already' };
      printLine(context.stdout, `Channel ${where.channel} ${what[outcome]} (${language}).`);
      for (const line of switchedOffLines(context, where.platform, 'it')) printLine(context.stdout, line);
    });
}

function channelListCommand(context: CommandContext): Command {
  return new Command('list')
    .description('list the channels')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const channels = await withStores(context, command, ({ database }) => createChannelStore(database.prisma).list());
      if (command.opts()['json']) return printLine(context.stdout, JSON.stringify(channels));
      if (channels.length === 0) printLine(context.stdout, 'No channel yet: polsslag channel add.');
      for (const { platform, workspace, channel, language } of channels) {
        printLine(context.stdout, [platform, workspace, channel, language].join('  '));
      }
    });
}

function channelRemoveCommand(context: CommandContext): Command {
  return withAddress(new Command('remove').description('stop posting in a channel')).action(
    async (_options: unknown, command: Command) => {
      const where = readAddress(command);
      await withRealStores(context, command, ({ database }) => createChannelStore(database.prisma).remove(where));
      printLine(context.stdout, `Channel ${where.channel} gets no more posts.`);
    },
  );
}
