import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { gatherFaults } from '../csv/fault.ts';
import type { CsvSource } from '../csv/read-csv.ts';
import { PolsslagError, whyUnreadable, whyUnwritable } from '../errors.ts';
import { type CommandContext, printLine } from './context.ts';
import { startProgress } from './progress.ts';

type Faults = ReturnType<typeof gatherFaults>;

type Progress = ReturnType<typeof startProgress>;

/** `polsslag import NAME FILE`. */
interface Import {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** What a terminal shows while it goes on; nothing when left out. */
  readonly doing?: string;
  /**
   * Reads the file and stores what is in it: all of it or nothing, and nothing in a dry run.
   * @returns what came of it, a line each
   */
  readonly run: (file: ImportFile, command: Command) => Promise<readonly string[]>;
}

/** The file that an import was given. */
export interface ImportFile extends CsvSource {
  readonly dryRun: boolean;
  readonly progress: Progress;
  /** SHA-256 of what was read, in hexadecimal; call it when all of it was. */
  hash(): string;
  /**
   * When all of it was read: tells with what it is written, and ends the import when there are faults.
   * @param faults of a later look at it; those reported to this file unless given
   * @throws PolsslagError BAD_INPUT with the first of them; all of them are in the file of --faults
   */
  refuseFaults(faults?: Faults): Promise<void>;
}

const options = z.object({ dryRun: z.boolean().default(false), faults: z.string().optional() });

/** An import of a file of cells, with the options that every import has. */
export function importFileCommand(
  context: CommandContext,
  { name, description, columns, doing, run }: Import,
): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', `CSV, with the columns ${columns.join(',')}`)
    .option('--dry-run', 'check everything and say what would happen; write nothing')
    .option('--faults <file>', 'write every fault to this CSV file; without it the first twenty are shown')
    .action(async (path: string, _options: unknown, command: Command) => {
      const { dryRun, faults } = options.parse(command.opts());
      const progress = doing === undefined ? SILENT : startProgress(context.stderr, doing);
      try {
        const lines = await run({ ...openImportFile(context, path, faults), dryRun, progress }, command);
        progress.stop();
        if (dryRun) printLine(context.stdout, 'Nothing was written. This is what the import would do:');
        for (const line of lines) printLine(context.stdout, line);
      } finally {
        progress.stop();
      }
    });
}

const SILENT: Progress = { say: () => undefined, stop: () => undefined };

/** '3 new, 1 changed, 19 unchanged'; what did not happen is left out, except that nothing was new. */
export function describeCount(count: { added: number; changed?: number; unchanged: number }): string {
  const changed = count.changed ? [`${count.changed} changed`] : [];
  return [`${count.added} new`, ...changed, `${count.unchanged} unchanged`].join(', ');
}

/** What cannot be read ends in PolsslagError BAD_INPUT. */
function openImportFile({ stderr }: CommandContext, path: string, faultsFile: string | undefined) {
  const hash = createHash('sha256');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of createReadStream(path)) {
        hash.update(chunk);
        yield chunk;
      }
    } catch (cause) {
      throw new PolsslagError('BAD_INPUT', `The file ${path} cannot be read: ${whyUnreadable(cause)}.`, { cause });
    }
  }
  const own = gatherFaults();
  const format: string[] = [];
  return {
    bytes: bytes(),
    report: own.report,
    notice: (what: string) => void format.push(what),
    hash: () => hash.digest('hex'),
    refuseFaults: async (faults: Faults = own) => {
      // For the operator to see whether it was read as it was meant.
      if (format.length > 0) printLine(stderr, `The file was read with ${format.splice(0).join(' and ')}.`);
      const why = faultsFile === undefined ? null : await writeFaults(faults, faultsFile);
      // What is wrong with the file of cells is told all the same.
      if (why !== null) printLine(stderr, why);
      faults.throwIfAny(why === null ? (faultsFile ?? null) : null);
    },
  };
}

/** @returns why it was not possible, or null */
async function writeFaults(faults: Faults, file: string): Promise<string | null> {
  const rows = faults.all().map(({ line, column, text }) => ({ line, column: column ?? '', fault: text }));
  if (rows.length === 0) return null;
  try {
    await writeFile(file, stringify(rows, { header: true }));
    return null;
  } catch (error) {
    return `The file of --faults, ${file}, cannot be written: ${whyUnwritable(error)}.`;
  }
}
