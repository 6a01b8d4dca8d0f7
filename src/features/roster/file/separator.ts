export interface Separation {
  readonly separator: ',' | ';' | '\t';
  /** Lines before the header: Excel's own 'sep=;' is one. */
  readonly skippedLines: number;
}

const SEPARATORS = [',', ';', '\t'] as const;

/**
 * What stands between the cells of a file: what its header says, or else the most frequent of the three in its first line.
 * @param head the beginning of the file, with its first lines
 */
export function findSeparator(head: string, columns: readonly string[]): Separation {
  const lines = head.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const declared = /^"?sep=([,;\t])"?$/i.exec(lines[0]?.trim() ?? '')?.[1];
  const named = SEPARATORS.find((separator) => separator === declared);
  if (named !== undefined) return { separator: named, skippedLines: 1 };
  const header = lines.find((line) => line.trim() !== '') ?? '';
  return { separator: best(header, columns), skippedLines: 0 };
}

function best(header: string, columns: readonly string[]): Separation['separator'] {
  const cellsOf = (separator: string) => header.split(separator).map((cell) => cell.replaceAll('"', '').trim());
  const score = (separator: string) => {
    const cells = cellsOf(separator);
    return cells.filter((cell) => columns.includes(cell.toLowerCase())).length * 1_000 + cells.length;
  };
  return SEPARATORS.reduce((found, separator) => (score(separator) > score(found) ? separator : found));
}
