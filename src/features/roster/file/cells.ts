import { z } from 'zod';
import type { ReportFault } from './fault.ts';
import type { CsvLine } from './read-csv.ts';

const LONGEST_NAME = 200;

/** A name or key that must be there. */
export const requiredText = z
  .string()
  .min(1, 'is empty; fill it in.')
  .max(LONGEST_NAME, `is too long; use at most ${LONGEST_NAME} characters.`);

/** A name that may be left out: null when empty. */
export const optionalText = z
  .string()
  .max(LONGEST_NAME, `is too long; use at most ${LONGEST_NAME} characters.`)
  .transform((text) => (text === '' ? null : text));

/** One of a few words, in any case. */
export function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, { error: `must be ${inWords(words)}.` }));
}

/** An IANA name that this system's calendar knows ('Europe/Amsterdam'). */
export const timezone = z.string().refine(isTimezone, 'is not a known time zone; write it as Europe/Amsterdam.');

/**
 * Checks one line against its schema and reports each fault under its column.
 * @returns null when there was a fault
 */
export function readRow<Row>(schema: z.ZodType<Row>, { line, cells }: CsvLine, report: ReportFault): Row | null {
  const result = schema.safeParse(cells);
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(line, issue.path.join('.') || null, issue.message);
  return null;
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const knownTimezones = new Map<string, boolean>();

function isTimezone(name: string): boolean {
  const known = knownTimezones.get(name);
  if (known !== undefined) return known;
  const answer = /^[A-Za-z]/.test(name) && canFormatIn(name);
  knownTimezones.set(name, answer);
  return answer;
}

function canFormatIn(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
