import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { decodeText } from './decode-text.ts';
import type { ReportFault } from './fault.ts';

type Bytes = Parameters<typeof decodeText>[0];

/** One line of a file under its header: every expected column is there, as it is seen and trimmed, possibly ''. */
export interface CsvLine {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

const MAX_LINE = 100_000;
const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

/** A file, and who hears of it. */
export interface CsvSource {
  readonly bytes: Bytes;
  readonly report: ReportFault;
  /** Hears what the file is written with, when that is not commas and UTF-8: 'semicolons between the cells'. */
  readonly notice?: (what: string) => void;
}

/**
 * Reads a file of cells: with commas, semicolons or tabs between them, in UTF-8, UTF-16 or Windows-1252, any line ending,
 * cells in double quotes where needed, the columns in any order. Empty lines are skipped, faulty ones reported and left
 * out. Holds one line at a time.
 */
export async function* readCsv(
  { bytes, report, notice = () => undefined }: CsvSource,
  columns: readonly string[],
): AsyncGenerator<CsvLine, void, undefined> {
  const { whole, separation } = await openText(bytes, columns, notice);
  const widths = watchWidths(report);
  let header: readonly string[] | null = null;
  let hasRows = false;
  let broken = Number.POSITIVE_INFINITY;
  const parser = openParser(separation, (line, what) => {
    if (line < broken) report(line, null, `${what}. Nothing after this line was checked.`);
    broken = Math.min(broken, line);
  });
  for await (const chunk of pipeline(Readable.from(whole), parser, () => undefined)) {
    const { record, info } = parsed.parse(chunk);
    if (info.lines >= broken) continue;
    const cells = record.map(plainCell);
    const line = info.lines - newlinesIn(record);
    if (header === null) {
      header = readHeader(cells, line, columns, report);
      if (header === null) return;
    } else if (cells.some((cell) => cell !== '')) {
      hasRows = true;
      if (isSound(cells, header, line, report, widths)) yield { line, cells: toCells(header, cells) };
    }
  }
  widths.tellRest();
  if (!hasRows && broken === Number.POSITIVE_INFINITY) report(1, null, describeNothing(header, columns));
}

function describeNothing(header: readonly string[] | null, columns: readonly string[]): string {
  if (header === null) return `the file is empty; the first line must be: ${columns.join(',')}.`;
  return 'the file holds no rows under its first line; add them, or give another file.';
}

/**
 * The parser goes on after a quote out of place, but no longer knows what is inside quotes: `onBroken` hears where
 * that began, and what comes after it is worth nothing.
 */
function openParser({ separator, skippedLines }: Separation, onBroken: (line: number, what: string) => void) {
  let lastWhole = 0;
  return parse({
    bom: true,
    delimiter: separator,
    from_line: skippedLines + 1,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_LINE,
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

/** Not seen, or turning what stands behind it: they come along with what is copied from pages and documents. */
const UNSEEN = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
/** Spaces of other widths, and those that keep words on one line. */
const SPACES = /[\u00A0\u2000-\u200A\u202F\u3000]/g;

/** What somebody sees in a cell: two names that look the same are the same, or else a school would be there twice. */
function plainCell(cell: string): string {
  return cell.replaceAll(UNSEEN, '').replaceAll(SPACES, ' ').trim().normalize('NFC');
}

/** A cell in quotes may hold line ends; the parser counts the line where the record stops. */
function newlinesIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

function toCells(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((column, index) => [column, cells[index] ?? '']));
}

async function openText(bytes: Bytes, columns: readonly string[], notice: (what: string) => void) {
  const { head, whole } = await peek(decodeText(bytes, (encoding) => notice(`the characters of ${encoding}`)));
  const separation = findSeparator(head, columns);
  if (separation.separator === ';') notice('semicolons between the cells');
  if (separation.separator === '\t') notice('tabs between the cells');
  return { whole, separation };
}

/** Reads as far as the first lines, and gives the whole text back. */
async function peek(text: AsyncGenerator<string>): Promise<{ head: string; whole: AsyncGenerator<string> }> {
  let head = '';
  while (!/\S[^\n\r]*[\n\r]/.test(head) && head.length < MAX_LINE) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  async function* whole(): AsyncGenerator<string> {
    if (head !== '') yield head;
    yield* text;
  }
  return { head, whole: whole() };
}

/** The cells of the first line are not repeated in a fault: without a header they are somebody's name. */
function readHeader(given: readonly string[], line: number, columns: readonly string[], report: ReportFault) {
  const header = given.slice(0, lengthWithoutEmptyEnd(given)).map((cell) => cell.toLowerCase());
  const missing = columns.filter((column) => !header.includes(column)).map((column) => `"${column}"`);
  const faults = [
    ...header.flatMap((column, index) => {
      if (!columns.includes(column)) return [`column ${index + 1} has a name that is not expected here`];
      return header.indexOf(column) < index ? [`the column "${column}" stands here twice`] : [];
    }),
    ...(missing.length === 0
      ? []
      : [
          `the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
        ]),
  ];
  if (faults.length > 0) report(line, null, `${faults.join('; ')}; the first line must be: ${columns.join(',')}.`);
  return faults.length === 0 ? header : null;
}

/** Spreadsheets write empty columns after the last one that was ever used. */
function lengthWithoutEmptyEnd(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

/** Tells the first line of a wrong width, and at the end how many more there are: a lost column is one fault, not one a line. */
function watchWidths(report: ReportFault) {
  const found = new Map<string, { first: number; text: string; lines: number }>();
  return {
    tell(line: number, text: string): void {
      const known = found.get(text);
      if (known) known.lines += 1;
      else found.set(text, { first: line, text, lines: 1 });
    },
    tellRest(): void {
      for (const { first, text, lines } of found.values()) {
        report(
          first,
          null,
          lines === 1 ? text : `${text.slice(0, -1)}. So it is in ${lines - 1} more line${lines === 2 ? '' : 's'}.`,
        );
      }
    },
  };
}

/** 'Ã©' for 'é': the text was written in UTF-8 and read in Windows-1252 once before it came to us. */
const GARBLED = /[ÃÂ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

function isSound(
  cells: readonly string[],
  header: readonly string[],
  line: number,
  report: ReportFault,
  widths: ReturnType<typeof watchWidths>,
): boolean {
  const width = Math.max(header.length, lengthWithoutEmptyEnd(cells));
  if (width !== header.length || cells.length < header.length) {
    const count = Math.min(cells.length, width);
    const hint = count > header.length ? 'put a cell that holds a comma in double quotes' : 'add what is missing';
    widths.tell(line, `has ${count} columns where the first line has ${header.length}; ${hint}.`);
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
  const garbled = header.filter((_, index) => GARBLED.test(cells[index] ?? ''));
  for (const column of garbled) {
    report(
      line,
      column,
      'holds garbled characters (as "Ã©" in place of "é"); take it from its source again, in UTF-8.',
    );
  }
  return unreadable.length + garbled.length === 0;
}

interface Separation {
  readonly separator: ',' | ';' | '\t';
  /** Lines before the header: Excel's own 'sep=;' is one. */
  readonly skippedLines: number;
}

const SEPARATORS = [',', ';', '\t'] as const;

/**
 * What stands between the cells of a file: what its header says, or else the most frequent of the three in its first line.
 * @param head the beginning of the file, with its first lines
 */
function findSeparator(head: string, columns: readonly string[]): Separation {
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
