import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { decodeText } from './decode-text.ts';
import type { ReportFault } from './fault.ts';

type Bytes = Parameters<typeof decodeText>[0];

/** One line below the header. Every expected column is present, cleaned and trimmed, possibly ''. */
export interface CsvLine {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

const MAX_LINE = 100_000;
const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

/** A file and the callbacks that are told about it. */
export interface CsvSource {
  readonly bytes: Bytes;
  readonly report: ReportFault;
  /** Called when the file does not use commas and UTF-8: 'semicolons between the cells'. */
  readonly notice?: (what: string) => void;
}

/**
 * Reads a CSV file: separated by commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, with any line endings,
 * quoted cells and any order of columns. Empty lines are skipped; faulty ones are reported and left out. Only one line
 * is in memory at a time.
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
 * After a misplaced quote the parser goes on, but no longer knows what is inside quotes: `onBroken` is told where that
 * began, and everything after it must be ignored.
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

/**
 * Invisible characters, and those that change the direction of the text after them; they come along when text is copied
 * from pages and documents.
 */
const INVISIBLE = String.raw`\p{Default_Ignorable_Code_Point}`;
/** Scripts whose letters a joiner gives another shape. */
const SHAPED = [
  ...['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada'],
  ...['Malayalam', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
].map((script) => String.raw`\p{Script=${script}}`);
const IN_LETTERS = String.raw`[${SHAPED.join('')}][\u200C\u200D](?=[${SHAPED.join('')}])`;
const PICTURE = String.raw`\p{Extended_Pictographic}`;
const IN_PICTURES = String.raw`${PICTURE}\uFE0F|(?:${PICTURE}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=${PICTURE})`;
/** Joiners that change what is seen stay: without them a name in such a script, or a picture in it, is another one. */
const UNSEEN = new RegExp(`${INVISIBLE}(?<!${IN_LETTERS}|${IN_PICTURES})`, 'gu');
/** Spaces of other widths, and non-breaking ones. */
const SPACES = /[\u00A0\u2000-\u200A\u202F\u2800\u3000]/g;

/** A cell as somebody sees it. Two names that look the same must be the same, or a school would be added twice. */
export function plainCell(cell: string): string {
  return cell.replaceAll(UNSEEN, '').replaceAll(SPACES, ' ').trim().normalize('NFC');
}

/** Quoted cells may hold line breaks, and the parser reports the line on which a record ends. */
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

/** Reads ahead to the first lines, and gives the whole text back. */
async function peek(text: AsyncGenerator<string>): Promise<{ head: string; whole: AsyncGenerator<string> }> {
  let head = '';
  while (!/[\n\r]/.test(head.trimStart()) && head.length < MAX_LINE) {
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

/** Faults never quote the cells of the first line: in a file without a header they are somebody's data. */
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

/** Spreadsheets write empty columns up to the last one that was ever used. */
function lengthWithoutEmptyEnd(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

/**
 * Reports the first line of each wrong width, and at the end how many more there are, so that a lost column is one
 * fault and not one for each line.
 */
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

/** 'Ã©' for 'é': text in UTF-8 that was once read as Windows-1252 before we got it. */
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
  /** Lines before the header, such as Excel's own 'sep=;'. */
  readonly skippedLines: number;
}

const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Finds the separator: the declared one, or else the one that gives the most known columns in the first line.
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
