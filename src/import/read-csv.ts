import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { ReportFault } from './fault.ts';

/** One line of a file under its header: every expected column is there, trimmed, possibly ''. */
export interface CsvLine {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export type Bytes = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

const LONGEST_LINE = 100_000;
const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

/**
 * Reads comma-separated text: UTF-8 with or without a byte order mark, any line ending, cells in double quotes where
 * needed, the columns in any order. Empty lines are skipped, faulty ones reported and left out. Holds one line at a time.
 */
export async function* readCsv(
  bytes: Bytes,
  columns: readonly string[],
  report: ReportFault,
): AsyncGenerator<CsvLine, void, undefined> {
  let header: readonly string[] | null = null;
  let broken = Number.POSITIVE_INFINITY;
  const parser = openParser((line, what) => {
    if (line < broken) report(line, null, `${what}. Nothing after this line was checked.`);
    broken = Math.min(broken, line);
  });
  for await (const chunk of pipeline(Readable.from(bytes), parser, () => undefined)) {
    const { record, info } = parsed.parse(chunk);
    if (info.lines >= broken) continue;
    const cells = record.map((cell) => cell.trim().normalize('NFC'));
    const line = info.lines - newlinesIn(record);
    if (header === null) {
      header = readHeader(cells, line, columns, report);
      if (header === null) return;
    } else if (cells.some((cell) => cell !== '') && isSound(cells, header, line, report)) {
      yield { line, cells: toCells(header, cells) };
    }
  }
  if (header === null && broken === Number.POSITIVE_INFINITY) {
    report(1, null, `the file is empty; the first line must be: ${columns.join(',')}.`);
  }
}

/**
 * The parser goes on after a quote out of place, but no longer knows what is inside quotes: `onBroken` hears where
 * that began, and what comes after it is worth nothing.
 */
function openParser(onBroken: (line: number, what: string) => void) {
  let lastWhole = 0;
  return parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_LINE,
    on_record: (record, { lines }) => {
      lastWhole = lines;
      return record;
    },
    skip_records_with_error: true,
    on_skip: (error) => {
      const what =
        error?.code === 'CSV_MAX_RECORD_SIZE' ? 'is longer than a line can be' : 'has a double quote out of place';
      onBroken(lastWhole + 1, `${what}; close each quoted cell, and write a quote inside it twice`);
      return undefined;
    },
  });
}

/** A cell in quotes may hold line ends; the parser counts the line where the record stops. */
function newlinesIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

function toCells(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((column, index) => [column, cells[index] ?? '']));
}

/** The cells of the first line are not repeated in a fault: without a header they are somebody's name. */
function readHeader(cells: readonly string[], line: number, columns: readonly string[], report: ReportFault) {
  const expected = columns.join(',');
  const separator = otherSeparator(cells);
  if (separator) {
    report(line, null, `the columns are separated by ${separator}; save the file with commas, as: ${expected}.`);
    return null;
  }
  const header = cells.map((cell) => cell.toLowerCase());
  const faults = [
    ...header.flatMap((column, index) => {
      if (!columns.includes(column)) return [`column ${index + 1} has a name that is not expected here`];
      return header.indexOf(column) < index ? [`the column "${column}" stands here twice`] : [];
    }),
    ...columns.filter((column) => !header.includes(column)).map((column) => `the column "${column}" is missing`),
  ];
  for (const fault of faults) report(line, null, `${fault}; the first line must be: ${expected}.`);
  return faults.length === 0 ? header : null;
}

function otherSeparator(cells: readonly string[]): string | null {
  if (cells.length > 1) return null;
  if (cells[0]?.includes(';')) return 'semicolons';
  return cells[0]?.includes('\t') ? 'tabs' : null;
}

function isSound(cells: readonly string[], header: readonly string[], line: number, report: ReportFault): boolean {
  if (cells.length !== header.length) {
    const hint =
      cells.length > header.length ? 'put a cell that holds a comma in double quotes' : 'add what is missing';
    report(line, null, `has ${cells.length} columns where the first line has ${header.length}; ${hint}.`);
    return false;
  }
  const unreadable = header.filter((_, index) => /[\p{Cc}\uFFFD]/u.test(cells[index] ?? ''));
  for (const column of unreadable) {
    report(
      line,
      column,
      'holds characters that cannot be read; save the file as CSV in UTF-8, without line ends in a cell.',
    );
  }
  return unreadable.length === 0;
}
