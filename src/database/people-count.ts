import type { Connection } from './client.ts';
import { Prisma } from './generated/client.ts';

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
