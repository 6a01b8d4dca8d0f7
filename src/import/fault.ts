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
export interface Faults {
  readonly report: ReportFault;
  /** @throws PolsslagError BAD_INPUT with every fault, by line, when there is one */
  readonly throwIfAny: () => void;
}

export function gatherFaults(): Faults {
  const found: Fault[] = [];
  return {
    report: (line, column, text) => {
      found.push({ line, column, text });
    },
    throwIfAny: () => {
      if (found.length === 0) return;
      const byLine = found.toSorted((a, b) => a.line - b.line);
      throw new PolsslagError('BAD_INPUT', byLine.map(describeFault));
    },
  };
}

function describeFault({ line, column, text }: Fault): string {
  return column === null ? `Line ${line}: ${text}` : `Line ${line}, column ${column}: ${text}`;
}
