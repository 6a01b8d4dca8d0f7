import { randomUUID } from 'node:crypto';
import type { ChatUser, PlatformName } from '../../chat/address.ts';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import type { Transaction } from '../../database/client.ts';
import { batches, type ImportCount } from '../../database/import-transaction.ts';
import { accountKey, type groupPeople } from './people-file.ts';
import { circlesOfSchools, ensureCircles, writeSchools } from './schools-store.ts';

type ImportedPeople = ReturnType<typeof groupPeople>;

type ImportedPerson = ImportedPeople['people'][number];

interface WrittenPeople extends ImportCount {
  readonly newSchools: number;
  /** Workspaces and tenants that were not known; they are stored as not connected. */
  readonly newWorkspaces: readonly { readonly platform: PlatformName; readonly workspace: string }[];
}

/** What the database knows about the schools and accounts in these rows. */
export async function readKnown(
  transaction: Transaction,
  rows: Parameters<typeof groupPeople>[0],
): Promise<Parameters<typeof groupPeople>[1]> {
  const schools = [...new Set(rows.flatMap((row) => row.school ?? []))];
  const users = rows.flatMap((row) => row.account?.user ?? []);
  const accounts = await transaction.$queryRaw<(ChatUser & { readonly key: string })[]>`
    SELECT w.platform::text AS platform, w."externalId" AS workspace, a."externalId" AS "user", p.key
      FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId" JOIN "Person" p ON p.id = a."personId"
     WHERE a."externalId" = ANY (${users}::text[])`;
  const ownerOfAccount = new Map(accounts.map((account) => [accountKey(account), account.key]));
  const all = await transaction.school.findMany({ select: { name: true } });
  return {
    circleOfSchool: await circlesOfSchools(transaction, schools),
    schools: all.map(({ name }) => name),
    ownerOfAccount,
  };
}

/**
 * Adds people and updates known ones: their columns, circles, and the order of their accounts. The file is complete
 * about the people in it, except that an account is never removed.
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
    missing.map(([school, circle]) => ({ school, circle, region: 'midden', timezone: DUTCH_TIMEZONE })),
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

/** Database ids, of circles and schools by name, and of workspaces by platform and external id. */
interface KnownIds {
  readonly circles: ReadonlyMap<string, string>;
  readonly schools: ReadonlyMap<string, string>;
  workspaceId(platform: PlatformName, workspace: string): string;
}

interface WantedAccount {
  readonly workspaceId: string;
  readonly externalId: string;
}

/** Writes as many people as fit into one statement. It compares first, so that a repeated import writes nothing. */
async function writePeopleBatch(
  transaction: Transaction,
  people: readonly ImportedPerson[],
  ids: KnownIds,
): Promise<{ added: number; changed: number }> {
  const stored = await readStored(transaction, people);
  const newcomers = people.filter(({ key }) => !stored.has(key)).map((person) => ({ id: randomUUID(), person }));
  await addPeople(transaction, newcomers, ids);
  let changed = 0;
  for (const person of people) {
    const known = stored.get(person.key);
    if (known && (await updatePerson(transaction, known, person, ids))) changed += 1;
  }
  return { added: newcomers.length, changed };
}

/**
 * Passes thousands of rows as JSON: with a parameter for each column the database client takes seconds for a statement.
 */
async function addPeople(
  transaction: Transaction,
  newcomers: readonly { readonly id: string; readonly person: ImportedPerson }[],
  ids: KnownIds,
): Promise<void> {
  if (newcomers.length === 0) return;
  const people = newcomers.map(({ id, person }) => ({ id, key: person.key, ...columnsOf(person, ids) }));
  const circles = newcomers.flatMap(({ id: personId, person }) =>
    circleIds(person, ids).map((circleId) => ({ personId, circleId })),
  );
  const accounts = newcomers.flatMap(({ id: personId, person }) =>
    accountsOf(person, ids).map((account, rank) => ({ ...account, rank, personId })),
  );
  await transaction.$executeRaw`
    INSERT INTO "Person" (id, key, role, name, cluster, language, "schoolId")
    SELECT id, key, role, name, cluster, language, "schoolId"
      FROM jsonb_populate_recordset(NULL::"Person", ${JSON.stringify(people)}::jsonb)`;
  await transaction.$executeRaw`
    INSERT INTO "PersonCircle" ("personId", "circleId")
    SELECT "personId", "circleId" FROM jsonb_populate_recordset(NULL::"PersonCircle", ${JSON.stringify(circles)}::jsonb)`;
  await transaction.$executeRaw`
    INSERT INTO "Account" ("personId", "workspaceId", "externalId", rank)
    SELECT "personId", "workspaceId", "externalId", rank
      FROM jsonb_populate_recordset(NULL::"Account", ${JSON.stringify(accounts)}::jsonb)`;
}

interface StoredPerson extends ReturnType<typeof columnsOf> {
  readonly id: string;
  readonly key: string;
  readonly languageChosen: boolean;
  readonly circles: readonly string[];
  /** In the order in which they are tried. */
  readonly accounts: readonly (WantedAccount & { readonly id: string; readonly rank: number })[];
}

async function readStored(transaction: Transaction, people: readonly ImportedPerson[]) {
  const keys = people.map((person) => person.key);
  const found = await transaction.$queryRaw<StoredPerson[]>`
    SELECT p.id::text, p.key, p.role::text AS role, p.name, p.language, p."languageChosen", p.cluster, p."schoolId"::text,
           ARRAY (SELECT c."circleId"::text FROM "PersonCircle" c WHERE c."personId" = p.id) AS circles,
           (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'conversation' ORDER BY a.rank, a.id), '[]')
              FROM "Account" a WHERE a."personId" = p.id) AS accounts
      FROM "Person" p WHERE p.key = ANY (${keys}::text[])`;
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
  const given = columnsOf(person, ids);
  // People who chose their language themselves keep it.
  const columns = known.languageChosen ? { ...given, language: known.language } : given;
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
  const now = new Set(known.circles);
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
