import { Command } from 'commander';
import { carriedText } from '../../chat/incoming-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { peopleListCommand } from './people-list.ts';
import { removePerson } from './remove-person-store.ts';

export function peopleCommand(context: CommandContext): Command {
  return new Command('people')
    .description('the people who take part')
    .addCommand(peopleListCommand(context))
    .addCommand(peopleRemoveCommand(context));
}

function peopleRemoveCommand(context: CommandContext): Command {
  return new Command('remove')
    .description('delete a person with all their answers and messages; published weeks stay as they are')
    .argument('<person>', 'as in the column "person" of the imported file')
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const person = carriedText.safeParse(given);
      if (!person.success)
        throw new PolsslagError('BAD_INPUT', 'The person must be as in the column "person" of the imported file.');
      await withStores(context, command, ({ database }) => removePerson(database, person.data));
      printLine(
        context.stdout,
        'The person is removed with all that was stored. Take them out of the import file too.',
      );
    });
}
