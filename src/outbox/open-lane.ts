import { Prisma } from '../database/generated/client.ts';

/**
 * For a query: whether anything may leave through a lane. Nothing does while the deployment is paused, or while the lane's
 * workspace waits to be connected (a tenant: to be allowed) again. Asked with every batch, so that both hold within seconds.
 * @param lane an expression of 'slack:T0123' or 'teams:<tenant>'
 */
export function isOpen(lane: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    NOT EXISTS (SELECT 1 FROM "Deployment" WHERE "pausedAt" IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1 FROM "Workspace" w
      WHERE w.state = 'reconnect' AND w.platform::text = split_part(${lane}, ':', 1)
        AND w."externalId" = split_part(${lane}, ':', 2)))`;
}
