import { Prisma } from '../database/generated/client.ts';

/**
 * For a query with Person as p: was asked whether to slow down, and has not been heard of since. Nobody is asked anything
 * while that is so. Whoever stopped and said yes again since then was promised questions.
 */
export const LEFT_ALONE = Prisma.sql`EXISTS (
  SELECT 1 FROM "SlowDown" d WHERE d."personId" = p.id AND d."endedAt" IS NULL AND d."askedAt" >= p."consentedAt"
     AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."personId" = p.id AND a."answeredAt" > d."askedAt"))`;

/**
 * For a query with Person as p: known to be who they say, listed by the operator or confirmed since they joined by a code. Otherwise
 * a handful of invented teachers would do for a figure of a group.
 */
export const IS_KNOWN = Prisma.sql`(p."joinedAt" IS NULL OR p."confirmedAt" IS NOT NULL)`;

/** For a query with Person as p: they said yes and have not stopped, and are known to be who they say. */
export const COUNTS = Prisma.sql`(p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL AND ${IS_KNOWN})`;

/** For a query with Person as p: not on the operator's list any more, and has not said that they stay. */
export const IS_LEAVING = Prisma.sql`(p."missingSince" IS NOT NULL AND p."staysAt" IS NULL)`;
