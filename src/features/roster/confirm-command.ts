import { Command } from 'commander';
import { z } from 'zod';
import { carriedText } from '../../chat/incoming-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { confirmPeople, renamePerson } from './confirm-store.ts';

const WHAT_IT_DOES = `
Whoever joined by a code is asked and answers like everybody, and sees their own line; they count in no figure of a group,
and not toward its minimum, before you say that they work where they say. From then on they count: in every week that is not
published yet with all they answered in it, in no week that is.`;

const given = z.object({ people: z.array(carriedText).min(1), as: carriedText.optional() });

export function confirmCommand(context: CommandContext): Command {
  return new Command('confirm')
    .description('say of people who joined by a code that they are who they say, so that they count')
    .argument('<person...>', 'as in polsslag people list')
    .option('--as <name>', 'what the import file calls this person, so that it finds them')
    .addHelpText('after', WHAT_IT_DOES)
    .action(async (people: unknown, _options: unknown, command: Command) => {
      const read = given.safeParse({ people, ...command.opts() });
      if (!read.success) throw new PolsslagError('BAD_INPUT', 'The people must be as in polsslag people list.');
      const { people: keys, as } = read.data;
      if (as !== undefined && keys.length > 1) {
        throw new PolsslagError('BAD_INPUT', '--as is for one person.');
      }
      const confirmed = await withStores(context, command, ({ database }) =>
        database.prisma.$transaction(async (transaction) => {
          const count = await confirmPeople(transaction, keys, context.now());
          if (count < keys.length) {
            throw new PolsslagError(
              'NOT_FOUND',
              'Nobody was confirmed: not all of them wait for it. polsslag people list --not-confirmed shows who does.',
            );
          }
          const [key = ''] = keys;
          if (as !== undefined && !(await renamePerson(transaction, key, as))) {
            throw new PolsslagError('NOT_ALLOWED', 'Nobody was confirmed: somebody is called so already.');
          }
          return count;
        }),
      );
      printLine(context.stdout, `Confirmed: ${confirmed}. They count in every week that is not published yet.`);
    });
}
