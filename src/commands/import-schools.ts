import { Command } from 'commander';
import { inImport } from '../database/import-transaction.ts';
import { writeSchools } from '../database/school-store.ts';
import { gatherFaults } from '../import/fault.ts';
import { readSchoolsFile, SCHOOL_COLUMNS } from '../import/schools-file.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { openImportSource } from './import-source.ts';
import { describeCount } from './import-summary.ts';

export function importSchoolsCommand(context: CommandContext): Command {
  return new Command('schools')
    .description('add schools, or bring known ones up to date; all of the file or nothing')
    .argument('<file>', `comma-separated, with the columns ${SCHOOL_COLUMNS.join(',')}`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const faults = gatherFaults();
      const schools = await readSchoolsFile(openImportSource(file).bytes, faults.report);
      faults.throwIfAny();
      const count = await withStores(context, command, ({ database }) =>
        inImport(database.prisma, (transaction) => writeSchools(transaction, schools)),
      );
      printLine(context.stdout, `Schools: ${describeCount(count)}.`);
    });
}
