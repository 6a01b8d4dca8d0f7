import { z } from 'zod';
import type { ConversationReference, Recipient } from '../chat/address.ts';
import type { Pool, Transaction } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { CAN_BE_REACHED } from '../people/reachable.ts';
import { isLaneOpen } from './lane-store.ts';
import type { ClaimedNotification, NewNotification, NotificationStore, Outcome } from './notification.ts';
import { NOTIFICATION_STATES } from './notification-state.ts';
import { createUntimelyStore, isLate, isTooMuch } from './untimely-store.ts';

/**
 * The columns of a claimed notification; `n` is its row, and `account`, `channel` and `workspace` are its recipient.
 */
const CLAIMED_COLUMNS = Prisma.sql`
  n.id, n.key, n.kind, n.subject, n.lane, n.state::text AS state, n."notBefore", n."notAfter", n.attempts,
  n."attemptedAt", n."sentAt", n.reference, n.reason, n."inDoubt",
  coalesce(channel.language, person.language) AS language,
  coalesce(w1."externalId", w2."externalId") AS workspace,
  account."externalId" AS "user", account.conversation, channel."externalId" AS channel,
  account."unreachableSince" IS NOT NULL AS "givenUp", coalesce(account."unreachableSince" >= n."createdAt", false) AS "stillGivenUp"`;

/** Joins the recipient of a notification. */
const RECIPIENT_JOINS = Prisma.sql`
  LEFT JOIN "Account" account ON account.id = n."accountId"
  LEFT JOIN "Person" person ON person.id = account."personId"
  LEFT JOIN "Workspace" w1 ON w1.id = account."workspaceId"
  LEFT JOIN "SupervisorChannel" channel ON channel.id = n."channelId"
  LEFT JOIN "Workspace" w2 ON w2.id = channel."workspaceId"`;

const rowSchema = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  lane: z.string(),
  state: z.enum(NOTIFICATION_STATES),
  notBefore: z.date(),
  notAfter: z.date(),
  attempts: z.number(),
  attemptedAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  inDoubt: z.number(),
  language: z.string().nullable(),
  workspace: z.string().nullable(),
  user: z.string().nullable(),
  conversation: z.record(z.string(), z.string()).nullable(),
  channel: z.string().nullable(),
  givenUp: z.boolean(),
  stillGivenUp: z.boolean(),
});

const doubleSchema = z.object({ double: z.string() });

/** Reads a row with CLAIMED_COLUMNS. @throws ZodError */
function toClaimed(raw: unknown): ClaimedNotification {
  const { id, key, kind, subject, lane, language, ...row } = rowSchema.parse(raw);
  const { state, notBefore, notAfter, attempts, attemptedAt, sentAt, reference, reason, inDoubt } = row;
  return {
    id,
    key,
    kind,
    subject,
    lane,
    language: language ?? 'nl',
    // A message written after the account was marked as unreachable is one more try.
    to: row.stillGivenUp ? null : recipientOf(row),
    givenUp: row.givenUp,
    progress: { state, notBefore, notAfter, attempts, attemptedAt, sentAt, reference, reason, inDoubt },
  };
}

function recipientOf(row: {
  readonly workspace: string | null;
  readonly user: string | null;
  readonly channel: string | null;
  readonly conversation: ConversationReference | null;
}): Recipient | null {
  const { workspace, user, channel, conversation } = row;
  if (workspace === null) return null;
  if (channel !== null) return { kind: 'channel', workspace, channel };
  if (user !== null) return { kind: 'person', workspace, user, conversation };
  return null;
}

/**
 * Writes notifications inside the caller's transaction. One whose key exists is left as it is.
 * @returns how many were new
 */
