import { Prisma } from '../database/generated/client.ts';

/**
 * For a query with Person as p: the person was asked whether to slow down, and has not answered anything since. They
 * are asked nothing meanwhile. Whoever stopped and agreed again after that was promised questions, so the old question
 * no longer counts.
 */
export const LEFT_ALONE = Prisma.sql`EXISTS (
  SELECT 1 FROM "SlowDown" d WHERE d."personId" = p.id AND d."endedAt" IS NULL AND d."askedAt" >= p."consentedAt"
     AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."personId" = p.id AND a."answeredAt" > d."askedAt"))`;

/**
 * For a query with Person as p: their identity is known, because the operator listed them or somebody confirmed them
 * after they joined by a code. Otherwise a handful of invented teachers would be enough for a group's figure.
 */
export const IS_KNOWN = Prisma.sql`(p."joinedAt" IS NULL OR p."confirmedAt" IS NOT NULL)`;

/** For a query with Person as p: they agreed and have not stopped since. */
export const TAKES_PART = Prisma.sql`(p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL)`;

/** For a query with Person as p: they take part, and their identity is known. */
export const COUNTS = Prisma.sql`(${TAKES_PART} AND ${IS_KNOWN})`;

/** For a query with Person as p: they are no longer on the operator's list, and have not said that they stay. */
export const IS_LEAVING = Prisma.sql`(p."missingSince" IS NOT NULL AND p."staysAt" IS NULL)`;
