import { Command } from 'commander';
import { type CommandContext, withStores } from '../../cli/context.ts';
import { type Progress, startProgress } from '../../cli/progress.ts';
import type { Transaction } from '../../database/client.ts';
import { reconnectIn } from '../../people/reconnect.ts';
import { confirmNewNames, describeNewNames } from './confirm-new-names.ts';
import { type ConsentCount, declareConsentOnFile } from './consent-store.ts';
import { gatherFaults } from './file/fault.ts';
import { groupPeople, type ImportedPeople, type ImportedPerson } from './file/group-people.ts';
import { PERSON_COLUMNS, readPeopleFile } from './file/people-file.ts';
import {
  type ImportOptions,
  printSummary,
  readImportOptions,
  refuseFaults,
  withImportOptions,
  withNewSchools,
} from './import-options.ts';
import { openImportSource, tellFormat } from './import-source.ts';
import { describeConsent, describeCount } from './import-summary.ts';
import { batches, inImport } from './import-transaction-store.ts';
import { findNewNames, type NewName } from './new-name-store.ts';
import { readKnown, type WrittenPeople, writePeople } from './people-store.ts';

export function importPeopleCommand(context: CommandContext): Command {
  return withNewSchools(withImportOptions(new Command('people')))
    .description('add people, or bring known ones up to date; all of the file or nothing')
    .argument('<file>', `CSV, with the columns ${PERSON_COLUMNS.join(',')}`)
    .option('--consent-on-file', 'declare that every teacher in the file agreed on paper; this is recorded')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = readImportOptions(command);
      const progress = startProgress(context.stderr, 'Importing people');
      try {
        const result = await importPeople(context, command, { file, options, progress });
        progress.stop();
        printSummary(context, summarise(result), options);
      } finally {
        progress.stop();
      }
    });
}

interface Imported {
  readonly written: WrittenPeople;
  readonly consent: ConsentCount | null;
  readonly reconnected: number;
  /** Asked about already, unless this is a dry run. */
  readonly newNames: readonly NewName[];
}

async function importPeople(
  context: CommandContext,
  command: Command,
  { file, options, progress }: { file: string; options: ImportOptions; progress: Progress },
): Promise<Imported> {
  const faults = gatherFaults();
  const source = openImportSource(file);
  const rows = await readPeopleFile(source.bytes, faults.report, source.notice);
  tellFormat(context, source);
  return withStores(context, command, async ({ database }) => {
    const checked = groupPeople(rows, await readKnown(database.prisma, rows), faults.report);
    await refuseFaults(faults, options);
    const newNames = await findNewNames(database.prisma, namesIn(checked));
    progress.stop();
    // Asked before anything is locked: an answer may take its time.
    await confirmNewNames(context, newNames, options.newSchools || options.dryRun);
    return inImport(database.prisma, options.dryRun, async (transaction) => {
      const since = gatherFaults();
      const imported = groupPeople(rows, await readKnown(transaction, rows), since.report);
      await refuseFaults(since, options);
      const written = await writePeople(transaction, imported);
      const keys = imported.people.map((person) => person.key);
      const now = context.now();
      const declaration = { keys, fileHash: source.hash(), now };
      return {
        written,
        newNames,
        consent: options.consentOnFile ? await declareConsentOnFile(transaction, declaration) : null,
        reconnected: await reconnectListed(transaction, imported.people, now),
      };
    });
  });
}

function namesIn({ people, circleOfSchool }: ImportedPeople) {
  const circles = people.flatMap((person) => [...person.circles]);
  return { circles: [...circleOfSchool.values(), ...circles], schools: circleOfSchool.keys() };
}

/** Whoever the file lists is said to be there: who had been given up is tried once more. */
async function reconnectListed(
  transaction: Transaction,
  people: readonly ImportedPerson[],
  now: Date,
): Promise<number> {
  let count = 0;
  for (const accounts of batches(people.flatMap((person) => person.accounts))) {
    const heard = accounts.map((user) => ({ user, at: now }));
    count += await reconnectIn(transaction, heard, now);
  }
  return count;
}

function summarise({ written, consent, reconnected, newNames }: Imported): string[] {
  const { newSchools, newWorkspaces } = written;
  const schools = `Schools: ${newSchools} new, in region midden and Europe/Amsterdam; import schools changes that.`;
  return [
    `People: ${describeCount(written)}.`,
    ...describeNewNames(newNames),
    ...(newSchools > 0 ? [schools] : []),
    ...newWorkspaces.map(({ platform, workspace }) =>
      platform === 'slack'
        ? `Slack workspace ${workspace} is not connected yet: polsslag slack add connects it.`
        : `Teams tenant ${workspace} is not allowed yet: polsslag teams allow ${workspace} lets it in.`,
    ),
    ...(consent ? describeConsent(consent) : []),
    ...(reconnected > 0 ? [`Accounts that had been given up: ${reconnected} are tried once more.`] : []),
  ];
}
