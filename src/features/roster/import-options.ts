import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { systemErrorCode } from '../../cli/system-error.ts';
import { PolsslagError } from '../../errors.ts';
import type { Faults } from './file/fault.ts';

const options = z.object({
  dryRun: z.boolean().default(false),
  faults: z.string().optional(),
  newSchools: z.boolean().default(false),
  consentOnFile: z.boolean().default(false),
});

/** What an import was asked to do beside importing. */
export type ImportOptions = z.infer<typeof options>;

/** The options that every import has. */
export function withImportOptions(command: Command): Command {
  return command
    .option('--dry-run', 'check everything and say what would happen; write nothing')
    .option('--faults <file>', 'write every fault to this CSV file; without it the first twenty are shown');
}

export function withNewSchools(command: Command): Command {
  return command.option('--new-schools', 'schools and circles that are not known yet are meant: do not ask');
}

export function readImportOptions(command: Command): ImportOptions {
  return options.parse(command.opts());
}

/** @throws PolsslagError BAD_INPUT when there are faults, with the first of them; all of them are in the file of --faults */
export async function refuseFaults(faults: Faults, { faults: file }: ImportOptions): Promise<void> {
  const found = faults.all();
  if (file !== undefined && found.length > 0) {
    const rows = found.map(({ line, column, text }) => ({ line, column: column ?? '', fault: text }));
    await writeFile(file, stringify(rows, { header: true })).catch((cause: unknown) => {
      const why = systemErrorCode(cause);
      throw new PolsslagError('BAD_INPUT', `The file of --faults cannot be written: the system says ${why}.`, {
        cause,
      });
    });
  }
  faults.throwIfAny(file ?? null);
}

/** Says what came of an import, or what would have come of it. */
export function printSummary(context: CommandContext, lines: readonly string[], { dryRun }: ImportOptions): void {
  if (dryRun) printLine(context.stdout, 'Nothing was written. This is what the import would do:');
  for (const line of lines) printLine(context.stdout, line);
}
