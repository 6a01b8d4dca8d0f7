import { Prisma } from '../database/generated/client.ts';

/**
 * For a query with Person as p: was asked whether to slow down, and has not been heard of since. Nobody is asked anything
 * while that is so. Whoever stopped and said yes again since then was promised questions.
 */
export const LEFT_ALONE = Prisma.sql`EXISTS (
  SELECT 1 FROM "SlowDown" d WHERE d."personId" = p.id AND d."endedAt" IS NULL AND d."askedAt" >= p."consentedAt"
     AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."personId" = p.id AND a."answeredAt" > d."askedAt"))`;
