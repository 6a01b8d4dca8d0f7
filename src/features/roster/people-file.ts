import { z } from 'zod';
import { type ChatUser, PLATFORMS } from '../../chat/address.ts';
import { idsOf } from '../../chat/platform-ids.ts';
import { oneOf, optionalText, readRow, requiredText } from '../../csv/cells.ts';
import type { ReportFault } from '../../csv/fault.ts';
import { type CsvLine, type CsvSource, readCsv } from '../../csv/read-csv.ts';
import { LANGUAGES, type Language } from '../../text/languages.ts';
import { nearestName } from '../../text/nearest-name.ts';

export const PERSON_COLUMNS = [
  'person',
  'role',
  'name',
  'school',
  'circle',
  'cluster',
  'platform',
  'workspace',
  'user',
  'language',
] as const;

const ROLES = ['teacher', 'supervisor', 'lead'] as const;
type PersonRole = (typeof ROLES)[number];

/** One row of the file that is correct in itself. */
interface PersonLine {
  readonly line: number;
  readonly person: string;
  readonly role: PersonRole;
  readonly name: string;
  readonly school: string | null;
  readonly circle: string | null;
  readonly cluster: 3 | 4 | null;
  readonly language: Language;
  /** Null for a person without a chat account. */
  readonly account: ChatUser | null;
}

const personLine = z.object({
  person: requiredText,
  role: oneOf(ROLES),
  name: requiredText,
  school: optionalText,
  circle: optionalText,
  cluster: z
    .enum(['', '3', '4'], { error: 'must be 3 or 4, or empty.' })
    .transform((text) => (text === '' ? null : text === '3' ? 3 : 4)),
  language: oneOf(LANGUAGES),
});

const platformName = oneOf(PLATFORMS);

/** Reads the rows of the file of `import people`, each checked by itself; `groupPeople` checks them together. */
export async function readPeopleFile(source: CsvSource): Promise<PersonLine[]> {
  const rows: PersonLine[] = [];
  for await (const csvLine of readCsv(source, PERSON_COLUMNS)) {
    const row = readRow(personLine, csvLine, source.report);
    const account = readAccount(csvLine, source.report);
    if (row && account !== 'faulty') rows.push({ line: csvLine.line, ...row, account });
  }
  return rows;
}

function readAccount({ line, cells }: CsvLine, report: ReportFault): ChatUser | null | 'faulty' {
  const { platform: platformCell = '', workspace: workspaceCell = '', user: userCell = '' } = cells;
  if (platformCell + workspaceCell + userCell === '') return null;
  const platform = platformName.safeParse(platformCell);
  if (!platform.success) {
    report(
      line,
      'platform',
      'must be slack or teams (or empty, with workspace and user, for a person without a chat).',
    );
    return 'faulty';
  }
  const [workspaces, users] = [idsOf(platform.data, 'workspace'), idsOf(platform.data, 'user')];
  const [workspace, user] = [workspaces.read(workspaceCell), users.read(userCell)];
  if (workspace === null) report(line, 'workspace', `must be ${workspaces.shape}.`);
  if (user === null) report(line, 'user', `must be ${users.shape}.`);
  return workspace === null || user === null ? 'faulty' : { platform: platform.data, workspace, user };
}

/** One person, from all their rows. */
interface ImportedPerson {
  readonly key: string;
  readonly role: PersonRole;
  readonly name: string;
  readonly cluster: 3 | 4 | null;
  readonly language: Language;
  /** A teacher's school: the first one in their rows. Null for others. */
  readonly school: string | null;
  readonly circles: ReadonlySet<string>;
  /** In the order of the file; the first is tried first. */
  readonly accounts: readonly ChatUser[];
}

interface ImportedPeople {
  readonly people: readonly ImportedPerson[];
  /** The circle of every school in the file, whether it was known or not. */
  readonly circleOfSchool: ReadonlyMap<string, string>;
}

/** What the database knows already. */
interface Known {
  readonly circleOfSchool: ReadonlyMap<string, string>;
  /** The names of all schools. */
  readonly schools: readonly string[];
  /** The key of each account's person, by `accountKey`. */
  readonly ownerOfAccount: ReadonlyMap<string, string>;
}

/** Identifies an account. */
export function accountKey({ platform, workspace, user }: ChatUser): string {
  return `${platform} ${workspace} ${user}`;
}

