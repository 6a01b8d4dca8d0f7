import type pg from 'pg';

/** A part of the week's check-ins, in the order of their ids. */
export interface OutboxSlice {
  readonly skip: number;
  readonly amount: number;
}

/**
 * Empties the outbox and writes the notifications of a part of the week's check-ins. Nothing is sent before
 * `releaseOutbox`.
 */
export async function fillOutbox(client: pg.Client, week: string, { skip, amount }: OutboxSlice): Promise<void> {
  // A worker polls every few seconds, and would begin before the measurement.
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

/** Lets the notifications be sent. */
export async function releaseOutbox(client: pg.Client): Promise<void> {
  await client.query('UPDATE "Deployment" SET "pausedAt" = NULL');
}

/** The number of notifications that are recorded as sent. */
export async function countSent(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ sent: number }>(
    `SELECT count(*)::int AS sent FROM "Notification" WHERE state = 'sent'`,
  );
  return rows[0]?.sent ?? 0;
}

/**
 * The number of lanes that some of these workers could not take now: for a second after a release only the worker that
 * had a lane may take it again.
 */
export async function countLeasedLanes(client: pg.Client, workers: number): Promise<number> {
  const { rows } = await client.query<{ held: number }>(
    `SELECT count(*)::int AS held FROM "Lane" WHERE "leaseUntil" > clock_timestamp() AND ($1 > 1 OR "releasedAt" IS NULL)`,
    [workers],
  );
  return rows[0]?.held ?? 0;
}
