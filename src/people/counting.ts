import { Prisma } from '../database/generated/client.ts';

/**
 * For a query with Person as p: they said yes and have not stopped, and are known to be who they say: listed by the operator,
 * or confirmed since they joined by a code. Otherwise a handful of invented teachers would do for a figure of a group.
 */
export const COUNTS = Prisma.sql`(
  p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL AND (p."joinedAt" IS NULL OR p."confirmedAt" IS NOT NULL))`;
