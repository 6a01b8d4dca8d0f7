import type { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, withRealStores } from '../../cli/context.ts';
import { describeCount, type ImportFile, importFileCommand } from '../../cli/import-file.ts';
import { inImport } from '../../database/import-transaction.ts';
import { confirmNewNames, confirmRenamings } from './new-names.ts';
import { readSchoolsFile, SCHOOL_COLUMNS } from './schools-file.ts';
import { findNewNames, findRenamings, renameCircles, writeSchools } from './schools-store.ts';

/** `polsslag import schools`. */
export function importSchoolsCommand(context: CommandContext): Command {
  return importFileCommand(context, {
    name: 'schools',
    description: 'add schools, or update known ones; all of the file or nothing',
    columns: SCHOOL_COLUMNS,
    run: (file, command) => importSchools(context, command, file),
  })
    .option('--new-schools', 'new schools and circles are correct: do not ask')
    .option('--rename-circles', 'a circle with a new name and all schools of a known one is that circle: do not ask');
}

const options = z.object({ newSchools: z.boolean().default(false), renameCircles: z.boolean().default(false) });

async function importSchools(context: CommandContext, command: Command, file: ImportFile): Promise<string[]> {
  const chosen = options.parse(command.opts());
  const { newSchools } = chosen;
  const rows = await readSchoolsFile(file);
  await file.refuseFaults();
  const named = { circles: rows.map(({ circle }) => circle), schools: rows.map(({ school }) => school) };
  return withRealStores(context, command, async ({ database: { prisma } }) => {
    const names = await findNewNames(prisma, named);
    const agreed = areRenamed(chosen, file.dryRun);
    const renamings = await confirmRenamings(context, await findRenamings(prisma, rows), { agreed, names });
    const renamed = new Set(renamings.map(({ to }) => to));
    const newNames = names.filter(({ kind, name }) => kind === 'school' || !renamed.has(name));
    const described = await confirmNewNames(context, newNames, newSchools || file.dryRun);
    const count = await inImport(prisma, file.dryRun, async (transaction) => {
      await renameCircles(transaction, renamings);
      return writeSchools(transaction, rows);
    });
    const lines = renamings.map(({ from, to }) => `The circle "${from}" is called "${to}" from now on.`);
    return [`Schools: ${describeCount(count)}.`, ...lines, ...described];
  });
}

/**
 * Whether circles were renamed, as far as the options say; null when the operator has to be asked. A dry run asks
 * nothing.
 */
function areRenamed({ newSchools, renameCircles }: z.infer<typeof options>, dryRun: boolean): boolean | null {
  if (renameCircles || newSchools) return renameCircles;
  return dryRun ? true : null;
}
