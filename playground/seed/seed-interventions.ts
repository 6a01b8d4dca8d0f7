import type pg from 'pg';

/** The last month with logged interventions. */
export const LAST_MONTH = '2026-10';

interface SeedInterventions {
  /** The number of interventions; each visit has two. */
  readonly count: number;
  /** The number of months over which they are spread, up to the end of the last one. */
  readonly months: number;
  readonly codes: readonly string[];
}

/**
 * Inserts what supervisors logged for the teachers of their circles; six in ten were answered. Months before the last
 * one are marked as published, as closing them does.
 */
export async function seedInterventions(client: pg.Client, { count, months, codes }: SeedInterventions): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query(
    `WITH teachers AS (
       SELECT p.id, s."circleId", row_number() OVER (ORDER BY p.key) - 1 AS place FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
        WHERE p.role = 'teacher'
     ), supervisors AS (
       SELECT c."circleId", array_agg(p.id ORDER BY p.key) AS ids FROM "Person" p JOIN "PersonCircle" c ON c."personId" = p.id
        WHERE p.role = 'supervisor' GROUP BY 1
     ), made AS MATERIALIZED (
       SELECT gen_random_uuid() AS id, t.id AS "teacherId", t."circleId", s.ids[1 + (hashtext('by' || v.n) & 1023) % cardinality(s.ids)] AS by,
              (date '2026-11-01' - 1 - (hashtext('day' || v.n) & 65535) % (30 * $2::int)) AS day, v.n
         FROM generate_series(0, $1::int - 1) v(n)
         JOIN teachers t ON t.place = (hashtext('for' || v.n) & 1048575) % (SELECT count(*) FROM teachers)
         JOIN supervisors s ON s."circleId" = t."circleId"
     ), visits AS (
       INSERT INTO "Visit" (id, "teacherId", "circleId", day, "createdAt", source)
       SELECT id, "teacherId", "circleId", day, day + time '16:00', 'chat' FROM made ORDER BY day
     ), logged AS (
       INSERT INTO "LoggedVisit" ("visitId", "supervisorId", expected) SELECT id, by, 1 + n % 5 FROM made ORDER BY day)
     INSERT INTO "Intervention" ("visitId", code, felt, "answeredAt")
     SELECT made.id, ($3::text[])[1 + ((hashtext('code' || n) & 1023) + 5 * half) % cardinality($3::text[])],
            CASE WHEN answers THEN 1 + (hashtext('felt' || n || half) & 1023) % 5 END,
            CASE WHEN answers THEN day + time '17:00' END
       FROM made, generate_series(0, 1) half, LATERAL (SELECT (hashtext('answers' || n || half) & 1023) % 10 < 6 AS answers) a
      ORDER BY day`,
    [Math.ceil(count / 2), months, codes],
  );
  await client.query('SET session_replication_role = DEFAULT');
  await client.query(
    `INSERT INTO "InterventionPeriod" (period, "publishedAt", ended, told, body)
     SELECT to_char(ended - interval '1 day', 'YYYY-MM'), ended + interval '8 days', ended, $1, '{}'
       FROM generate_series(date '2026-10-01' - ($2::int - 2) * interval '1 month', date '2026-10-01', interval '1 month') ended`,
    [codes, months],
  );
}
