import type { Transaction } from '../../database/client.ts';
import type { Region, SchoolRow } from './file/schools-file.ts';
import { batches, type ImportCount } from './import-transaction-store.ts';

/** The circle of each of these schools that is known. */
export async function circlesOfSchools(
  transaction: Transaction,
  names: readonly string[],
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const batch of batches(names)) {
    const schools = await transaction.school.findMany({
      where: { name: { in: batch } },
      select: { name: true, circle: { select: { name: true } } },
    });
    for (const school of schools) known.set(school.name, school.circle.name);
  }
  return known;
}

/** Makes the circles that are missing. @returns the id of each, by name */
export async function ensureCircles(transaction: Transaction, names: Iterable<string>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const batch of batches([...new Set(names)])) {
    await transaction.circle.createMany({ data: batch.map((name) => ({ name })), skipDuplicates: true });
    for (const { id, name } of await transaction.circle.findMany({ where: { name: { in: batch } } })) ids.set(name, id);
  }
  return ids;
}

/** Adds schools and brings known ones up to date; a school that moves takes its teachers to its new circle. */
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

interface StoredSchool {
  readonly circleId: string;
  readonly region: Region;
  readonly timezone: string;
}

function differs(known: StoredSchool | undefined, wanted: StoredSchool): boolean {
  if (known === undefined) return false;
  return known.circleId !== wanted.circleId || known.region !== wanted.region || known.timezone !== wanted.timezone;
}
