import type pg from 'pg';

export interface Seed {
  readonly teachers: number;
  /** Teachers are spread evenly over them. */
  readonly circles: number;
  /** Slack workspaces; each circle is in one of them. */
  readonly workspaces: number;
  /** Stands in every workspace. */
  readonly sealedToken: string;
}

/** Teachers who take part, with a school, a circle and a Slack account each. */
export async function seedTeachers(
  client: pg.Client,
  { teachers, circles, workspaces, sealedToken }: Seed,
): Promise<void> {
  await client.query(
    `INSERT INTO "Workspace" (platform, "externalId", name, "sealedToken", "botUser")
     SELECT 'slack', 'T' || n, 'Board ' || n, $2, 'UBOT' FROM generate_series(0, $1::int - 1) n`,
    [workspaces, sealedToken],
  );
  await client.query(`INSERT INTO "Circle" (name) SELECT 'Circle ' || n FROM generate_series(0, $1::int - 1) n`, [
    circles,
  ]);
  await client.query(
    `INSERT INTO "School" (name, "circleId", region, timezone)
     SELECT 'School of ' || name, id, 'midden', 'Europe/Amsterdam' FROM "Circle"`,
  );
  await client.query(
    `INSERT INTO "Person" (key, role, name, language, "schoolId", "consentedAt", "consentBasis")
     SELECT 't' || n, 'teacher', 'Teacher ' || n, 'nl', s.id, '2026-01-01', 'on_file'
       FROM generate_series(0, $1::int - 1) n JOIN "School" s ON s.name = 'School of Circle ' || (n % $2::int)`,
    [teachers, circles],
  );
  await client.query(
    `INSERT INTO "PersonCircle" ("personId", "circleId")
     SELECT p.id, s."circleId" FROM "Person" p JOIN "School" s ON s.id = p."schoolId"`,
  );
  await client.query(
    `INSERT INTO "Account" ("personId", "workspaceId", "externalId")
     SELECT p.id, w.id, 'U' || substr(p.key, 2) FROM "Person" p
       JOIN "Workspace" w ON w."externalId" = 'T' || ((substr(p.key, 2)::int % $1::int) % $2::int)`,
    [circles, workspaces],
  );
}

/** One open check-in for every teacher, asking the first item of each scale. @param third of the cycle, 0 to 2 */
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

/** Statistics, visibility and files as after a quiet night: no figure depends on when PostgreSQL would tidy up. */
export async function settle(client: pg.Client): Promise<void> {
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}
