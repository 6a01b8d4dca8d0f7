import { Command } from 'commander';
import { type CommandContext, withStores } from '../../cli/context.ts';
import { confirmNewNames, describeNewNames } from './confirm-new-names.ts';
import { gatherFaults } from './file/fault.ts';
import { readSchoolsFile, SCHOOL_COLUMNS } from './file/schools-file.ts';
import {
  type ImportOptions,
  printSummary,
  readImportOptions,
  refuseFaults,
  withImportOptions,
  withNewSchools,
} from './import-options.ts';
import { openImportSource, tellFormat } from './import-source.ts';
import { describeCount } from './import-summary.ts';
import { inImport } from './import-transaction-store.ts';
import { findNewNames } from './new-name-store.ts';
import { writeSchools } from './school-store.ts';

export function importSchoolsCommand(context: CommandContext): Command {
  return withNewSchools(withImportOptions(new Command('schools')))
    .description('add schools, or bring known ones up to date; all of the file or nothing')
    .argument('<file>', `CSV, with the columns ${SCHOOL_COLUMNS.join(',')}`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = readImportOptions(command);
      printSummary(context, await importSchools(context, command, file, options), options);
    });
}

async function importSchools(
  context: CommandContext,
  command: Command,
  file: string,
  options: ImportOptions,
): Promise<string[]> {
  const faults = gatherFaults();
  const source = openImportSource(file);
  const rows = await readSchoolsFile(source.bytes, faults.report, source.notice);
  tellFormat(context, source);
  await refuseFaults(faults, options);
  const named = { circles: rows.map(({ circle }) => circle), schools: rows.map(({ school }) => school) };
  return withStores(context, command, async ({ database: { prisma } }) => {
    const newNames = await findNewNames(prisma, named);
    await confirmNewNames(context, newNames, options.newSchools || options.dryRun);
    const count = await inImport(prisma, options.dryRun, (transaction) => writeSchools(transaction, rows));
    return [`Schools: ${describeCount(count)}.`, ...describeNewNames(newNames)];
  });
}
