import type { Connection } from '../database/client.ts';

/**
 * Deletes a person with all that hangs on them in every table, and what was to be said about them to others. Frozen weeks
 * stay as they are, because there are no people in them. Nothing remembers that there was such a person.
 * @returns false when there is no such person
 */
export async function erasePerson(prisma: Connection, id: string): Promise<boolean> {
  const erased = await prisma.$executeRaw`
    WITH told AS (DELETE FROM "Notification" WHERE subject = ${id})
    DELETE FROM "Person" WHERE id = ${id}::uuid`;
  return erased > 0;
}

/** The person with this key in the deployer's import. */
export async function findByKey(prisma: Connection, key: string): Promise<{ id: string; language: string } | null> {
  return prisma.person.findUnique({ where: { key }, select: { id: true, language: true } });
}
