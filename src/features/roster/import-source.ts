import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { systemErrorCode } from '../../cli/system-error.ts';
import { PolsslagError } from '../../errors.ts';

export interface ImportSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Hears what the file is written with, when that is not commas and UTF-8. */
  readonly notice: (what: string) => void;
  /** One line about it, for the operator to see whether it was read as it was meant; null when there is nothing to say. */
  describeFormat(): string | null;
  /** SHA-256 of what was read, in hexadecimal; call it when all of it was. */
  hash(): string;
}

/** Reads a file piece by piece; PolsslagError BAD_INPUT when it cannot be read. */
export function openImportSource(file: string): ImportSource {
  const hash = createHash('sha256');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of createReadStream(file)) {
        hash.update(chunk);
        yield chunk;
      }
    } catch (cause) {
      throw new PolsslagError('BAD_INPUT', `The file ${file} cannot be read: ${reason(cause)}.`, { cause });
    }
  }
  const format: string[] = [];
  return {
    bytes: bytes(),
    notice: (what) => format.push(what),
    describeFormat: () => (format.length === 0 ? null : `The file was read with ${format.join(' and ')}.`),
    hash: () => hash.digest('hex'),
  };
}

function reason(cause: unknown): string {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'you may not read it' : `the system says ${code}`;
}

/** Says how a file was read, when that is worth a word. */
export function tellFormat({ stderr }: CommandContext, source: ImportSource): void {
  const format = source.describeFormat();
  if (format !== null) printLine(stderr, format);
}
