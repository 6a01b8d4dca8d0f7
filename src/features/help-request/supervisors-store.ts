import type { Transaction } from '../../database/client.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import { mayBeTried } from '../../people/reachable.ts';

/**
 * Whom of a circle to tell, by name; `cluster` is 3 or 4, null when it is not known. What a teacher wrote is not for somebody who has
 * left, unless it would reach nobody else.
 */
export function supervisorsOf(
  transaction: Transaction,
  circleId: string,
  now: Date,
): Promise<{ id: string; cluster: number | null }[]> {
  return transaction.$queryRaw`
    WITH supervisor AS (
      SELECT p.id, p.name, p.cluster, ${IS_LEAVING} AS leaving FROM "Person" p JOIN "PersonCircle" c ON c."personId" = p.id
       WHERE c."circleId" = ${circleId}::uuid AND p.role <> 'teacher')
    SELECT id, cluster FROM supervisor
     WHERE NOT leaving OR NOT EXISTS (
       SELECT 1 FROM supervisor s JOIN "Account" a ON a."personId" = s.id JOIN "Workspace" w ON w.id = a."workspaceId"
        WHERE NOT s.leaving AND ${mayBeTried(now)})
     ORDER BY name, id`;
}
