import { TZDate } from '@date-fns/tz';
import { z } from 'zod';
import { dayAt } from '../../calendar/day.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { readRows, requiredText } from '../../csv/cells.ts';
import type { CsvSource } from '../../csv/read-csv.ts';
import { weekOf } from '../../measurement/iso-week.ts';

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
 * Reads the file of `import answers` row by row, so that a million rows take no more memory than one.
 * @param items the codes of the instrument
 */
export async function* readAnswersFile(
  source: CsvSource,
  { items, now }: { items: readonly string[]; now: Date },
): AsyncGenerator<AnswerRow, void, undefined> {
  const week = weekByHour();
  for await (const row of readRows(source, ANSWER_COLUMNS, answerRow(new Set(items), now))) {
    const { answered_at: answeredAt, ...rest } = row;
    yield { ...rest, answeredAt, week: week(answeredAt) };
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

/**
 * Caches the week of each hour, because weeks begin on a whole hour in every timezone: a large file needs few
 * calculations.
 */
function weekByHour(): (at: Date) => string {
  const weeks = new Map<number, string>();
  return (at) => {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    const known = weeks.get(hour);
    if (known !== undefined) return known;
    const week = weekOf(at, DUTCH_TIMEZONE);
    weeks.set(hour, week);
    return week;
  };
}

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);
const day = z.iso.date();

/**
 * Reads `answered_at`: ISO 8601 with its zone ('2026-11-17T15:42:00+01:00'), or a date, which means noon in
 * Europe/Amsterdam. Fractions finer than milliseconds are cut off.
 * @returns the moment, or what is wrong with it
 */
function readAnsweredAt(text: string, now: Date): Date | string {
  const isDay = day.safeParse(text).success;
  if (!isDay && !moment.safeParse(text).success) {
    return 'must be a date (2026-11-17) or a date and time with its zone (2026-11-17T15:42:00+01:00).';
  }
  if (isDay) return text > dayAt(now, DUTCH_TIMEZONE) ? 'is in the future.' : noonOf(text);
  const at = new Date(text);
  return at > now ? 'is in the future.' : at;
}

function noonOf(date: string): Date {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, dayOfMonth, 12, DUTCH_TIMEZONE).getTime());
}
