import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PolsslagError } from '../errors.ts';
import { systemErrorCode } from './system-error.ts';

export interface ImportSource {
  readonly bytes: AsyncIterable<Uint8Array>;
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
  return { bytes: bytes(), hash: () => hash.digest('hex') };
}

function reason(cause: unknown): string {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'you may not read it' : `the system says ${code}`;
}
