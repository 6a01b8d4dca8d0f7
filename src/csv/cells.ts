import { z } from 'zod';
import type { ReportFault } from './fault.ts';
import { type CsvLine, type CsvSource, readCsv } from './read-csv.ts';

const MAX_NAME_LENGTH = 200;

/** A required name or key. */
export const requiredText = z
  .string()
  .min(1, 'is empty; fill it in.')
  .max(MAX_NAME_LENGTH, `is too long; use at most ${MAX_NAME_LENGTH} characters.`);

/** An optional name: null when empty. */
export const optionalText = z
  .string()
  .max(MAX_NAME_LENGTH, `is too long; use at most ${MAX_NAME_LENGTH} characters.`)
  .transform((text) => (text === '' ? null : text));

/** One of these words, in upper or lower case. With '' among them the cell may be empty. */
export function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, { error: `must be ${listWords(words)}.` }));
}

/**
 * Reads a file whose lines are checked one by one; a line with a fault is reported and left out.
 * @param schema for the cells of a line, by column
 */
export async function* readRows<Row extends object>(
  source: CsvSource,
  columns: readonly string[],
  schema: z.ZodType<Row>,
): AsyncGenerator<Row & { readonly line: number }, void, undefined> {
  for await (const csvLine of readCsv(source, columns)) {
    const row = readRow(schema, csvLine, source.report);
    if (row) yield { ...row, line: csvLine.line };
  }
}

/** Checks one line against its schema and reports each fault with its column. */
export function readRow<Row>(schema: z.ZodType<Row>, { line, cells }: CsvLine, report: ReportFault): Row | null {
  const result = schema.safeParse(cells);
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(line, issue.path.join('.') || null, issue.message);
  return null;
}

function listWords(words: readonly string[]): string {
  const named = words.filter((word) => word !== '');
  const list = `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
  return named.length === words.length ? list : `${list}, or empty`;
}
