import type pg from 'pg';

/** Weeks are counted back from the published one; in one of five nobody is asked, as in school holidays. */
const ASKED = `SELECT week, n FROM (
    SELECT to_char(date '2026-11-17' - 7 * n, 'IYYY-"W"IW') AS week, n FROM generate_series(1, $1::int) n
  ) weeks WHERE n % 5 <> 0`;

/**
 * Answers of every teacher to three items a week, in the weeks before 2026-W47, which are as they are left by publishing
 * them: with their item totals.
 * @param weeks how many calendar weeks back
 */
export async function seedEarlierAnswers(client: pg.Client, weeks: number): Promise<void> {
  // Of chance ids alone, PostgreSQL makes a million in as much time as all the rest takes.
  // Week by week, so that they lie as they would have come, and need not be sorted for it.
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

/** Answers every check-in of a week. */
export async function answerCheckIns(client: pg.Client, week: string): Promise<void> {
  await client.query(
    `INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
     SELECT c."personId", c.id, c."circleId", i.item, (hashtext(c.id || i.item) & 1023) % 7, c.week,
            timestamptz '2026-11-17 16:00+01' + (hashtext(i.item || c.id) & 65535) * interval '1 second', c.instrument, 'chat'
       FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id WHERE c.week = $1`,
    [week],
  );
}

/** Loads rows before their indexes are made, and without asking of each whether what it refers to is there. */
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
