import type { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, withRealStores } from '../../cli/context.ts';
import { describeCount, type ImportFile, importFileCommand } from '../../cli/import-file.ts';
import type { startProgress } from '../../cli/progress.ts';
import { inImport } from '../../database/import-transaction.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import { ANSWER_COLUMNS, readAnswersFile } from './answers-file.ts';
import { stageAnswers } from './answers-store.ts';
import { recordConsent, withConsentOnFile } from './consent-on-file.ts';

const SAY_EVERY = 10_000;

/** `polsslag import answers`. */
export function importAnswersCommand(context: CommandContext): Command {
  return withConsentOnFile(
    importFileCommand(context, {
      name: 'answers',
      description: 'add earlier answers, or answers on paper; all of the file or nothing',
      columns: ANSWER_COLUMNS,
      doing: 'Reading answers',
      run: (file, command) => importAnswers(context, command, file),
    }),
  );
}

const options = z.object({ consentOnFile: z.boolean().default(false) });

async function importAnswers(context: CommandContext, command: Command, file: ImportFile): Promise<string[]> {
  const { consentOnFile } = options.parse(command.opts());
  const instrument = await context.readInstrument();
  const now = context.now();
  const rows = readAnswersFile(file, { items: instrument.items.map(({ code }) => code), now });
  return withRealStores(context, command, ({ database }) =>
    inImport(database.prisma, file.dryRun, async (transaction) => {
      const staged = await stageAnswers(transaction, counted(rows, file.progress));
      file.progress.say(`Checking ${staged.lines} answers`);
      await staged.check(file.report);
      await file.refuseFaults();
      file.progress.say(`Storing ${staged.lines} answers`);
      const consent = consentOnFile ? await recordConsent(transaction, file, await staged.people(), now) : [];
      return summarise(await staged.write(formatInstrumentId(instrument)), consent);
    }),
  );
}

async function* counted<Row>(
  rows: AsyncIterable<Row>,
  progress: ReturnType<typeof startProgress>,
): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count % SAY_EVERY === 0) progress.say(`Reading answers: ${count}`);
    yield row;
  }
}

type Written = Awaited<ReturnType<Awaited<ReturnType<typeof stageAnswers>>['write']>>;

function summarise(written: Written, consent: readonly string[]): string[] {
  const { tooLate, withoutConsent } = written;
  const silent = `Without recorded consent: ${withoutConsent} rows; they count when the teacher agrees in the chat, or with --consent-on-file.`;
  return [
    `Answers: ${describeCount(written)}.`,
    ...(tooLate > 0 ? [`Too late for the week's figures: ${tooLate} rows; they are in the teacher's own line.`] : []),
    ...consent,
    ...(withoutConsent > 0 ? [silent] : []),
  ];
}
