import type pg from 'pg';

/**
 * The limit: one hand-written INSERT … SELECT of the same rows (check-ins, items, notifications) for everybody. It
 * looks up each teacher's next third, and assigns items in turn instead of balancing them.
 * @returns the number of check-ins
 */
export async function planByHand(client: pg.Client, week: string, closesAt: Date, now: Date): Promise<number> {
  const { rows } = await client.query<{ made: number }>(
    `WITH due AS (
       SELECT p.id, s."circleId", account.id AS account, account.lane,
              coalesce(CASE WHEN last.third < 2 THEN last.cycle ELSE last.cycle + 1 END, 0) AS cycle,
              coalesce((last.third + 1) % 3, 0) AS third,
              row_number() OVER (PARTITION BY s."circleId" ORDER BY p.id) AS turn
         FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
         JOIN LATERAL (
           SELECT a.id, w.platform || ':' || w."externalId" AS lane FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
            WHERE a."personId" = p.id AND a."unreachableSince" IS NULL AND w.state = 'active' ORDER BY a.rank, a.id LIMIT 1) account ON true
         LEFT JOIN LATERAL (
           SELECT c.cycle, c.third FROM "CheckIn" c WHERE c."personId" = p.id ORDER BY c.week DESC LIMIT 1) last ON true
        WHERE p.role = 'teacher' AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
          AND NOT EXISTS (SELECT 1 FROM "CheckIn" c WHERE c."personId" = p.id AND c.week = $1)
     ), made AS (
       INSERT INTO "CheckIn" ("personId", "circleId", week, cycle, third, instrument, "createdAt", "closesAt")
       SELECT id, "circleId", $1, cycle, third, 'polsslag@1', $3, $2 FROM due RETURNING id, "personId"
     ), items AS (
       INSERT INTO "CheckInItem" ("checkInId", position, item)
       SELECT made.id, scale.position - 1, scale.code || '0' || (1 + (due.turn + due.third) % 3)
         FROM made JOIN due ON due.id = made."personId", unnest(ARRAY['VIT', 'TOE', 'ABS']) WITH ORDINALITY AS scale(code, position)
     ), notifications AS (
       INSERT INTO "Notification" (key, kind, subject, lane, "accountId", "notBefore", "notAfter", "createdAt")
       SELECT 'check-in:' || made.id, 'check-in', made.id, due.lane, due.account, $3, $2::timestamptz - interval '1 day', $3
         FROM made JOIN due ON due.id = made."personId"
     )
     SELECT count(*)::int AS made FROM made`,
    [week, closesAt, now],
  );
  return rows[0]?.made ?? 0;
}
