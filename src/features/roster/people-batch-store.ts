import { randomUUID } from 'node:crypto';
import type { PlatformName } from '../../chat/address.ts';
import type { Transaction } from '../../database/client.ts';
import type { ImportedPerson } from './file/group-people.ts';

/** Database ids: circles and schools by name, workspaces by platform and external id. */
export interface KnownIds {
  readonly circles: ReadonlyMap<string, string>;
  readonly schools: ReadonlyMap<string, string>;
  workspaceId(platform: PlatformName, workspace: string): string;
}

interface WantedAccount {
  readonly workspaceId: string;
  readonly externalId: string;
}

/** Writes people who fit one statement; compares first, so that a repeated import writes nothing. */
export async function writePeopleBatch(
  transaction: Transaction,
  people: readonly ImportedPerson[],
  ids: KnownIds,
): Promise<{ added: number; changed: number }> {
  const stored = await readStored(transaction, people);
  const isNew = (person: ImportedPerson) => !stored.has(person.key);
  const newcomers = people.filter(isNew).map((person) => ({ id: randomUUID(), person }));
  await transaction.person.createMany({
    data: newcomers.map(({ id, person }) => ({ id, key: person.key, ...columnsOf(person, ids) })),
  });
  await transaction.personCircle.createMany({
    data: newcomers.flatMap(({ id, person }) => circleIds(person, ids).map((circleId) => ({ personId: id, circleId }))),
  });
  await transaction.account.createMany({
    data: newcomers.flatMap(({ id, person }) =>
      accountsOf(person, ids).map((account, rank) => ({ ...account, rank, personId: id })),
    ),
  });
  let changed = 0;
  for (const person of people) {
    const known = stored.get(person.key);
    if (known && (await updatePerson(transaction, known, person, ids))) changed += 1;
  }
  return { added: newcomers.length, changed };
}

type StoredPerson = Awaited<ReturnType<typeof findPeople>>[number];

function findPeople(transaction: Transaction, keys: string[]) {
  return transaction.person.findMany({
    where: { key: { in: keys } },
    include: { circles: true, accounts: { orderBy: [{ rank: 'asc' }, { id: 'asc' }], omit: { conversation: true } } },
  });
}

async function readStored(transaction: Transaction, people: readonly ImportedPerson[]) {
  const found = await findPeople(
    transaction,
    people.map((person) => person.key),
  );
  return new Map(found.map((person) => [person.key, person]));
}

function columnsOf({ role, name, cluster, language, school }: ImportedPerson, ids: KnownIds) {
  return { role, name, cluster, language, schoolId: school === null ? null : (ids.schools.get(school) ?? null) };
}

function circleIds(person: ImportedPerson, ids: KnownIds): string[] {
  return [...person.circles].flatMap((circle) => ids.circles.get(circle) ?? []);
}

function accountsOf(person: ImportedPerson, ids: KnownIds): WantedAccount[] {
  return person.accounts.map(({ platform, workspace, user }) => ({
    workspaceId: ids.workspaceId(platform, workspace),
    externalId: user,
  }));
}

async function updatePerson(
  transaction: Transaction,
  known: StoredPerson,
  person: ImportedPerson,
  ids: KnownIds,
): Promise<boolean> {
  const columns = columnsOf(person, ids);
  const sameColumns =
    known.role === columns.role &&
    known.name === columns.name &&
    known.cluster === columns.cluster &&
    known.language === columns.language &&
    known.schoolId === columns.schoolId;
  if (!sameColumns) await transaction.person.update({ where: { id: known.id }, data: columns });
  const circlesChanged = await updateCircles(transaction, known, circleIds(person, ids));
  const accountsChanged = await updateAccounts(transaction, known, accountsOf(person, ids));
  return !sameColumns || circlesChanged || accountsChanged;
}

async function updateCircles(
  transaction: Transaction,
  known: StoredPerson,
  wanted: readonly string[],
): Promise<boolean> {
  const now = new Set(known.circles.map((circle) => circle.circleId));
  if (now.size === wanted.length && wanted.every((id) => now.has(id))) return false;
  await transaction.personCircle.deleteMany({ where: { personId: known.id, circleId: { notIn: [...wanted] } } });
  await transaction.personCircle.createMany({
    data: wanted.map((circleId) => ({ personId: known.id, circleId })),
    skipDuplicates: true,
  });
  return true;
}

async function updateAccounts(
  transaction: Transaction,
  known: StoredPerson,
  wanted: readonly WantedAccount[],
): Promise<boolean> {
  const isSame = (a: WantedAccount, b: WantedAccount) =>
    a.workspaceId === b.workspaceId && a.externalId === b.externalId;
  const others = known.accounts.filter((account) => !wanted.some((candidate) => isSame(account, candidate)));
  let changed = false;
  for (const [rank, { workspaceId, externalId }] of [...wanted, ...others].entries()) {
    const stored = known.accounts.find((account) => isSame(account, { workspaceId, externalId }));
    if (stored?.rank === rank) continue;
    changed = true;
    if (stored) await transaction.account.update({ where: { id: stored.id }, data: { rank } });
    else await transaction.account.create({ data: { workspaceId, externalId, rank, personId: known.id } });
  }
  return changed;
}