export async function insertNotifications(
  transaction: Transaction,
  rows: readonly NewNotification[],
  now: Date,
): Promise<number> {
  if (rows.length === 0) return 0;
  // One parameter whatever the number of rows, because a planner writes thousands at once.
  const list = JSON.stringify(rows.map(({ to, ...row }) => ({ ...row, ...to })));
  return transaction.$executeRaw`
    INSERT INTO "Notification" (key, kind, subject, lane, "accountId", "channelId", unasked, "notBefore", "notAfter", "createdAt")
    SELECT key, kind, subject, lane, "accountId", "channelId", unasked, "notBefore", "notAfter", ${now}
      FROM jsonb_to_recordset(${list}::jsonb) AS n(
        key text, kind text, subject text, lane text, "accountId" uuid, "channelId" uuid, unasked smallint,
        "notBefore" timestamptz, "notAfter" timestamptz)
    ON CONFLICT (key) DO NOTHING`;
}

/** The outbox in PostgreSQL. */
export function createNotificationStore(pool: Pool): NotificationStore {
  const { prisma, ask } = pool;
  return {
    async claim(lane, now, limit) {
      const rows = await ask(Prisma.sql`
        WITH due AS (
          SELECT id FROM "Notification" n
          WHERE lane = ${lane} AND state = 'queued' AND "notBefore" <= ${now} AND "notAfter" > ${now}
            AND (unasked IS NULL OR NOT (${isLate(now)} OR ${isTooMuch(now)}))
            AND ${isLaneOpen(Prisma.sql`${lane}`)}
          ORDER BY "notBefore" LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ), n AS (
          UPDATE "Notification" taken
          SET state = 'sending', attempts = taken.attempts + 1, "attemptedAt" = ${now}
          FROM due WHERE taken.id = due.id RETURNING taken.*
        )
        SELECT ${CLAIMED_COLUMNS} FROM n ${RECIPIENT_JOINS} ORDER BY n."notBefore"`);
      return rows.map(toClaimed);
    },

    async lostSight(lane, settledBefore, except, limit) {
      const rows = await ask(Prisma.sql`
        SELECT ${CLAIMED_COLUMNS} FROM "Notification" n ${RECIPIENT_JOINS}
        WHERE n.lane = ${lane} AND n.state = 'sending' AND n."attemptedAt" < ${settledBefore}
          AND NOT (n.id = ANY(${[...except]}::uuid[]))
        ORDER BY n."attemptedAt" LIMIT ${limit}`);
      return rows.map(toClaimed);
    },

    async record(outcomes, now) {
      if (outcomes.length === 0) return;
      const elsewhere = outcomes.filter((outcome) => outcome.elsewhere).map(({ id }) => id);
      if (elsewhere.length === 0) return void (await ask(writeOutcomes(outcomes, now)));
      await prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw(writeOutcomes(outcomes, now));
        await moveElsewhere(transaction, elsewhere, now);
      });
    },

    async wasRefused(id, reason) {
      const rows = await ask(Prisma.sql`
        SELECT 1 FROM "Notification" own JOIN "Notification" n
            ON n.lane = own.lane AND n."accountId" = own."accountId"
         WHERE own.id = ${id}::uuid AND n.reason = ${reason}
           AND (n.state IN ('queued', 'sending') OR (
             n.state = 'expired' AND n.id <> own.id AND NOT EXISTS (
               SELECT 1 FROM "Notification" reached
                WHERE reached."accountId" = own."accountId" AND reached."sentAt" > n."createdAt"))) LIMIT 1`);
      return rows.length > 0;
    },

    async doubles(lane, now) {
      const rows = await ask(Prisma.sql`
        SELECT ${CLAIMED_COLUMNS}, n.double FROM "Notification" n ${RECIPIENT_JOINS}
        WHERE n.lane = ${lane} AND n.double IS NOT NULL AND n."notAfter" > ${now}`);
      return rows.map((row) => {
        const { id, to } = toClaimed(row);
        return { id, to, reference: doubleSchema.parse(row).double };
      });
    },

    forgetDouble: async ({ id, reference }) => {
      await prisma.$executeRaw`
        UPDATE "Notification" SET double = NULL WHERE id = ${id}::uuid AND double = ${reference}`;
    },

    ...createUntimelyStore(pool),

    expire: (now) => prisma.$executeRaw`
      UPDATE "Notification" SET state = 'expired', reason = coalesce(reason, 'not_after')
      WHERE state = 'queued' AND "notAfter" <= ${now}`,
  };
}

