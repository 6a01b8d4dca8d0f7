import { z } from 'zod';
import { weekOf } from '../../../measurement/iso-week.ts';
import { readAnsweredAt } from './answered-at.ts';
import { readRow, requiredText } from './cells.ts';
import type { Bytes } from './decode-text.ts';
import type { ReportFault } from './fault.ts';
import { type NoticeFormat, readCsv } from './read-csv.ts';

export const ANSWER_COLUMNS = ['person', 'item', 'value', 'answered_at'] as const;

export interface AnswerRow {
  readonly line: number;
  readonly person: string;
  /** A code of the instrument. */
  readonly item: string;
  /** 0 to 6. */
  readonly value: number;
  readonly answeredAt: Date;
  /** The ISO week that it falls in, in Europe/Amsterdam. */
  readonly week: string;
}

const HOUR_MS = 3_600_000;

/**
 * Reads `import answers`' file line by line, so that a million of them need no more memory than one.
 * @param items the codes of the instrument
 */
export async function* readAnswersFile(
  bytes: Bytes,
  { items, now, report, notice }: { items: readonly string[]; now: Date; report: ReportFault; notice?: NoticeFormat },
): AsyncGenerator<AnswerRow, void, undefined> {
  const schema = answerRow(new Set(items), now);
  const week = weekByHour();
  for await (const csvLine of readCsv(bytes, ANSWER_COLUMNS, report, notice)) {
    const row = readRow(schema, csvLine, report);
    if (!row) continue;
    const { person, item, value, answered_at: answeredAt } = row;
    yield { line: csvLine.line, person, item, value, answeredAt, week: week(answeredAt) };
  }
}

function answerRow(items: ReadonlySet<string>, now: Date) {
  return z.object({
    person: requiredText,
    item: z
      .string()
      .refine((code) => items.has(code), `is not a code of the instrument; use ${[...items].join(', ')}.`),
    value: z
      .string()
      .regex(/^[0-6]$/, 'must be a whole number from 0 to 6.')
      .transform(Number),
    answered_at: z.string().transform((text, context) => {
      const at = readAnsweredAt(text, now);
      if (at instanceof Date) return at;
      context.addIssue({ code: 'custom', message: at });
      return z.NEVER;
    }),
  });
}

/** Weeks begin on a whole hour everywhere we count them, so an hour has one week: a large file asks few times. */
function weekByHour(): (at: Date) => string {
  const weeks = new Map<number, string>();
  return (at) => {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    const known = weeks.get(hour);
    if (known !== undefined) return known;
    const week = weekOf(at, 'Europe/Amsterdam');
    weeks.set(hour, week);
    return week;
  };
}
