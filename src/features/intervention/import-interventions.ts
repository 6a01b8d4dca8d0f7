import type { Command } from 'commander';
import { z } from 'zod';
import { dayAt } from '../../calendar/day.ts';
import { type CommandContext, withRealStores } from '../../cli/context.ts';
import { describeCount, type ImportFile, importFileCommand } from '../../cli/import-file.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { oneOf, readRows, requiredText } from '../../csv/cells.ts';
import type { ReportFault } from '../../csv/fault.ts';
import { inImport } from '../../database/import-transaction.ts';
import { findKeys, type Row, writeVisits } from './import-store.ts';

const COLUMNS = ['supervisor', 'teacher', 'intervention', 'date', 'expected', 'felt'] as const;
const STEPS_OR_EMPTY = ['', '1', '2', '3', '4', '5'] as const;
/** The answer of a teacher to whom it did not happen. */
const NOT_FOR_ME_CELL = 'n.v.t.';

/** `polsslag import interventions`. */
export function importInterventionsCommand(context: CommandContext): Command {
  return importFileCommand(context, {
    name: 'interventions',
    description: 'add visits and their effects from other records; all of the file or nothing',
    columns: COLUMNS,
    run: (file, command) => importInterventions(context, command, file),
  });
}

async function importInterventions(context: CommandContext, command: Command, file: ImportFile): Promise<string[]> {
  const { codes } = await context.readInterventions();
  const today = dayAt(context.now(), DUTCH_TIMEZONE);
  const rows: Row[] = [];
  for await (const row of readRows(file, COLUMNS, rowSchemaFor(new Set(codes), today))) rows.push(row);
  reportContradictions(rows, file.report);
  return withRealStores(context, command, ({ database }) =>
    inImport(database.prisma, file.dryRun, async (transaction) => {
      const { supervisors, teachers } = await findKeys(transaction);
      for (const { line, supervisor, teacher } of rows) {
        if (!supervisors.has(supervisor)) file.report(line, 'supervisor', 'is no supervisor that is known.');
        if (!teachers.has(teacher)) file.report(line, 'teacher', 'is no teacher with a school that is known.');
      }
      await file.refuseFaults();
      return [`Interventions: ${describeCount(await writeVisits(transaction, rows, context.now()))}.`];
    }),
  );
}

/** A line may be in the file twice, but two lines that differ leave open which of them happened. */
function reportContradictions(rows: readonly Row[], report: ReportFault): void {
  const firsts = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify([row.supervisor, row.teacher, row.intervention, row.date]);
    const first = firsts.get(key) ?? row;
    firsts.set(key, first);
    const isSame = { expected: row.expected === first.expected, felt: sameAnswer(row.felt, first.felt) };
    for (const column of ['expected', 'felt'] as const) {
      const text = `says something else than line ${first.line} about the same intervention; keep one of them.`;
      if (!isSame[column]) report(row.line, column, text);
    }
  }
}

function sameAnswer(a: Row['felt'], b: Row['felt']): boolean {
  return a.felt === b.felt && a.isAnswer === b.isAnswer;
}

function rowSchemaFor(codes: ReadonlySet<string>, today: string) {
  const step = (words: readonly [string, ...string[]]) => oneOf(words);
  return z.object({
    supervisor: requiredText,
    teacher: requiredText,
    intervention: z.string().refine((code) => codes.has(code), `is not in the list; use ${[...codes].join(', ')}.`),
    // `abort`, so that a value that is not a date is not compared with today.
    date: z.iso
      .date({ error: 'must be a date (2026-11-17).', abort: true })
      .refine((day) => day <= today, 'is in the future.'),
    expected: step(STEPS_OR_EMPTY).transform((text) => (text === '' ? null : Number(text))),
    felt: step([...STEPS_OR_EMPTY, NOT_FOR_ME_CELL]).transform((text) => ({
      felt: text === '' || text === NOT_FOR_ME_CELL ? null : Number(text),
      isAnswer: text !== '',
    })),
  });
}
