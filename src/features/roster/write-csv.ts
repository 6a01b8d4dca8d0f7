import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Lines a write: enough to be fast, few enough to stay small in memory. */
const BATCH = 1_000;

/**
 * Writes a comma-separated file with its header, a batch of rows at a time, over what was there.
 * @param rows cells without commas, quotes and line ends, as everything here is that is written to a file
 * @param onRows hears how many rows were written so far
 * @throws the system's error when the file cannot be written
 */
export async function writeCsv<Column extends string>(
  file: string,
  columns: readonly Column[],
  rows: Iterable<Readonly<Record<Column, string>>>,
  onRows: (count: number) => void = () => undefined,
): Promise<number> {
  let count = 0;
  function* batches(): Generator<string> {
    let lines = [columns.join(',')];
    for (const row of rows) {
      lines.push(columns.map((column) => row[column]).join(','));
      count += 1;
      if (lines.length < BATCH) continue;
      yield `${lines.join('\n')}\n`;
      lines = [];
      onRows(count);
    }
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
  await pipeline(Readable.from(batches()), createWriteStream(file));
  return count;
}
