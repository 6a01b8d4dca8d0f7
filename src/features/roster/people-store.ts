import type { PlatformName } from '../../chat/address.ts';
import type { Transaction } from '../../database/client.ts';
import { accountKey, type ImportedPeople, type ImportedPerson, type Known } from './file/group-people.ts';
import type { PersonRow } from './file/people-file.ts';
import { batches, type ImportCount } from './import-transaction-store.ts';
import { writePeopleBatch } from './people-batch-store.ts';
import { circlesOfSchools, ensureCircles, writeSchools } from './school-store.ts';

export interface WrittenPeople extends ImportCount {
  readonly newSchools: number;
  /** Workspaces and tenants that were not known: kept as not connected. */
  readonly newWorkspaces: readonly { readonly platform: PlatformName; readonly workspace: string }[];
}

/** What the database says already about the schools and accounts in these lines. */
export async function readKnown(transaction: Transaction, rows: readonly PersonRow[]): Promise<Known> {
  const schools = [...new Set(rows.flatMap((row) => row.school ?? []))];
  const ownerOfAccount = new Map<string, string>();
  for (const batch of batches(rows.flatMap((row) => row.account ?? []))) {
    const accounts = await transaction.account.findMany({
      where: { externalId: { in: batch.map((account) => account.user) } },
      select: { externalId: true, workspace: true, person: { select: { key: true } } },
    });
    for (const { externalId: user, workspace, person } of accounts) {
      ownerOfAccount.set(
        accountKey({ platform: workspace.platform, workspace: workspace.externalId, user }),
        person.key,
      );
    }
  }
  return { circleOfSchool: await circlesOfSchools(transaction, schools), ownerOfAccount };
}

/**
 * Adds people and brings known ones up to date: their own columns, circles, and the order of their accounts. The
 * file says all there is to say about whom it names, except that an account is never taken away.
 */
export async function writePeople(
  transaction: Transaction,
  { people, circleOfSchool }: ImportedPeople,
): Promise<WrittenPeople> {
  const newSchools = await addMissingSchools(transaction, circleOfSchool);
  const circles = await ensureCircles(
    transaction,
    people.flatMap((person) => [...person.circles]),
  );
  const { workspaceId, newWorkspaces } = await ensureWorkspaces(transaction, people);
  const schools = new Map<string, string>();
  for (const batch of batches([...circleOfSchool.keys()])) {
    for (const { id, name } of await transaction.school.findMany({ where: { name: { in: batch } } }))
      schools.set(name, id);
  }
  let [added, changed] = [0, 0];
  for (const batch of batches(people)) {
    const count = await writePeopleBatch(transaction, batch, { circles, schools, workspaceId });
    added += count.added;
    changed += count.changed;
  }
  return { added, changed, unchanged: people.length - added - changed, newSchools, newWorkspaces };
}

async function addMissingSchools(
  transaction: Transaction,
  circleOfSchool: ReadonlyMap<string, string>,
): Promise<number> {
  const known = await circlesOfSchools(transaction, [...circleOfSchool.keys()]);
  const missing = [...circleOfSchool].filter(([school]) => !known.has(school));
  const { added } = await writeSchools(
    transaction,
    missing.map(([school, circle]) => ({ school, circle, region: 'midden', timezone: 'Europe/Amsterdam' })),
  );
  return added;
}

async function ensureWorkspaces(transaction: Transaction, people: readonly ImportedPerson[]) {
  const ids = new Map<string, string>();
  const keyOf = (platform: PlatformName, workspace: string) => `${platform} ${workspace}`;
  for (const { id, platform, externalId } of await transaction.workspace.findMany()) {
    ids.set(keyOf(platform, externalId), id);
  }
  const newWorkspaces: { platform: PlatformName; workspace: string }[] = [];
  for (const { platform, workspace } of people.flatMap((person) => person.accounts)) {
    if (ids.has(keyOf(platform, workspace))) continue;
    const made = await transaction.workspace.create({
      data: { platform, externalId: workspace, name: workspace, state: 'reconnect' },
    });
    ids.set(keyOf(platform, workspace), made.id);
    newWorkspaces.push({ platform, workspace });
  }
  const workspaceId = (platform: PlatformName, workspace: string) => {
    const id = ids.get(keyOf(platform, workspace));
    if (id === undefined) throw new Error('a workspace of the import was not made');
    return id;
  };
  return { workspaceId, newWorkspaces };
}
