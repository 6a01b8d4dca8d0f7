import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { PLATFORMS, type PlatformName } from '../../chat/address.ts';
import { askLine, canBeAsked } from '../../cli/ask.ts';
import { type CommandContext, printLine, withRealStores } from '../../cli/context.ts';
import { describeCount, type ImportFile, importFileCommand } from '../../cli/import-file.ts';
import { switchedOffLines } from '../../cli/switched-off.ts';
import { gatherFaults } from '../../csv/fault.ts';
import type { Transaction } from '../../database/client.ts';
import { batches, inImport } from '../../database/import-transaction.ts';
import { PolsslagError } from '../../errors.ts';
import { reconnectIn } from '../../people/reconnect.ts';
import { countOf } from '../../text/numbers.ts';
import { confirmPeople } from './confirm-store.ts';
import { recordConsent, withConsentOnFile } from './consent-on-file.ts';
import { createListStore } from './leaving-store.ts';
import { confirmNewNames } from './new-names.ts';
import { groupPeople, PERSON_COLUMNS, readPeopleFile } from './people-file.ts';
import { readKnown, writePeople } from './people-store.ts';
import { findNewNames } from './schools-store.ts';

type ImportedPeople = ReturnType<typeof groupPeople>;

/** `polsslag import people`. */
export function importPeopleCommand(context: CommandContext): Command {
  return withConsentOnFile(
    importFileCommand(context, {
      name: 'people',
      description: 'add people, or update known ones; all of the file or nothing',
      columns: PERSON_COLUMNS,
      doing: 'Importing people',
      run: async (file, command) => {
        const imported = await importPeople(context, command, file);
        return [...summarise(imported), ...linesOfSwitchedOff(context, imported)];
      },
    })
      .option('--new-schools', 'new schools and circles are correct: do not ask')
      .option(
        '--complete',
        'the file is the whole list: people who are not in it are asked whether they stay, and otherwise erased',
      )
      .option('--leaving <n>', 'how many people are not in it, with --complete: do not ask', readLeaving),
  );
}

const options = z.object({
  newSchools: z.boolean().default(false),
  consentOnFile: z.boolean().default(false),
  complete: z.boolean().default(false),
  leaving: z.number().optional(),
});

interface Imported {
  readonly written: Awaited<ReturnType<typeof writePeople>>;
  /** A line each. */
  readonly newNames: readonly string[];
  readonly consent: readonly string[];
  readonly reconnected: number;
  /** People who had joined by a code; being in the file confirms them. */
  readonly confirmed: number;
  /** How many people are missing from a file that is the whole list. */
  readonly left: number;
  /** How many people are written to first on each platform. */
  readonly firstOn: Readonly<Record<PlatformName, number>>;
}

function readLeaving(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number: that of the people who are not in the file.');
}

async function importPeople(context: CommandContext, command: Command, file: ImportFile): Promise<Imported> {
  const { newSchools, consentOnFile, complete, leaving } = options.parse(command.opts());
  if (leaving !== undefined && !complete) {
    throw new PolsslagError(
      'BAD_INPUT',
      '--leaving needs --complete: only then are people who are not in the file asked whether they stay.',
    );
  }
  const rows = await readPeopleFile(file);
  return withRealStores(context, command, async ({ database }) => {
    const checked = groupPeople(rows, await readKnown(database.prisma, rows), file.report);
    await file.refuseFaults();
    const newNames = await findNewPlaces(database.prisma, checked);
    file.progress.stop();
    // Asked before anything is locked, because an answer may take long.
    const described = await confirmNewNames(context, newNames, newSchools || file.dryRun);
    const listed = checked.people.map((person) => person.key);
    const missing = complete ? await createListStore(database.prisma, listed).countMissing() : 0;
    if (!file.dryRun) await confirmLeaving(context, missing, leaving);
    return inImport(database.prisma, file.dryRun, async (transaction) => {
      const since = gatherFaults();
      const imported = groupPeople(rows, await readKnown(transaction, rows), since.report);
      await file.refuseFaults(since);
      const written = await writePeople(transaction, imported);
      const keys = imported.people.map((person) => person.key);
      const now = context.now();
      const confirmed = await confirmPeople(transaction, keys, now);
      const list = createListStore(transaction, keys);
      await list.markPresent();
      const left = complete ? await list.markMissing(now) : 0;
      return {
        left,
        firstOn: countFirst(imported),
        confirmed,
        written,
        newNames: described,
        consent: consentOnFile ? await recordConsent(transaction, file, keys, now) : [],
        reconnected: await reconnectListed(transaction, imported.people, now),
      };
    });
  });
}

