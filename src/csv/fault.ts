import { PolsslagError } from '../errors.ts';

/** Something wrong in a file. `text` never quotes a cell: a file may hold names and answers. */
interface Fault {
  /** Counted from 1, as an editor does. */
  readonly line: number;
  readonly column: string | null;
  /** What is wrong and what to do, as the rest of a sentence. */
  readonly text: string;
}

export type ReportFault = (line: number, column: string | null, text: string) => void;

/** Gathers the faults of one file. */
interface Faults {
  readonly report: ReportFault;
  /** By line. */
  readonly all: () => readonly Fault[];
  /**
   * @param file where all of them were written to
   * @throws PolsslagError BAD_INPUT with the first twenty faults and how many more there are, when there is one
   */
  readonly throwIfAny: (file?: string | null) => void;
}

/** More than these nobody reads on a terminal. */
const MAX_SHOWN = 20;

/** For one file; keeps all of them until it is asked. */
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
