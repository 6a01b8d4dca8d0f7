import type pg from 'pg';

/**
 * The limit: one hand-written query for the same figures, without any privacy protection: the means of the teachers'
 * corrected scores, the total, and the number who answered on every scale, for every circle and for the partnership.
 * @returns the number of figures
 */
export async function figuresByHand(client: pg.Client, week: string): Promise<number> {
  const { rowCount } = await client.query(
    `WITH usual AS (
       SELECT item, left(item, 3) AS scale, sum(sum)::float8 / sum(count) AS mean FROM "ItemTotal" WHERE week < $1 GROUP BY item
     ), corrections AS (
       SELECT item, scale, avg(mean) OVER (PARTITION BY scale) - mean AS correction FROM usual
     ), scores AS (
       SELECT a."personId", a."circleId", k.scale, avg(a.value + k.correction) AS score
         FROM "Answer" a JOIN "Person" p ON p.id = a."personId" JOIN corrections k USING (item)
        WHERE a.week = $1 AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
        GROUP BY 1, 2, 3
     ), circles AS (
       SELECT "circleId", scale, avg(score) AS mean, count(*) AS people FROM scores GROUP BY 1, 2
     ), respondents AS (
       SELECT "circleId", count(*) AS respondents
         FROM (SELECT "circleId" FROM scores GROUP BY "circleId", "personId" HAVING count(*) = 3) complete GROUP BY 1
     ), scopes AS (
       SELECT c.name AS scope, scale, mean, respondents
         FROM circles JOIN respondents USING ("circleId") JOIN "Circle" c ON c.id = circles."circleId"
       UNION ALL
       SELECT 'partnership', scale, sum(mean * people) / sum(people), sum(respondents)
         FROM circles JOIN respondents USING ("circleId") GROUP BY scale
     )
     SELECT scope, scale, mean, respondents, avg(mean) OVER (PARTITION BY scope) AS total FROM scopes`,
    [week],
  );
  return rowCount ?? 0;
}