/** Combines the rows of each person, and reports rows that contradict each other or the database. */
export function groupPeople(rows: readonly PersonLine[], known: Known, report: ReportFault): ImportedPeople {
  const circleOfSchool = placeSchools(rows, known, report);
  reportSharedAccounts(rows, known.ownerOfAccount, report);
  const linesOf = new Map<string, PersonLine[]>();
  for (const row of rows) {
    const lines = linesOf.get(row.person);
    if (lines) lines.push(row);
    else linesOf.set(row.person, [row]);
  }
  const people = [...linesOf.values()].flatMap((lines) => groupPerson(lines, circleOfSchool, report) ?? []);
  return { people, circleOfSchool };
}

interface StatedCircle {
  readonly circle: string;
  /** Where it was stated: 'line 7' or 'the database'. */
  readonly where: string;
}

function placeSchools(rows: readonly PersonLine[], { circleOfSchool, schools }: Known, report: ReportFault) {
  const places = new Map(
    [...circleOfSchool].map(([school, circle]): [string, StatedCircle] => [school, { circle, where: 'the database' }]),
  );
  for (const { school, circle, line } of rows) {
    if (school !== null && circle !== null && !places.has(school))
      places.set(school, { circle, where: `line ${line}` });
  }
  const faults = new Map<string, string>();
  for (const { school, circle, line } of rows) {
    const place = school === null ? null : places.get(school);
    if (school !== null && place === undefined) {
      const fault = faults.get(school) ?? faultOfNewSchool(nearestName(school, [...schools, ...places.keys()]));
      faults.set(school, fault);
      report(line, 'circle', fault);
    }
    if (place && circle !== null && circle !== place.circle) {
      report(
        line,
        'circle',
        `is not the circle that this school has in ${place.where}; a school belongs to one circle.`,
      );
    }
  }
  return new Map([...places].map(([school, { circle }]) => [school, circle]));
}

function faultOfNewSchool(nearest: string | null): string {
  const fault = 'is empty, and this school is not known yet; name its circle';
  return nearest === null ? `${fault}.` : `${fault}, or mend the school when it is "${nearest}".`;
}

function reportSharedAccounts(
  rows: readonly PersonLine[],
  owners: ReadonlyMap<string, string>,
  report: ReportFault,
): void {
  const first = new Map<string, PersonLine>();
  for (const row of rows) {
    if (row.account === null) continue;
    const key = accountKey(row.account);
    const earlier = first.get(key);
    const owner = owners.get(key);
    if (earlier && earlier.person !== row.person) {
      report(
        row.line,
        'user',
        `is the account of somebody else on line ${earlier.line}; an account belongs to one person.`,
      );
    } else if (owner !== undefined && owner !== row.person) {
      report(
        row.line,
        'user',
        'is the account of somebody else who is known already; an account belongs to one person.',
      );
    }
    if (!earlier) first.set(key, row);
  }
}

const SAME_ON_EVERY_LINE = ['role', 'name', 'cluster', 'language'] as const;

function groupPerson(
  lines: readonly PersonLine[],
  circleOfSchool: ReadonlyMap<string, string>,
  report: ReportFault,
): ImportedPerson | null {
  const [first, ...others] = lines;
  if (!first) return null;
  for (const other of others) {
    for (const column of SAME_ON_EVERY_LINE.filter((name) => other[name] !== first[name])) {
      report(
        other.line,
        column,
        `says something else than line ${first.line} about the same person; make them the same.`,
      );
    }
  }
  const school = first.role === 'teacher' ? (lines.find((row) => row.school !== null)?.school ?? null) : null;
  if (first.role === 'teacher' && school === null) {
    report(first.line, 'school', 'is empty; a teacher needs a school.');
  }
  const circleOf = (row: PersonLine) =>
    row.circle ?? (row.school === null ? null : circleOfSchool.get(row.school)) ?? null;
  const accounts = new Map(lines.flatMap(({ account }) => (account ? [[accountKey(account), account] as const] : [])));
  return {
    key: first.person,
    role: first.role,
    name: first.name,
    cluster: first.cluster,
    language: first.language,
    school,
    circles: new Set(lines.flatMap((row) => circleOf(row) ?? [])),
    accounts: [...accounts.values()],
  };
}
