import { z } from 'zod';
import { REGIONS } from '../../calendar/school-holidays.ts';
import { oneOf, readRows, requiredText } from '../../csv/cells.ts';
import type { CsvSource } from '../../csv/read-csv.ts';

export const SCHOOL_COLUMNS = ['school', 'circle', 'region', 'timezone'] as const;

export interface SchoolRow {
  /** Its name, which identifies it. */
  readonly school: string;
  readonly circle: string;
  readonly region: (typeof REGIONS)[number];
  /** An IANA name. */
  readonly timezone: string;
}

/** An IANA name that this system's calendar knows ('Europe/Amsterdam'). */
const timezone = z.string().refine(isTimezone, 'is not a known time zone; write it as Europe/Amsterdam.');

const schoolRow = z.object({ school: requiredText, circle: requiredText, region: oneOf(REGIONS), timezone });

/** Reads the file of `import schools`. A school may have two rows when they say the same. */
export async function readSchoolsFile(source: CsvSource): Promise<SchoolRow[]> {
  const schools = new Map<string, { line: number; row: SchoolRow }>();
  for await (const { line, ...row } of readRows(source, SCHOOL_COLUMNS, schoolRow)) {
    const earlier = schools.get(row.school);
    if (!earlier) schools.set(row.school, { line, row });
    for (const column of earlier ? contradictions(earlier.row, row) : []) {
      const text = `says something else than line ${earlier?.line} about the same school; keep one of them.`;
      source.report(line, column, text);
    }
  }
  return [...schools.values()].map(({ row }) => row);
}

function contradictions(a: SchoolRow, b: SchoolRow): string[] {
  return SCHOOL_COLUMNS.filter((column) => a[column] !== b[column]);
}

const knownTimezones = new Map<string, boolean>();

function isTimezone(name: string): boolean {
  const known = knownTimezones.get(name);
  if (known !== undefined) return known;
  const answer = /^[A-Za-z]/.test(name) && canFormatIn(name);
  knownTimezones.set(name, answer);
  return answer;
}

function canFormatIn(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
