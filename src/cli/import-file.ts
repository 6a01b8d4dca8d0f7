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
  /** The progress text on a terminal; left out for no progress. */
  readonly doing?: string;
  /**
   * Reads the file and stores its content: all of it or nothing, and nothing in a dry run.
   * @returns the result, a line each
   */
  readonly run: (file: ImportFile, command: Command) => Promise<readonly string[]>;
}

/** The file given to an import. */
export interface ImportFile extends CsvSource {
  readonly dryRun: boolean;
  readonly progress: Progress;
  /** The SHA-256 of the file in hexadecimal. Call it after the whole file was read. */
  hash(): string;
  /**
   * Call it after the whole file was read: prints how the file was read, and ends the import when there are faults.
   * @param faults faults found by a later check; by default those reported while reading this file
   * @throws PolsslagError BAD_INPUT with the first faults; the file of --faults has all of them
   */
  refuseFaults(faults?: Faults): Promise<void>;
}

const options = z.object({ dryRun: z.boolean().default(false), faults: z.string().optional() });

/** Makes the command for an import of a CSV file, with the options that every import has. */
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

/** Describes counts: '3 new, 1 changed, 19 unchanged'. A count of zero changes is left out. */
export function describeCount(count: { added: number; changed?: number; unchanged: number }): string {
  const changed = count.changed ? [`${count.changed} changed`] : [];
  return [`${count.added} new`, ...changed, `${count.unchanged} unchanged`].join(', ');
}

/** Opens the file; reading throws PolsslagError BAD_INPUT when it cannot be read. */
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
      // Lets the operator see whether the file was read as it was meant.
      if (format.length > 0) printLine(stderr, `The file was read with ${format.splice(0).join(' and ')}.`);
      const why = faultsFile === undefined ? null : await writeFaults(faults, faultsFile);
      // The faults of the import are reported even when the file of --faults cannot be written.
      if (why !== null) printLine(stderr, why);
      faults.throwIfAny(why === null ? (faultsFile ?? null) : null);
    },
  };
}

/** @returns why the file could not be written, or null */
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
