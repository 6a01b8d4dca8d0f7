import { z } from 'zod';

/** The codes of errors that a person or an operator must act on. The command line maps them to exit codes. */
type PolsslagErrorCode =
  | 'BAD_CONFIGURATION'
  | 'BAD_INPUT'
  | 'NOT_FOUND'
  | 'NOT_ALLOWED'
  | 'UNAVAILABLE'
  | 'WEEK_NOT_OVER';

/**
 * An error whose message may be shown to a person unchanged: one plain sentence for each fault, never with a name, an
 * answer, a text or a token in it.
 */
export class PolsslagError extends Error {
  override readonly name = 'PolsslagError';
  readonly code: PolsslagErrorCode;
  /** Every fault found, in the order of the input. With one fault only, it is the message. */
  readonly faults: readonly string[];

  constructor(code: PolsslagErrorCode, faults: string | readonly string[], options?: { cause?: unknown }) {
    const list = typeof faults === 'string' ? [faults] : faults;
    super(list.join('\n'), options);
    this.code = code;
    this.faults = list;
  }
}

const withCode = z.object({ code: z.string() });

/** The code of an error of the operating system ('ENOENT'), or null. */
export function systemErrorCode(error: unknown): string | null {
  return withCode.safeParse(error).data?.code ?? null;
}

/** Why a file cannot be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'you may not read it' : `the system says ${code}`;
}

const UNWRITABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EEXIST: 'it is a file',
  ENOTDIR: 'a file lies in its way',
  EISDIR: 'it is a folder',
  EACCES: 'you may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'the disk is full',
  EMFILE: 'this process has too many files open',
};

/** Why a file or folder cannot be written, as the end of a sentence. */
export function whyUnwritable(error: unknown): string {
  const code = systemErrorCode(error) ?? '';
  return UNWRITABLE[code] ?? `the system says ${code}`;
}
