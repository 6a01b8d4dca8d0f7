import type { Transaction } from '../../database/client.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import { mayBeTried } from '../../people/reachable.ts';

/**
 * The supervisors of a circle to tell about a request, by name; `cluster` is 3 or 4, or null when it is not known.
 * Supervisors who are leaving are left out, unless nobody else could be reached.
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
