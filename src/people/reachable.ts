import { Prisma } from '../database/generated/client.ts';

/**
 * For a query with Account as a and Workspace as w: there is an address to write to. In Teams we have none until Teams
 * tells us the conversation.
 */
export const HAS_ADDRESS = Prisma.sql`(w.platform = 'slack' OR a.conversation IS NOT NULL)`;

/**
 * For a query: whether workers send to a platform. Messages for a platform that was left out of the settings would
 * reach nobody.
 * @param platform an SQL expression that gives 'slack' or 'teams'
 */
export function isServed(platform: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${platform} NOT IN (SELECT s.platform::text FROM "ServedPlatform" s WHERE s."offSince" IS NOT NULL))`;
}

/** For a query with Account as a and Workspace as w: the workspace is connected, and its platform in use. */
export const IS_CONNECTED = Prisma.sql`(w.state = 'active' AND ${isServed(Prisma.sql`w.platform::text`)})`;

/** For a query with Account as a and Workspace as w: connected, and with an address. */
const CAN_BE_ASKED = Prisma.sql`(${IS_CONNECTED} AND ${HAS_ADDRESS})`;

/**
 * For a query with Account as a and Workspace as w: as `CAN_BE_ASKED`, and the account is not marked as unreachable.
 */
export const CAN_BE_REACHED = Prisma.sql`(a."unreachableSince" IS NULL AND ${CAN_BE_ASKED})`;

/**
 * For a query with Account as a and Workspace as w: reachable, or marked as unreachable so long ago that it is worth
 * another try. The limit is six days, because the mark is made seconds after the planning that led to it: with a whole
 * week the next planning would miss it.
 */
export function mayBeTried(now: Date): Prisma.Sql {
  return Prisma.sql`(${mayBeWrittenTo(now)} AND ${IS_CONNECTED})`;
}

/**
 * For a query with Account as a and Workspace as w: as `mayBeTried`, but the workspace need not be connected: messages
 * wait for that.
 */
export function mayBeWrittenTo(now: Date): Prisma.Sql {
  return Prisma.sql`(
    (a."unreachableSince" IS NULL OR a."unreachableSince" <= ${now}::timestamptz - interval '6 days') AND ${HAS_ADDRESS})`;
}

/**
 * The order in which a person's accounts are tried: reachable ones first, among them the person's own choice before the
 * import's order; of the others the one marked as unreachable longest ago.
 */
export const FIRST_TO_TRY = Prisma.sql`a."unreachableSince" NULLS FIRST, NOT a.preferred, a.rank, a.id`;

/** As `FIRST_TO_TRY` for a message that may have to wait: accounts in connected workspaces come first. */
export const FIRST_TO_WRITE_TO = Prisma.sql`NOT (${IS_CONNECTED}), ${FIRST_TO_TRY}`;

/** For a query with Notification as n: it was given up, and it is certain that it did not arrive. */
export const SURELY_NOT_SENT = Prisma.sql`(
  n.state IN ('failed', 'expired') AND n."inDoubt" = 0
  AND coalesce(n.reason, '') NOT IN ('in_doubt', 'discarded') AND coalesce(n.reason, '') NOT LIKE 'read\\_back\\_%')`;
