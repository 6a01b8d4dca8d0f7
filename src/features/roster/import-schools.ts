import type { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, withRealStores } from '../../cli/context.ts';
import { describeCount, type ImportFile, importFileCommand } from '../../cli/import-file.ts';
import { inImport } from '../../database/import-transaction.ts';
import { confirmNewNames } from './new-names.ts';
import { findNewNames, writeSchools } from './school-store.ts';
import { readSchoolsFile, SCHOOL_COLUMNS } from './schools-file.ts';

export function importSchoolsCommand(context: CommandContext): Command {
  return importFileCommand(context, {
    name: 'schools',
    description: 'add schools, or bring known ones up to date; all of the file or nothing',
    columns: SCHOOL_COLUMNS,
    run: (file, command) => importSchools(context, command, file),
  }).option('--new-schools', 'schools and circles that are not known yet are meant: do not ask');
}

const options = z.object({ newSchools: z.boolean().default(false) });

async function importSchools(context: CommandContext, command: Command, file: ImportFile): Promise<string[]> {
  const { newSchools } = options.parse(command.opts());
  const rows = await readSchoolsFile(file);
  await file.refuseFaults();
  const named = { circles: rows.map(({ circle }) => circle), schools: rows.map(({ school }) => school) };
  return withRealStores(context, command, async ({ database: { prisma } }) => {
    const newNames = await findNewNames(prisma, named);
    const described = await confirmNewNames(context, newNames, newSchools || file.dryRun);
    const count = await inImport(prisma, file.dryRun, (transaction) => writeSchools(transaction, rows));
    return [`Schools: ${describeCount(count)}.`, ...described];
  });
}
