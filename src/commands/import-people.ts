import { Command } from 'commander';
import { z } from 'zod';
import type { Transaction } from '../database/client.ts';
import { type ConsentCount, declareConsentOnFile } from '../database/consent-store.ts';
import { batches, inImport } from '../database/import-transaction.ts';
import { readKnown, type WrittenPeople, writePeople } from '../database/people-store.ts';
import { reconnectIn } from '../database/reconnect.ts';
import { gatherFaults } from '../import/fault.ts';
import { groupPeople, type ImportedPerson } from '../import/group-people.ts';
import { PERSON_COLUMNS, readPeopleFile } from '../import/people-file.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { openImportSource } from './import-source.ts';
import { describeConsent, describeCount } from './import-summary.ts';
import { startProgress } from './progress.ts';

const options = z.object({ consentOnFile: z.boolean().default(false) });

export function importPeopleCommand(context: CommandContext): Command {
  return new Command('people')
    .description('add people, or bring known ones up to date; all of the file or nothing')
    .argument('<file>', `comma-separated, with the columns ${PERSON_COLUMNS.join(',')}`)
    .option('--consent-on-file', 'declare that every teacher in the file agreed on paper; this is recorded')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { consentOnFile } = options.parse(command.opts());
      const progress = startProgress(context.stderr, 'Importing people');
      try {
        const result = await importPeople(context, command, { file, consentOnFile });
        progress.stop();
        for (const line of summarise(result)) printLine(context.stdout, line);
      } finally {
        progress.stop();
      }
    });
}

interface Imported {
  readonly written: WrittenPeople;
  readonly consent: ConsentCount | null;
  readonly reconnected: number;
}

async function importPeople(
  context: CommandContext,
  command: Command,
  { file, consentOnFile }: { file: string; consentOnFile: boolean },
): Promise<Imported> {
  const faults = gatherFaults();
  const source = openImportSource(file);
  const rows = await readPeopleFile(source.bytes, faults.report);
  return withStores(context, command, ({ database }) =>
    inImport(database.prisma, async (transaction) => {
      const imported = groupPeople(rows, await readKnown(transaction, rows), faults.report);
      faults.throwIfAny();
      const written = await writePeople(transaction, imported);
      const keys = imported.people.map((person) => person.key);
      const now = context.now();
      const declaration = { keys, fileHash: source.hash(), now };
      return {
        written,
        consent: consentOnFile ? await declareConsentOnFile(transaction, declaration) : null,
        reconnected: await reconnectListed(transaction, imported.people, now),
      };
    }),
  );
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

function summarise({ written, consent, reconnected }: Imported): string[] {
  const { newSchools, newWorkspaces } = written;
  const schools = `Schools: ${newSchools} new, in region midden and Europe/Amsterdam; import schools changes that.`;
  return [
    `People: ${describeCount(written)}.`,
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