function countFirst({ people }: ImportedPeople): Imported['firstOn'] {
  const firsts = people.map(({ accounts }) => accounts[0]?.platform);
  const countOn = (platform: PlatformName) => firsts.filter((first) => first === platform).length;
  return { slack: countOn('slack'), teams: countOn('teams') };
}

function linesOfSwitchedOff(context: CommandContext, { firstOn }: Imported): string[] {
  return PLATFORMS.filter((platform) => firstOn[platform] > 0).flatMap((platform) => {
    const whom = `${countOf(firstOn[platform], 'person', 'people')} of this file`;
    return switchedOffLines(context, platform, whom);
  });
}

/**
 * Schools and circles that are not known. A circle that has people but no school in this file may be a known one with
 * another name.
 */
async function findNewPlaces(
  prisma: Transaction,
  { people, circleOfSchool }: ImportedPeople,
): Promise<Parameters<typeof confirmNewNames>[1]> {
  const placed = new Set(circleOfSchool.values());
  const circles = [...placed, ...people.flatMap((person) => [...person.circles])];
  const names = await findNewNames(prisma, { circles, schools: circleOfSchool.keys() });
  return names.map((each) => ({ ...each, isEmpty: each.kind === 'circle' && !placed.has(each.name) }));
}

/** Tries people again who had been given up, because the file says that they are there. */
async function reconnectListed(
  transaction: Transaction,
  people: readonly ImportedPeople['people'][number][],
  now: Date,
): Promise<number> {
  let count = 0;
  for (const accounts of batches(people.flatMap((person) => person.accounts))) {
    const heard = accounts.map((user) => ({ user, at: now }));
    count += await reconnectIn(transaction, heard, now);
  }
  return count;
}

function summarise({ written, consent, reconnected, confirmed, left, newNames }: Imported): string[] {
  const { newSchools, newWorkspaces } = written;
  const schools = `Schools: ${newSchools} new, in region midden and Europe/Amsterdam; import schools changes that.`;
  return [
    `People: ${describeCount(written)}.`,
    ...newNames,
    ...(newSchools > 0 ? [schools] : []),
    ...newWorkspaces.map(({ platform, workspace }) =>
      platform === 'slack'
        ? `Slack workspace ${workspace} is not connected yet: polsslag slack add connects it.`
        : `Teams tenant ${workspace} is not allowed yet: polsslag teams allow ${workspace} lets it in.`,
    ),
    ...consent,
    ...(left > 0 ? [`Not in this file: ${left}. They are asked whether they stay, and else erased.`] : []),
    ...(confirmed > 0 ? [`Joined by a code, and confirmed by this file: ${confirmed}.`] : []),
    ...(reconnected > 0 ? [`Accounts that had been given up, and are tried once more: ${reconnected}.`] : []),
  ];
}

/**
 * Asks whether these people have really left: with a file that is only part of the list, all others would seem to have
 * left.
 * @param agreed the number that was given on the command line
 * @throws PolsslagError when they have not, or when nobody can be asked
 */
async function confirmLeaving(context: CommandContext, missing: number, agreed: number | undefined): Promise<void> {
  if (missing === 0 || missing === agreed) return;
  const said = `Not in this file, and asked whether they stay or else erased: ${countOf(missing, 'person', 'people')}.`;
  if (agreed !== undefined || !canBeAsked(context)) {
    throw new PolsslagError('BAD_INPUT', [said, `Nothing was imported: add --leaving ${missing} when that is right.`]);
  }
  printLine(context.stderr, said);
  const answer = await askLine(context, 'Did they leave? (y/N) ');
  if (!/^\s*[yj]/i.test(answer)) throw new PolsslagError('NOT_ALLOWED', 'Nothing was imported.');
}
