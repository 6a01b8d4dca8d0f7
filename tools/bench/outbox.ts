import type pg from 'pg';

/** Which of the week's check-ins, in the order of their ids. */
export interface OutboxSlice {
  readonly skip: number;
  readonly amount: number;
}

/** Empties the outbox, and writes the notifications of some of the week's check-ins: nothing leaves before `letGo`. */
export async function fillOutbox(client: pg.Client, week: string, { skip, amount }: OutboxSlice): Promise<void> {
  // A worker looks around by itself every few seconds, and would begin before anybody measures.
  await client.query(
    `INSERT INTO "Deployment" (demonstration, "createdAt", "pausedAt") VALUES (false, now(), now())
     ON CONFLICT (id) DO UPDATE SET "pausedAt" = now()`,
  );
  await client.query('TRUNCATE "Notification"');
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO "Notification" (key, kind, subject, lane, "accountId", "notBefore", "notAfter", "createdAt")
     SELECT 'check-in:' || c.id, 'check-in', c.id, 'slack:' || w."externalId", a.id, now(), now() + interval '1 day', now()
       FROM "CheckIn" c JOIN "Account" a ON a."personId" = c."personId" JOIN "Workspace" w ON w.id = a."workspaceId"
      WHERE c.week = $1 ORDER BY c.id OFFSET $2 LIMIT $3`,
    [week, skip, amount],
  );
  await client.query('COMMIT');
}

/** From now on what was filled in may leave. */
export async function releaseOutbox(client: pg.Client): Promise<void> {
  await client.query('UPDATE "Deployment" SET "pausedAt" = NULL');
}

/** How many notifications are recorded as sent. */
export async function countSent(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ sent: number }>(
    `SELECT count(*)::int AS sent FROM "Notification" WHERE state = 'sent'`,
  );
  return rows[0]?.sent ?? 0;
}

/** How many lanes not every one of so many workers could take: for a second only the worker that had one may have it again. */
export async function countLeasedLanes(client: pg.Client, workers: number): Promise<number> {
  const { rows } = await client.query<{ held: number }>(
    `SELECT count(*)::int AS held FROM "Lane" WHERE "leaseUntil" > clock_timestamp() AND ($1 > 1 OR "releasedAt" IS NULL)`,
    [workers],
  );
  return rows[0]?.held ?? 0;
}
