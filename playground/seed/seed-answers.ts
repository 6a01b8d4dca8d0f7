import type pg from 'pg';

/** The number of weeks back from the published one. In one of five weeks nobody is asked, as in school holidays. */
const ASKED = `SELECT week, n FROM (
    SELECT to_char(date '2026-11-17' - 7 * n, 'IYYY-"W"IW') AS week, n FROM generate_series(1, $1::int) n
  ) weeks WHERE n % 5 <> 0`;

/**
 * Inserts the answers of every teacher to three items a week, with the item totals that publication leaves, for weeks
 * before 2026-W47.
 * @param weeks the number of calendar weeks to go back
 */
export async function seedEarlierAnswers(client: pg.Client, weeks: number): Promise<void> {
  // Ids are digests, because generating a million random ids takes PostgreSQL as long as all the rest. Rows are
  // inserted week by week, in the order in which they would have come, so that they need no sorting.
  const { rows } = await client.query<{ week: string; n: number }>(`${ASKED} ORDER BY n DESC`, [weeks]);
  await withoutIndexes(client, async () => {
    for (const { week, n } of rows) {
      await client.query({
        name: 'seed-answers',
        text: `INSERT INTO "Answer" (id, "personId", "circleId", item, value, week, "answeredAt", instrument, source)
       SELECT md5(p.key || scale || $2::int)::uuid, p.id, s."circleId", scale || '0' || (1 + (substr(p.key, 2)::int + $2) % 3),
              (hashtext(p.key || scale || $2) & 1023) % 7, $1,
              timestamptz '2026-11-17 16:00+01' - $2 * interval '7 days', 'polsslag@1', 'import'
         FROM unnest(ARRAY['VIT', 'TOE', 'ABS']) scale, "Person" p JOIN "School" s ON s.id = p."schoolId"`,
        values: [week, n],
      });
    }
  });
  await client.query(
    `INSERT INTO "ItemTotal" (week, item, count, sum)
     SELECT week, item, count(*)::int, sum(value)::int FROM "Answer" GROUP BY week, item`,
  );
}

/** Inserts an answer to every item of every check-in of a week. */
export async function answerCheckIns(client: pg.Client, week: string): Promise<void> {
  await client.query(
    `INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
     SELECT c."personId", c.id, c."circleId", i.item, (hashtext(c.id || i.item) & 1023) % 7, c.week,
            timestamptz '2026-11-17 16:00+01' + (hashtext(i.item || c.id) & 65535) * interval '1 second', c.instrument, 'chat'
       FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id WHERE c.week = $1`,
    [week],
  );
}

/** Loads rows while the indexes and foreign-key checks of Answer are off, and recreates the indexes afterwards. */
async function withoutIndexes(client: pg.Client, load: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'Answer' AND indexname <> 'Answer_pkey'`,
  );
  await client.query('ALTER TABLE "Answer" DROP CONSTRAINT "Answer_pkey"');
  for (const { indexname } of rows) await client.query(`DROP INDEX ${client.escapeIdentifier(indexname)}`);
  await client.query("SET maintenance_work_mem = '256MB'");
  await client.query("SET work_mem = '256MB'");
  await client.query('SET session_replication_role = replica');
  await load();
  await client.query('SET session_replication_role = DEFAULT');
  await client.query('ALTER TABLE "Answer" ADD PRIMARY KEY (id)');
  for (const { indexdef } of rows) await client.query(indexdef);
}
