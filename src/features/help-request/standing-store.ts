import { Prisma } from '../../database/generated/client.ts';

/** For a query with HelpRequest as r: something is still to be done. */
export const REQUEST_STANDS = Prisma.sql`(r."doneAt" IS NULL AND r."withdrawnAt" IS NULL)`;

/** For a query with HelpRequest as r and HelpTaken as t: who took it still serves its circle. */
export const SERVES = Prisma.sql`EXISTS (
  SELECT 1 FROM "PersonCircle" pc JOIN "Person" sp ON sp.id = pc."personId"
   WHERE pc."personId" = t."supervisorId" AND pc."circleId" = r."circleId" AND sp.role <> 'teacher')`;

/** Joins t: a request whose taker no longer serves the circle is nobody's, unless it was finished. */
export const JOIN_TAKEN = Prisma.sql`LEFT JOIN "HelpTaken" t ON t."requestId" = r.id AND (r."doneAt" IS NOT NULL OR ${SERVES})`;

/** For a query with HelpRequest as r: it passed, and whoever planned it was asked in vain whether they were there. */
const LAPSED = Prisma.sql`(r."visitOn" IS NOT DISTINCT FROM r."lapsedOn")`;

/** A day that lapsed, or was planned by somebody who has left since, is none, unless it was finished. */
export const HAS_VISIT = Prisma.sql`(
  r."visitOn" IS NOT NULL AND (r."doneAt" IS NOT NULL OR (t."requestId" IS NOT NULL AND NOT ${LAPSED})))`;
