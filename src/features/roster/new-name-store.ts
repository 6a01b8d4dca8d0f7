import type { Transaction } from '../../database/client.ts';
import { nearestName } from './file/nearest-name.ts';

/** A school or circle that an import names for the first time. */
export interface NewName {
  readonly kind: 'school' | 'circle';
  readonly name: string;
  /** The known one that may have been meant. */
  readonly nearest: string | null;
}

/** The names that are not known yet, circles first; none in a deployment that knows nothing yet, where all are new. */
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
