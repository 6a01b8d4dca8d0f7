import { Command } from 'commander';
import { z } from 'zod';
import {
  checkStagedAnswers,
  stageAnswers,
  stagedPeople,
  type WrittenAnswers,
  writeStagedAnswers,
} from '../database/answer-import-store.ts';
import { type ConsentCount, declareConsentOnFile } from '../database/consent-store.ts';
import { inImport } from '../database/import-transaction.ts';
import { ANSWER_COLUMNS, readAnswersFile } from '../import/answers-file.ts';
import { gatherFaults } from '../import/fault.ts';
import { formatInstrumentId } from '../measurement/instrument.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { openImportSource } from './import-source.ts';
import { describeConsent, describeCount } from './import-summary.ts';
import { type Progress, startProgress } from './progress.ts';

const options = z.object({ consentOnFile: z.boolean().default(false) });
const SAY_EVERY = 10_000;

export function importAnswersCommand(context: CommandContext): Command {
  return new Command('answers')
    .description('add earlier answers, or answers on paper; all of the file or nothing')
    .argument('<file>', `comma-separated, with the columns ${ANSWER_COLUMNS.join(',')}`)
    .option('--consent-on-file', 'declare that every teacher in the file agreed on paper; this is recorded')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { consentOnFile } = options.parse(command.opts());
      const progress = startProgress(context.stderr, 'Reading answers');
      try {
        const result = await importAnswers(context, command, { file, consentOnFile, progress });
        progress.stop();
        for (const line of summarise(result)) printLine(context.stdout, line);
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
  { file, consentOnFile, progress }: { file: string; consentOnFile: boolean; progress: Progress },
): Promise<Imported> {
  const instrument = await context.readInstrument();
  const faults = gatherFaults();
  const source = openImportSource(file);
  const now = context.now();
  const rows = readAnswersFile(source.bytes, {
    items: instrument.items.map(({ code }) => code),
    now,
    report: faults.report,
  });
  return withStores(context, command, ({ database }) =>
    inImport(database.prisma, async (transaction) => {
      const lines = await stageAnswers(transaction, counted(rows, progress));
      progress.say(`Checking ${lines} answers`);
      await checkStagedAnswers(transaction, faults.report);
      faults.throwIfAny();
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
