import type { Connection } from './client.ts';

/** How many people there are, and how many of them have no account that messages still reach. */
export async function countPeople(prisma: Connection): Promise<{ people: number; unreachable: number }> {
  const people = await prisma.person.count();
  const unreachable = await prisma.person.count({ where: { accounts: { none: { unreachableSince: null } } } });
  return { people, unreachable };
}
