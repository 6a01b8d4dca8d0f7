import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { startProgress } from '../../cli/progress.ts';
import { PolsslagError, systemErrorCode, whyUnwritable } from '../../errors.ts';
import { makeFolders } from '../../make-folders.ts';
import { isWeekOver, nextWeek, parseWeek } from '../../measurement/iso-week.ts';
import { type Simulation, simulate } from '../../measurement/simulate.ts';
import { countOf } from '../../text/numbers.ts';
import { ANSWER_COLUMNS } from './answers-file.ts';
import { PERSON_COLUMNS } from './people-file.ts';
import { SCHOOL_COLUMNS } from './schools-file.ts';

/** The number of rows between two progress messages. */
const SAY_EVERY = 1_000;
const MAX_TEACHERS = 100_000;
const MAX_SIMULATED_WEEKS = 1_000;
const MAX_SEED = 2 ** 32 - 1;

const options = z.object({
  teachers: z.int(),
  weeks: z.int(),
  seed: z.int(),
  csv: z.string(),
  constant: z.boolean().default(false),
  nonresponse: z.number(),
  from: z.string(),
});

/** `polsslag simulate`: writes files with which to try an import and the figures. */
export function simulateCommand(context: CommandContext): Command {
  return new Command('simulate')
    .description('write files for the imports, with teachers who do not exist and who are asked by the real rotation')
    .requiredOption('--teachers <n>', 'how many', wholeNumber(1, MAX_TEACHERS))
    .requiredOption('--weeks <n>', 'how many weeks they are asked', wholeNumber(1, MAX_SIMULATED_WEEKS))
    .requiredOption('--seed <n>', 'the same seed gives the same files', wholeNumber(0, MAX_SEED))
    .requiredOption('--csv <dir>', 'folder for schools.csv, people.csv and answers.csv; existing files are overwritten')
    .option('--constant', 'their true answers never change')
    .option('--nonresponse <share>', 'the chance that a teacher does not answer a check-in, 0 to 1', share, 0.3)
    .option('--from <week>', 'first ISO week', readWeekOption, '2026-W01')
    .action(async (_options: unknown, command: Command) => {
      const { csv, ...settings } = options.parse(command.opts());
      await writeSimulation(context, csv, settings);
    });
}

async function writeSimulation(context: CommandContext, folder: string, settings: Simulation): Promise<void> {
  const { schools, people, answers } = simulate(settings, await context.readInstrument());
  const progress = startProgress(context.stderr, 'Simulating');
  const file = (name: string) => path.join(folder, name);
  try {
    makeFolders(folder);
    await writeCsv(file('schools.csv'), SCHOOL_COLUMNS, schools);
    await writeCsv(file('people.csv'), PERSON_COLUMNS, people);
    const written = await writeCsv(file('answers.csv'), ANSWER_COLUMNS, answers, (count) =>
      progress.say(`Simulating: ${count} answers`),
    );
    progress.stop();
    printLine(
      context.stdout,
      `${countOf(schools.length, 'school')}, ${countOf(people.length, 'teacher')} and ${countOf(written, 'answer')} in ${folder}.`,
    );
  } catch (cause) {
    if (systemErrorCode(cause) === null) throw cause;
    throw new PolsslagError(
      'BAD_INPUT',
      `The folder of --csv, ${folder}, cannot be written: ${whyUnwritable(cause)}.`,
      { cause },
    );
  } finally {
    progress.stop();
  }
  warnOfTheFuture(context, settings);
}

/** Warns about answers in the future, which the import refuses. */
function warnOfTheFuture(context: CommandContext, { from, weeks }: Simulation): void {
  let last = from;
  for (let count = 1; count < weeks; count += 1) last = nextWeek(last);
  if (isWeekOver(last, context.now(), context.config().timezone)) return;
  const advice = 'give fewer weeks, or an earlier --from';
  printLine(context.stderr, `The last week, ${last}, is not over, and import answers refuses the future: ${advice}.`);
}

/** Writes a CSV file. @returns the number of rows */
async function writeCsv<Column extends string>(
  file: string,
  columns: readonly Column[],
  rows: Iterable<Readonly<Record<Column, string>>>,
  onRows: (count: number) => void = () => undefined,
): Promise<number> {
  let count = 0;
  function* counted() {
    for (const row of rows) {
      count += 1;
      if (count % SAY_EVERY === 0) onRows(count);
      yield row;
    }
  }
  const csv = stringify({ header: true, columns: [...columns] });
  await pipeline(Readable.from(counted()), csv, createWriteStream(file));
  return count;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  const schema = z.coerce.number().int().min(least).max(most);
  return (text) => {
    const number = /^\d+$/.test(text) ? schema.safeParse(text) : null;
    if (!number?.success) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return number.data;
  };
}

function share(text: string): number {
  const number = /^\d*\.?\d+$/.test(text) ? z.coerce.number().min(0).max(1).safeParse(text) : null;
  if (!number?.success) throw new InvalidArgumentError('It must be a number from 0 to 1, such as 0.3.');
  return number.data;
}

function readWeekOption(text: string): string {
  try {
    return parseWeek(text);
  } catch (error) {
    if (error instanceof PolsslagError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
