import { z } from 'zod';
import { oneOf, readRow, requiredText, timezone } from './cells.ts';
import type { Bytes } from './decode-text.ts';
import type { ReportFault } from './fault.ts';
import { type NoticeFormat, readCsv } from './read-csv.ts';

export const SCHOOL_COLUMNS = ['school', 'circle', 'region', 'timezone'] as const;
const REGIONS = ['noord', 'midden', 'zuid'] as const;
export type Region = (typeof REGIONS)[number];

export interface SchoolRow {
  /** Its name, which is its key. */
  readonly school: string;
  readonly circle: string;
  readonly region: Region;
  /** IANA name. */
  readonly timezone: string;
}

const schoolRow = z.object({ school: requiredText, circle: requiredText, region: oneOf(REGIONS), timezone });

/** Reads `import schools`' file; a school may stand in it twice as long as both lines say the same. */
export async function readSchoolsFile(bytes: Bytes, report: ReportFault, notice?: NoticeFormat): Promise<SchoolRow[]> {
  const schools = new Map<string, { line: number; row: SchoolRow }>();
  for await (const csvLine of readCsv(bytes, SCHOOL_COLUMNS, report, notice)) {
    const row = readRow(schoolRow, csvLine, report);
    if (!row) continue;
    const earlier = schools.get(row.school);
    if (!earlier) schools.set(row.school, { line: csvLine.line, row });
    for (const column of earlier ? contradictions(earlier.row, row) : []) {
      report(
        csvLine.line,
        column,
        `says something else than line ${earlier?.line} about the same school; keep one of them.`,
      );
    }
  }
  return [...schools.values()].map(({ row }) => row);
}

function contradictions(a: SchoolRow, b: SchoolRow): string[] {
  return SCHOOL_COLUMNS.filter((column) => a[column] !== b[column]);
}
