import { Command } from 'commander';
import { type CommandContext, withStores } from '../../cli/context.ts';
import { type Progress, startProgress } from '../../cli/progress.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import {
  checkStagedAnswers,
  stageAnswers,
  stagedPeople,
  type WrittenAnswers,
  writeStagedAnswers,
} from './answer-store.ts';
import { type ConsentCount, declareConsentOnFile } from './consent-store.ts';
import { ANSWER_COLUMNS, readAnswersFile } from './file/answers-file.ts';
import { gatherFaults } from './file/fault.ts';
import {
  type ImportOptions,
  printSummary,
  readImportOptions,
  refuseFaults,
  withImportOptions,
} from './import-options.ts';
import { openImportSource, tellFormat } from './import-source.ts';
import { describeConsent, describeCount } from './import-summary.ts';
import { inImport } from './import-transaction-store.ts';

const SAY_EVERY = 10_000;

export function importAnswersCommand(context: CommandContext): Command {
  return withImportOptions(new Command('answers'))
    .description('add earlier answers, or answers on paper; all of the file or nothing')
    .argument('<file>', `CSV, with the columns ${ANSWER_COLUMNS.join(',')}`)
    .option('--consent-on-file', 'declare that every teacher in the file agreed on paper; this is recorded')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = readImportOptions(command);
      const progress = startProgress(context.stderr, 'Reading answers');
      try {
        const result = await importAnswers(context, command, { file, options, progress });
        progress.stop();
        printSummary(context, summarise(result), options);
      } finally {
        progress.stop();
      }
    });
}

interface Imported {
  readonly written: WrittenAnswers;
  readonly consent: ConsentCount | null;
}

async function importAnswers(
  context: CommandContext,
  command: Command,
  { file, options, progress }: { file: string; options: ImportOptions; progress: Progress },
): Promise<Imported> {
  const instrument = await context.readInstrument();
  const faults = gatherFaults();
  const source = openImportSource(file);
  const now = context.now();
  const rows = readAnswersFile(source.bytes, {
    items: instrument.items.map(({ code }) => code),
    now,
    report: faults.report,
    notice: source.notice,
  });
  const { consentOnFile } = options;
  return withStores(context, command, ({ database }) =>
    inImport(database.prisma, options.dryRun, async (transaction) => {
      const lines = await stageAnswers(transaction, counted(rows, progress));
      tellFormat(context, source);
      progress.say(`Checking ${lines} answers`);
      await checkStagedAnswers(transaction, faults.report);
      await refuseFaults(faults, options);
      progress.say(`Storing ${lines} answers`);
      const keys = consentOnFile ? await stagedPeople(transaction) : [];
      const declaration = { keys, fileHash: source.hash(), now };
      const consent = consentOnFile ? await declareConsentOnFile(transaction, declaration) : null;
      return {
        written: await writeStagedAnswers(transaction, { lines, instrument: formatInstrumentId(instrument) }),
        consent,
      };
    }),
  );
}

async function* counted<Row>(rows: AsyncIterable<Row>, progress: Progress): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count % SAY_EVERY === 0) progress.say(`Reading answers: ${count}`);
    yield row;
  }
}

function summarise({ written, consent }: Imported): string[] {
  const { tooLate, withoutConsent } = written;
  const silent = `Without recorded consent: ${withoutConsent} rows; they count when the teacher agrees in the chat, or with --consent-on-file.`;
  return [
    `Answers: ${describeCount(written)}.`,
    ...(tooLate > 0 ? [`Too late for the week's figures: ${tooLate} rows; they are in the teacher's own line.`] : []),
    ...(consent ? describeConsent(consent) : []),
    ...(withoutConsent > 0 ? [silent] : []),
  ];
}
