import type pg from 'pg';

/** Inserts one open check-in for every teacher, with the first item of each scale. @param third of the cycle, 0 to 2 */
export async function seedCheckIns(client: pg.Client, week: string, third: number, closesAt: Date): Promise<void> {
  await client.query(
    `WITH made AS (
       INSERT INTO "CheckIn" ("personId", "circleId", week, cycle, third, instrument, "createdAt", "closesAt")
       SELECT p.id, s."circleId", $1, 0, $2, 'polsslag@1', now(), $3 FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
       RETURNING id)
     INSERT INTO "CheckInItem" ("checkInId", position, item)
     SELECT made.id, i.position - 1, i.item FROM made, unnest(ARRAY['VIT01', 'TOE01', 'ABS01']) WITH ORDINALITY AS i(item, position)`,
    [week, third, closesAt],
  );
}

/**
 * Updates statistics, visibility maps and files, as after a quiet night, so that no measurement depends on when
 * PostgreSQL does this by itself.
 */
export async function vacuumAndAnalyze(client: pg.Client): Promise<void> {
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}
