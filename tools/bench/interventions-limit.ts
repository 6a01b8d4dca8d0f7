import type pg from 'pg';

/**
 * The limit: one hand-written query for the same figures, without any privacy protection. For each intervention: its
 * share of the visits, its effect as felt by teachers (each of whom counts once), the effect that supervisors expected,
 * and the number of answers; and the same for each supervisor.
 * @param first the first day of the month
 * @returns the number of figures
 */
export async function overviewByHand(client: pg.Client, first: string): Promise<number> {
  const { rowCount } = await client.query(
    `WITH month AS (
       SELECT i.code, i.felt, v."teacherId", l."supervisorId", l.expected
         FROM "Visit" v JOIN "Intervention" i ON i."visitId" = v.id LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
        WHERE v.day >= $1::date AND v.day < $1::date + interval '1 month'
     ), felt AS (
       SELECT m.code, m."supervisorId", m."teacherId", sum(m.felt) AS sum, count(*) AS answers
         FROM month m JOIN "Person" p ON p.id = m."teacherId"
        WHERE m.felt IS NOT NULL AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL GROUP BY 1, 2, 3
     ), of_teachers AS (
       SELECT code, "teacherId", sum(sum)::float8 / sum(answers) AS mean FROM felt GROUP BY 1, 2
     ), done AS (
       SELECT code, "supervisorId", avg(expected)::float8 AS expected, count(*) AS times FROM month GROUP BY 1, 2
     ), team AS (
       SELECT code, avg(expected) AS expected, sum(times) / (
                SELECT count(*) FROM "Visit" WHERE day >= $1::date AND day < $1::date + interval '1 month') AS share
         FROM done GROUP BY 1
     )
     SELECT code, NULL AS supervisor, avg(mean) AS felt, count(*) AS raters, max(expected) AS expected, max(share) AS share
       FROM of_teachers JOIN team USING (code) GROUP BY code
      UNION ALL
     SELECT f.code, f."supervisorId"::text, avg(f.sum::float8 / f.answers), count(*), max(d.expected), max(t.share)
       FROM felt f JOIN done d USING (code, "supervisorId") JOIN team t ON t.code = f.code GROUP BY 1, 2`,
    [first],
  );
  return rowCount ?? 0;
}
