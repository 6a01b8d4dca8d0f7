import type { PlatformName } from '../../chat/address.ts';
import type { Connection } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { HAS_ADDRESS } from '../../people/reachable.ts';

/** How many people there are, how many teachers take part, and how many of all have no account that messages reach. */
export async function countPeople(
  prisma: Connection,
): Promise<{ people: number; takingPart: number; unreachable: number }> {
  const people = await prisma.person.count();
  const takingPart = await prisma.person.count({
    where: { role: 'teacher', consentedAt: { not: null }, declinedAt: null },
  });
  // Teams can be written to only once it has told us how.
  const reachable = [{ workspace: { platform: 'slack' as const } }, { conversation: { not: Prisma.AnyNull } }];
  const unreachable = await prisma.person.count({
    where: { accounts: { none: { unreachableSince: null, OR: reachable } } },
  });
  return { people, takingPart, unreachable };
}

/** Why messages do not reach people, and how many. */
export interface Hindrance {
  readonly people: number;
  /** Null for people without any account. */
  readonly platform: PlatformName | null;
  /** The platform's error code, or 'no_conversation' where Teams has not told us yet how to write. */
  readonly reason: string | null;
}

/** What hinders the people whom no message reaches; somebody with two accounts may be counted for each. Most people first. */
export function countHindrances(prisma: Connection): Promise<Hindrance[]> {
  return prisma.$queryRaw<Hindrance[]>`
    SELECT count(DISTINCT p.id)::int AS people, w.platform::text AS platform,
           CASE WHEN a.id IS NOT NULL THEN coalesce(a."unreachableWhy", 'no_conversation') END AS reason
      FROM "Person" p
      LEFT JOIN "Account" a ON a."personId" = p.id LEFT JOIN "Workspace" w ON w.id = a."workspaceId"
     WHERE NOT EXISTS (
       SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
        WHERE a."personId" = p.id AND a."unreachableSince" IS NULL AND ${HAS_ADDRESS})
     GROUP BY 2, 3 ORDER BY 1 DESC, 2, 3`;
}