function writeOutcomes(outcomes: readonly Outcome[], now: Date): Prisma.Sql {
  const rows = JSON.stringify(outcomes.map(toRecord));
  // The outcome of an attempt is dropped when another attempt has begun since, except that it was sent. An outcome
  // knows nothing of later attempts, so counters only grow. It is one statement and so one transaction: an account is
  // marked together with the notification that showed it. Rows are found by their ids: when the server believes that
  // hardly any message is unsent, it would search for those among all rows instead.
  const ids = outcomes.map(({ id }) => id);
  return Prisma.sql`
    WITH o AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS o(
        id uuid, attempt int, unreachable boolean, "reachedAgain" boolean, state "NotificationState",
        "notBefore" timestamptz, attempts int, "attemptedAt" timestamptz, "sentAt" timestamptz, reference text,
        reason text, "inDoubt" int)
    ), written AS (
      UPDATE "Notification" n
      SET state = o.state, "notBefore" = o."notBefore", "dueAt" = CASE WHEN o.state = 'queued' THEN coalesce(n."dueAt", n."notBefore") ELSE n."dueAt" END,
        attempts = greatest(n.attempts, o.attempts),
        "attemptedAt" = o."attemptedAt", "sentAt" = o."sentAt", reference = o.reference, reason = o.reason,
        "inDoubt" = greatest(n."inDoubt", o."inDoubt")
      FROM o
      WHERE n.id = ANY(${ids}::uuid[]) AND n.id = o.id AND (
        (n.state = 'sending' AND n.attempts = o.attempt) OR (o.state = 'sent' AND n.state <> 'sent'))
      RETURNING n."accountId", n.reason, o.unreachable, o."reachedAgain"
    ), doubled AS (
      UPDATE "Notification" n SET double = o.reference FROM o
      WHERE n.id = o.id AND o."inDoubt" > 0 AND o.state = 'sent' AND n.state = 'sent' AND n.reference NOT IN (o.reference, '')
    )
    UPDATE "Account" a
    SET "unreachableSince" = CASE WHEN written.unreachable THEN ${now}::timestamptz END,
      "unreachableWhy" = CASE WHEN written.unreachable THEN written.reason END
    FROM written
    WHERE a.id = written."accountId" AND (written.unreachable OR written."reachedAgain")`;
}

/**
 * Moves messages that were given up because nobody is there to another account of the person: the first reachable one,
 * in the order of the person's preference. An account that was unreachable when the message was written may be
 * reachable now. A message that may have arrived stays where it was sent.
 */
async function moveElsewhere(transaction: Transaction, ids: readonly string[], now: Date): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Notification" n
    SET "accountId" = next.id, lane = next.lane, state = 'queued', "notBefore" = ${now}, "dueAt" = coalesce(n."dueAt", n."notBefore"),
      reason = NULL
    FROM (
      SELECT DISTINCT ON (m.id) m.id AS message, a.id, w.platform || ':' || w."externalId" AS lane
      FROM "Notification" m
      JOIN "Account" tried ON tried.id = m."accountId"
      JOIN "Account" a ON a."personId" = tried."personId" AND a.id <> tried.id
      JOIN "Workspace" w ON w.id = a."workspaceId"
      WHERE m.id = ANY(${[...ids]}::uuid[]) AND m.state = 'failed' AND m."inDoubt" = 0 AND m."notAfter" > ${now}
        AND ${CAN_BE_REACHED}
      ORDER BY m.id, NOT a.preferred, a.rank, a.id
    ) next
    WHERE n.id = next.message`;
}

function toRecord({ id, attempt, unreachable, reachedAgain, progress }: Outcome) {
  const { notAfter: _, ...changed } = progress;
  return { id, attempt, unreachable, reachedAgain, ...changed };
}
