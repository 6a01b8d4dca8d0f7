import { Command } from 'commander';
import type { CommandContext } from '../../cli/context.ts';
import { importAnswersCommand } from './import-answers.ts';
import { importPeopleCommand } from './import-people.ts';
import { importSchoolsCommand } from './import-schools.ts';

export function importCommand(context: CommandContext): Command {
  return new Command('import')
    .description('bring in schools, people or answers from a CSV file')
    .addCommand(importSchoolsCommand(context))
    .addCommand(importPeopleCommand(context))
    .addCommand(importAnswersCommand(context));
}
