import { Prisma } from '../../database/generated/client.ts';

/** For a query with HelpRequest as r: it is neither done nor withdrawn. */
export const REQUEST_STANDS = Prisma.sql`(r."doneAt" IS NULL AND r."withdrawnAt" IS NULL)`;

/** For a query with HelpRequest as r and HelpTaken as t: the supervisor who took it still serves its circle. */
export const SERVES = Prisma.sql`EXISTS (
  SELECT 1 FROM "PersonCircle" pc JOIN "Person" sp ON sp.id = pc."personId"
   WHERE pc."personId" = t."supervisorId" AND pc."circleId" = r."circleId" AND sp.role <> 'teacher')`;

/**
 * Joins HelpTaken as t. A request whose supervisor no longer serves the circle counts as not taken, unless it was
 * finished.
 */
export const JOIN_TAKEN = Prisma.sql`LEFT JOIN "HelpTaken" t ON t."requestId" = r.id AND (r."doneAt" IS NOT NULL OR ${SERVES})`;

/**
 * For a query with HelpRequest as r: the planned day has passed, and the supervisor did not answer whether they were
 * there.
 */
const LAPSED = Prisma.sql`(r."visitOn" IS NOT DISTINCT FROM r."lapsedOn")`;

/**
 * For a query with r and t: it has a planned visit. A day that lapsed, or that was planned by somebody who has left
 * since, does not count, unless the request was finished.
 */
export const HAS_VISIT = Prisma.sql`(
  r."visitOn" IS NOT NULL AND (r."doneAt" IS NOT NULL OR (t."requestId" IS NOT NULL AND NOT ${LAPSED})))`;
