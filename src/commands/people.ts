import { Command } from 'commander';
import { z } from 'zod';
import { removePerson } from '../database/remove-person.ts';
import { type CommandContext, printLine, withStores } from './context.ts';

export function peopleCommand(context: CommandContext): Command {
  return new Command('people').description('the people who take part').addCommand(peopleRemoveCommand(context));
}

function peopleRemoveCommand(context: CommandContext): Command {
  return new Command('remove')
    .description('delete a person with all their answers and messages; published weeks stay as they are')
    .argument('<person>', 'as in the column "person" of the imported file')
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const person = z.string().parse(given);
      await withStores(context, command, ({ database }) => removePerson(database, person));
      printLine(
        context.stdout,
        'The person is removed with all that was stored. Take them out of the import file too.',
      );
    });
}
