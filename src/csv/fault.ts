import { PolsslagError } from '../errors.ts';

/** A fault in a file. `text` never quotes a cell, because a file may hold names and answers. */
interface Fault {
  /** Counted from 1, as editors do. */
  readonly line: number;
  readonly column: string | null;
  /** What is wrong and what to do, as the end of a sentence. */
  readonly text: string;
}

export type ReportFault = (line: number, column: string | null, text: string) => void;

/** Collects the faults of one file. */
interface Faults {
  readonly report: ReportFault;
  /** By line. */
  readonly all: () => readonly Fault[];
  /**
   * @param file the file to which all faults were written
   * @throws PolsslagError BAD_INPUT with the first twenty faults and the number of others, when there is any
   */
  readonly throwIfAny: (file?: string | null) => void;
}

/** Nobody reads more than this on a terminal. */
const MAX_SHOWN = 20;

/** Makes a collector for the faults of one file. */
export function gatherFaults(): Faults {
  const found: Fault[] = [];
  const all = () => found.toSorted((a, b) => a.line - b.line);
  return {
    all,
    report: (line, column, text) => {
      found.push({ line, column, text });
    },
    throwIfAny: (file = null) => {
      if (found.length === 0) return;
      const more = (found.length - MAX_SHOWN).toLocaleString('en');
      const where =
        file === null ? 'give --faults FILE to have all of them written there' : `all of them are in ${file}`;
      throw new PolsslagError('BAD_INPUT', [
        ...all().slice(0, MAX_SHOWN).map(describeFault),
        ...(found.length > MAX_SHOWN ? [`… and ${more} more: ${where}.`] : []),
      ]);
    },
  };
}

function describeFault({ line, column, text }: Fault): string {
  return column === null ? `Line ${line}: ${text}` : `Line ${line}, column ${column}: ${text}`;
}
