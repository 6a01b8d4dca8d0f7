import { z } from 'zod';
import { PLATFORMS, type PlatformName } from '../../../chat/address.ts';
import { idShape, readId } from '../../../chat/platform-ids.ts';
import { LANGUAGES, type Language } from '../../../text/languages.ts';
import { oneOf, optionalText, readRow, requiredText } from './cells.ts';
import type { Bytes } from './decode-text.ts';
import type { ReportFault } from './fault.ts';
import { type CsvLine, type NoticeFormat, readCsv } from './read-csv.ts';

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
export type Role = (typeof ROLES)[number];

export interface AccountRow {
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly user: string;
}

/** One line of the file, in itself in order. */
export interface PersonRow {
  readonly line: number;
  readonly person: string;
  readonly role: Role;
  readonly name: string;
  readonly school: string | null;
  readonly circle: string | null;
  readonly cluster: 3 | 4 | null;
  readonly language: Language;
  /** Null for a person who is reached on paper only. */
  readonly account: AccountRow | null;
}

const personRow = z.object({
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

/** Reads the lines of `import people`'s file, each checked in itself; `groupPeople` checks them together. */
export async function readPeopleFile(bytes: Bytes, report: ReportFault, notice?: NoticeFormat): Promise<PersonRow[]> {
  const rows: PersonRow[] = [];
  for await (const csvLine of readCsv(bytes, PERSON_COLUMNS, report, notice)) {
    const row = readRow(personRow, csvLine, report);
    const account = readAccount(csvLine, report);
    if (row && account !== 'faulty') rows.push({ line: csvLine.line, ...row, account });
  }
  return rows;
}

function readAccount({ line, cells }: CsvLine, report: ReportFault): AccountRow | null | 'faulty' {
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
  const workspace = readId(platform.data, 'workspace', workspaceCell);
  const user = readId(platform.data, 'user', userCell);
  if (workspace === null) report(line, 'workspace', `must be ${idShape(platform.data, 'workspace')}.`);
  if (user === null) report(line, 'user', `must be ${idShape(platform.data, 'user')}.`);
  return workspace === null || user === null ? 'faulty' : { platform: platform.data, workspace, user };
}
