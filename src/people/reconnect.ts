import type { ChatUser } from '../chat/address.ts';
import type { Connection, Transaction } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { TAKES_PART } from './conditions.ts';
import { CAN_BE_REACHED, FIRST_TO_TRY, HAS_ADDRESS, SURELY_NOT_SENT } from './reachable.ts';

/** A user whom the platform identified, and when. */
interface Heard {
  readonly user: ChatUser;
  readonly at: Date;
}

/** How many days an invitation may wait to be sent. */
const INVITATION_DAYS = 7;

/**
 * For a query with Notification as n and Person as p: an invitation that the teacher has neither accepted nor declined.
 */
const IS_OPEN_INVITATION = Prisma.sql`(
  n.kind = 'invitation' AND p.role = 'teacher' AND p."consentedAt" IS NULL AND p."declinedAt" IS NULL)`;

/**
 * Marks people as reachable again, because they were heard from or the operator says so. What could not be sent to them
 * in the meantime and can still be answered is sent again.
 * @returns how many accounts had been marked as unreachable
 */
export async function reconnect(prisma: Connection, heard: readonly Heard[], now: Date): Promise<number> {
  // Nearly always this finds nobody, so a transaction is begun only when it does.
  const found = await findGivenUp(prisma, heard);
  return found.length === 0 ? 0 : prisma.$transaction((transaction) => reconnectAccounts(transaction, found, now));
}

/** As `reconnect`, inside the caller's transaction. */
export async function reconnectIn(transaction: Transaction, heard: readonly Heard[], now: Date): Promise<number> {
  return reconnectAccounts(transaction, await findGivenUp(transaction, heard), now);
}

async function findGivenUp(prisma: Transaction, heard: readonly Heard[]): Promise<string[]> {
  if (heard.length === 0) return [];
  const list = JSON.stringify(heard.map(({ user, at }) => ({ ...user, at })));
  // The query begins with the unreachable accounts, because they are few while an import lists thousands of people.
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    WITH given_up AS MATERIALIZED (SELECT * FROM "Account" WHERE "unreachableSince" IS NOT NULL)
    SELECT a.id
      FROM jsonb_to_recordset(${list}::jsonb) AS h(platform "Platform", workspace text, "user" text, at timestamptz)
      JOIN "Workspace" w ON w.platform = h.platform AND w."externalId" = h.workspace
      JOIN given_up a ON a."workspaceId" = w.id AND a."externalId" = h."user"
     WHERE a."unreachableSince" <= h.at AND ${HAS_ADDRESS}`;
  return rows.map(({ id }) => id);
}

/** Removes the mark of these accounts. @returns how many were marked */
async function reconnectAccounts(transaction: Transaction, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const people = await transaction.$queryRaw<{ personId: string }[]>`
    UPDATE "Account" SET "unreachableSince" = NULL, "unreachableWhy" = NULL
     WHERE id = ANY (${[...ids]}::uuid[]) AND "unreachableSince" IS NOT NULL RETURNING "personId"`;
  await sendAgain(
    transaction,
    people.map(({ personId }) => personId),
    now,
  );
  return people.length;
}

/**
 * Queues again what these people can still answer and surely did not get: the invitation, and an open check-in. It
 * waits for the next good moment, because somebody may be listed again at night.
 */
async function sendAgain(transaction: Transaction, people: readonly string[], now: Date): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Notification" n
       SET state = 'queued', "accountId" = best.id, lane = best.lane, "notBefore" = least(n."notBefore", ${now}), reason = NULL,
           "notAfter" = CASE WHEN n.kind = 'invitation'
             THEN ${now}::timestamptz + ${INVITATION_DAYS} * interval '1 day' ELSE n."notAfter" END
      FROM "Account" tried JOIN "Person" p ON p.id = tried."personId"
      JOIN LATERAL (
        SELECT a.id, w.platform || ':' || w."externalId" AS lane
          FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE a."personId" = p.id AND ${CAN_BE_REACHED} ORDER BY ${FIRST_TO_TRY} LIMIT 1) best ON true
     WHERE n."accountId" = tried.id AND p.id = ANY (${[...people]}::uuid[]) AND ${SURELY_NOT_SENT}
       AND (${IS_OPEN_INVITATION} OR ${isOpenCheckIn(now)})`;
}

/** For a query with Notification as n and Person as p: a check-in with open questions and time left to answer them. */
function isOpenCheckIn(now: Date): Prisma.Sql {
  return Prisma.sql`(
    n.kind = 'check-in' AND n."notAfter" > ${now} AND ${TAKES_PART}
    AND EXISTS (
      SELECT 1 FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id
       WHERE c."personId" = p.id AND n.key = 'check-in:' || c.id AND NOT i.skipped
         AND NOT EXISTS (SELECT 1 FROM "Answer" x WHERE x."checkInId" = c.id AND x.item = i.item)))`;
}
