import type { Transaction } from '../../database/client.ts';
import { PERIOD_KIND, TOLD } from './period-store.ts';

/** A row of the file. */
export interface Row {
  readonly line: number;
  readonly supervisor: string;
  readonly teacher: string;
  readonly intervention: string;
  /** yyyy-MM-dd */
  readonly date: string;
  readonly expected: number | null;
  readonly felt: { readonly felt: number | null; readonly isAnswer: boolean };
}

interface Keys {
  readonly supervisors: ReadonlySet<string>;
  readonly teachers: ReadonlySet<string>;
}

/** The keys of all supervisors and teachers, as the operator named them. */
export async function findKeys(transaction: Transaction): Promise<Keys> {
  const people = await transaction.person.findMany({ select: { key: true, role: true, schoolId: true } });
  const isTeacher = ({ role, schoolId }: (typeof people)[number]) => role === 'teacher' && schoolId !== null;
  return {
    supervisors: new Set(people.filter(({ role }) => role !== 'teacher').map(({ key }) => key)),
    teachers: new Set(people.filter(isTeacher).map(({ key }) => key)),
  };
}

/**
 * Adds the rows that are not stored yet: one visit for everything that one supervisor did for one teacher on one day
 * with the same expected effect. An answer counts from noon of that day, in the first month that is frozen afterwards;
 * or from now on, when that time was already published.
 * @param rows all rows about the same intervention say the same
 */
export async function writeVisits(
  transaction: Transaction,
  rows: readonly Row[],
  now: Date,
): Promise<{ added: number; unchanged: number }> {
  const staged = JSON.stringify(
    rows.map(({ intervention: code, date: day, felt: { felt, isAnswer }, supervisor, teacher, expected }) => ({
      supervisor,
      teacher,
      expected,
      code,
      day,
      felt,
      answered: isAnswer,
    })),
  );
  // Holds the lock of closing a month, so that none is closed during the import.
  await transaction.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtext(${PERIOD_KIND}))`;
  const added = await transaction.$executeRaw`
    WITH told AS (${TOLD}), staged AS MATERIALIZED (
      SELECT DISTINCT ON (by.id, p.id, f.day, f.code) by.id AS "supervisorId", p.id AS "teacherId", s."circleId", f.*
        FROM jsonb_to_recordset(${staged}::jsonb)
             AS f(supervisor text, teacher text, code text, day date, expected smallint, felt smallint, answered boolean)
        JOIN "Person" by ON by.key = f.supervisor JOIN "Person" p ON p.key = f.teacher JOIN "School" s ON s.id = p."schoolId"
       WHERE NOT EXISTS (
         SELECT 1 FROM "Visit" v JOIN "LoggedVisit" l ON l."visitId" = v.id JOIN "Intervention" i ON i."visitId" = v.id
          WHERE v."teacherId" = p.id AND l."supervisorId" = by.id AND v.day = f.day AND i.code = f.code)
    ), visits AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, "supervisorId", "teacherId", "circleId", day, expected FROM staged GROUP BY 2, 3, 4, 5, 6
    ), visited AS (
      INSERT INTO "Visit" (id, "teacherId", "circleId", day, "createdAt", source)
      SELECT id, "teacherId", "circleId", day, ${now}, 'import' FROM visits
    ), logged AS (
      INSERT INTO "LoggedVisit" ("visitId", "supervisorId", expected) SELECT id, "supervisorId", expected FROM visits)
    INSERT INTO "Intervention" ("visitId", code, felt, "answeredAt")
    SELECT v.id, s.code, s.felt, CASE
             WHEN s.answered AND s.day + interval '12 hours' < told.until THEN ${now}
             WHEN s.answered THEN s.day + interval '12 hours' END
      FROM staged s JOIN visits v ON (v."supervisorId", v."teacherId", v.day) = (s."supervisorId", s."teacherId", s.day)
       AND v.expected IS NOT DISTINCT FROM s.expected LEFT JOIN told ON told.code = s.code`;
  return { added, unchanged: rows.length - added };
}
