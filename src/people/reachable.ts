import { Prisma } from '../database/generated/client.ts';

/** For a query with Account as a and Workspace as w: we know how to write there. Teams tells us first. */
export const HAS_ADDRESS = Prisma.sql`(w.platform = 'slack' OR a.conversation IS NOT NULL)`;

/**
 * For a query: whether workers send to a platform. One that was left out of the settings takes what is written there to nobody.
 * @param platform an expression of 'slack' or 'teams'
 */
export function isServed(platform: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${platform} NOT IN (SELECT s.platform::text FROM "ServedPlatform" s WHERE s."offSince" IS NOT NULL))`;
}

/** For a query with Account as a and Workspace as w: the workspace is connected, and its platform in use. */
export const IS_CONNECTED = Prisma.sql`(w.state = 'active' AND ${isServed(Prisma.sql`w.platform::text`)})`;

/** Both. */
const CAN_BE_ASKED = Prisma.sql`(${IS_CONNECTED} AND ${HAS_ADDRESS})`;

/** The same, and nobody was given up. */
export const CAN_BE_REACHED = Prisma.sql`(a."unreachableSince" IS NULL AND ${CAN_BE_ASKED})`;

/**
 * For a query with Account as a and Workspace as w: can be reached, or was given up so long ago that it may be tried once
 * more. A mark is made seconds after the planning that it stopped, so that a whole week would miss the next one.
 */
export function mayBeTried(now: Date): Prisma.Sql {
  return Prisma.sql`(${mayBeWrittenTo(now)} AND ${IS_CONNECTED})`;
}

/** The same, or would be if its workspace were connected: what is written meanwhile waits for that. */
export function mayBeWrittenTo(now: Date): Prisma.Sql {
  return Prisma.sql`(
    (a."unreachableSince" IS NULL OR a."unreachableSince" <= ${now}::timestamptz - interval '6 days') AND ${HAS_ADDRESS})`;
}

/**
 * Which account of a person is tried first: one that was not given up, their own choice before the import's order; otherwise
 * the one given up longest ago.
 */
export const FIRST_TO_TRY = Prisma.sql`a."unreachableSince" NULLS FIRST, NOT a.preferred, a.rank, a.id`;

/** The same where it may have to wait: whatever is connected comes first. */
export const FIRST_TO_WRITE_TO = Prisma.sql`NOT (${IS_CONNECTED}), ${FIRST_TO_TRY}`;

/** For a query with Notification as n: it was given up, and nobody can have got it. */
export const SURELY_NOT_SENT = Prisma.sql`(
  n.state IN ('failed', 'expired') AND n."inDoubt" = 0
  AND coalesce(n.reason, '') NOT IN ('in_doubt', 'discarded') AND coalesce(n.reason, '') NOT LIKE 'read\\_back\\_%')`;
