import type { Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { batches, type ImportCount } from '../../database/import-transaction.ts';
import { nearestName } from '../../text/nearest-name.ts';
import type { confirmNewNames, Renaming } from './new-names.ts';
import type { SchoolRow } from './schools-file.ts';

type NewName = Parameters<typeof confirmNewNames>[1][number];

/** The circle of each of these schools that is known. */
export async function circlesOfSchools(
  transaction: Transaction,
  names: readonly string[],
): Promise<Map<string, string>> {
  const schools = await transaction.$queryRaw<{ name: string; circle: string }[]>`
    SELECT s.name, c.name AS circle FROM "School" s JOIN "Circle" c ON c.id = s."circleId"
     WHERE s.name = ANY (${[...names]}::text[])`;
  return new Map(schools.map(({ name, circle }) => [name, circle]));
}

/**
 * For a query with Circle as known: it has only people so far, because their file was imported before that of the
 * schools.
 */
const IS_NAMED_ONLY = Prisma.sql`(
  NOT EXISTS (SELECT 1 FROM "School" x WHERE x."circleId" = known.id)
  AND NOT EXISTS (SELECT 1 FROM "CheckIn" x WHERE x."circleId" = known.id)
  AND NOT EXISTS (SELECT 1 FROM "Answer" x WHERE x."circleId" = known.id)
  AND NOT EXISTS (SELECT 1 FROM "Visit" x WHERE x."circleId" = known.id)
  AND NOT EXISTS (SELECT 1 FROM "CircleNote" x WHERE x."circleId" = known.id)
  AND NOT EXISTS (SELECT 1 FROM "HelpRequest" x WHERE x."circleId" = known.id))`;

/**
 * Known circles that a file does not name and whose schools it all puts into one other circle, which is unknown or has
 * only people.
 */
export async function findRenamings(transaction: Transaction, rows: readonly SchoolRow[]): Promise<Renaming[]> {
  const placed = JSON.stringify(rows.map(({ school, circle }) => ({ school, circle })));
  const moved = await transaction.$queryRaw<Renaming[]>`
    WITH placed AS (SELECT * FROM jsonb_to_recordset(${placed}::jsonb) AS placed(school text, circle text))
    SELECT c.name AS from, min(placed.circle) AS to
      FROM "Circle" c JOIN "School" s ON s."circleId" = c.id LEFT JOIN placed ON placed.school = s.name
     WHERE NOT EXISTS (SELECT 1 FROM placed named WHERE named.circle = c.name)
     GROUP BY c.name
    HAVING bool_and(placed.school IS NOT NULL) AND count(DISTINCT placed.circle) = 1
       AND NOT EXISTS (SELECT 1 FROM "Circle" known WHERE known.name = min(placed.circle) AND NOT ${IS_NAMED_ONLY})
     ORDER BY 1`;
  // Two circles that become one are a new circle.
  return moved.filter(({ to }) => moved.filter((other) => other.to === to).length === 1);
}

/** Renames circles. Each keeps its supervisors, hours, requests, check-ins, and its figures of the past. */
export async function renameCircles(transaction: Transaction, renamings: readonly Renaming[]): Promise<void> {
  for (const { from, to } of renamings) {
    await joinNamedOnly(transaction, { from, to });
    await transaction.$executeRaw`
      UPDATE "Circle" SET name = ${to}, "formerNames" = array_append("formerNames", ${from}) WHERE name = ${from}`;
  }
}

/**
 * Merges a circle that an earlier import of people made under the new name into the renamed one, with its people and
 * their hours.
 */
async function joinNamedOnly(transaction: Transaction, { from, to }: Renaming): Promise<void> {
  const [both] = await transaction.$queryRaw<{ old: string; early: string }[]>`
    SELECT old.id AS old, known.id AS early FROM "Circle" old, "Circle" known
     WHERE old.name = ${from} AND known.name = ${to} AND ${IS_NAMED_ONLY}`;
  if (!both) return;
  const { old, early } = both;
  await transaction.$executeRaw`
    INSERT INTO "PersonCircle" ("personId", "circleId")
    SELECT "personId", ${old}::uuid FROM "PersonCircle" WHERE "circleId" = ${early}::uuid ON CONFLICT DO NOTHING`;
  await transaction.$executeRaw`UPDATE "ContactHour" SET "circleId" = ${old}::uuid WHERE "circleId" = ${early}::uuid`;
  await transaction.$executeRaw`DELETE FROM "PersonCircle" WHERE "circleId" = ${early}::uuid`;
  await transaction.$executeRaw`DELETE FROM "Circle" WHERE id = ${early}::uuid`;
}

/** Adds the circles that are missing. @returns the id of each, by name */
export async function ensureCircles(transaction: Transaction, names: Iterable<string>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const batch of batches([...new Set(names)])) {
    await transaction.circle.createMany({ data: batch.map((name) => ({ name })), skipDuplicates: true });
    for (const { id, name } of await transaction.circle.findMany({ where: { name: { in: batch } } })) ids.set(name, id);
  }
  return ids;
}

/** Adds schools and updates known ones; a school that moves takes its teachers to its new circle. */
export async function writeSchools(transaction: Transaction, rows: readonly SchoolRow[]): Promise<ImportCount> {
  const circles = await ensureCircles(
    transaction,
    rows.map((row) => row.circle),
  );
  let [added, changed] = [0, 0];
  for (const batch of batches(rows)) {
    const wanted = batch.flatMap(({ school: name, circle, region, timezone }) => {
      const circleId = circles.get(circle);
      return circleId === undefined ? [] : [{ name, circleId, region, timezone }];
    });
    const known = new Map(
      (await transaction.school.findMany({ where: { name: { in: batch.map((row) => row.school) } } })).map((school) => [
        school.name,
        school,
      ]),
    );
    const missing = wanted.filter((school) => !known.has(school.name));
    await transaction.school.createMany({ data: missing });
    added += missing.length;
    for (const school of wanted.filter((candidate) => differs(known.get(candidate.name), candidate))) {
      await transaction.school.update({ where: { name: school.name }, data: school });
      changed += 1;
    }
  }
  return { added, changed, unchanged: rows.length - added - changed };
}

type StoredSchool = { readonly circleId: string } & Pick<SchoolRow, 'region' | 'timezone'>;

function differs(known: StoredSchool | undefined, wanted: StoredSchool): boolean {
  if (known === undefined) return false;
  return known.circleId !== wanted.circleId || known.region !== wanted.region || known.timezone !== wanted.timezone;
}

/** The names that are not known yet, circles first; none in an empty deployment, where all are new. */
export async function findNewNames(
  prisma: Transaction,
  wanted: { readonly circles: Iterable<string>; readonly schools: Iterable<string> },
): Promise<NewName[]> {
  const select = { name: true } as const;
  const circles = (await prisma.circle.findMany({ select })).map(({ name }) => name);
  const schools = (await prisma.school.findMany({ select })).map(({ name }) => name);
  if (circles.length + schools.length === 0) return [];
  return [...newIn('circle', wanted.circles, circles), ...newIn('school', wanted.schools, schools)];
}

function newIn(kind: NewName['kind'], wanted: Iterable<string>, known: readonly string[]): NewName[] {
  const stored = new Set(known);
  return [...new Set(wanted)]
    .filter((name) => !stored.has(name))
    .sort()
    .map((name) => ({ kind, name, nearest: nearestName(name, known) }));
}
